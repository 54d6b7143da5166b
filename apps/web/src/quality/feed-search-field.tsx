import { useDebouncedCallback } from '@mantine/hooks';
import { type KeyboardEvent, type ReactElement, type Ref, useState } from 'react';
import { t } from '../shell/i18n.tsx';
import { Icon } from '../shell/icons.tsx';
import styles from './feed.module.css';

export interface FeedSearchFieldProps {
  readonly value: string;
  readonly onSearch: (words: string) => void;
  /** Asked for when the reader is done with the words and goes on to the list. */
  readonly onLeave: () => void;
  readonly ref: Ref<HTMLInputElement>;
}

/** Long enough that a typed word is one question, short enough not to be noticed. */
const PAUSE_MS = 250;

/** Narrows the feed by words; Enter goes on to the list, Escape takes the words back. */
export function FeedSearchField({ value, onSearch, onLeave, ref }: FeedSearchFieldProps): ReactElement {
  const [typed, setTyped] = useState({ from: value, words: value });
  // An address that changes behind the field, such as by "Clear filters", wins over what was typed.
  const words = typed.from === value || typed.words.trim() === value ? typed.words : value;
  const send = useDebouncedCallback(onSearch, PAUSE_MS);
  const type = (next: string): void => {
    setTyped({ from: value, words: next });
    send(next.trim());
  };
  const onKeyDown = (event: KeyboardEvent): void => {
    if (event.key !== 'Enter' && event.key !== 'Escape') return;
    event.preventDefault();
    if (event.key === 'Escape') type('');
    send.flush();
    onLeave();
  };
  return (
    <label className={styles.search}>
      <Icon name="filter" />
      <input
        ref={ref}
        type="search"
        aria-label={t('quality.feed.search')}
        aria-keyshortcuts="/"
        placeholder={t('quality.feed.filter')}
        maxLength={100}
        value={words}
        onChange={(event) => type(event.currentTarget.value)}
        onKeyDown={onKeyDown}
      />
      <kbd aria-hidden="true">/</kbd>
    </label>
  );
}
