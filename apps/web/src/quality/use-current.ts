import { useDebouncedCallback } from '@mantine/hooks';
import { useEffect, useState } from 'react';
import type { FeedSignal } from './signal-view.ts';

interface CurrentParts {
  readonly signals: readonly FeedSignal[];
  /** The signal the address names. */
  readonly named: string | undefined;
  /** Severity of that signal when it is known; it tells how far down the list it must be. */
  readonly severity: number | null | undefined;
  readonly isBusy: boolean;
  readonly hasMore: boolean;
  readonly readOn: () => void;
  /** Writes the current signal into the address. */
  readonly onNamed: (id: string) => void;
}

/** Browsers refuse addresses that change many times a second. */
const ADDRESS_MS = 250;
const FURTHEST = 2000;

/** Whether the signal the address names may still stand further down: the list goes from severe to mild. */
function mayFollow({ signals, hasMore, severity }: CurrentParts): boolean {
  if (!hasMore || severity === undefined || signals.length >= FURTHEST) return false;
  return (signals.at(-1)?.severity ?? -1) >= (severity ?? -1);
}

/** Which line is the current one: the one the reader moved to, the one the address names, else the worst. */
export function useCurrent(parts: CurrentParts) {
  const { signals, named, isBusy, readOn, onNamed } = parts;
  const [chosen, setChosen] = useState(named ?? null);
  const name = useDebouncedCallback(onNamed, ADDRESS_MS);
  const isListed = chosen !== null && signals.some((signal) => signal.id === chosen);
  const isSought = chosen !== null && !isListed && !isBusy && mayFollow(parts);
  useEffect(() => {
    if (isSought) readOn();
  }, [isSought, readOn]);
  return {
    current: isListed ? chosen : (signals[0]?.id ?? null),
    choose: (id: string) => {
      setChosen(id);
      name(id);
    },
    /** Takes back what was about to be written, because the address changes in another way. */
    forget: () => {
      name.cancel();
      setChosen(null);
    },
  };
}
