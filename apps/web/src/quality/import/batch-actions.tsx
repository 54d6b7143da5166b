import { Button, Select } from '@mantine/core';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { type PeerGroup, peerGroups } from '@wardwright/domain/quality/schema';
import { type ReactElement, useState } from 'react';
import { ErrorState } from '../../shell/components/states.tsx';
import { formatNumber } from '../../shell/format.ts';
import { t } from '../../shell/i18n.tsx';
import { useMay } from '../../shell/membership.tsx';
import { refusalOf } from '../../shell/refusal.ts';
import { useTRPC } from '../../shell/trpc.ts';
import styles from './import.module.css';
import type { Batch } from './imports-page.tsx';

/** Calls an import off, in whatever state it is; says so until it has stopped. */
export function CancelAction({ batch, isAsked = false }: { readonly batch: Batch; readonly isAsked?: boolean }): ReactElement | null {
  const trpc = useTRPC();
  const cache = useQueryClient();
  const mayRun = useMay('quality.import.run');
  const cancel = useMutation(trpc.quality.imports.cancel.mutationOptions({ onSettled: () => cache.invalidateQueries(trpc.quality.imports.pathFilter()) }));
  if (!mayRun) return null;
  const asked = isAsked || cancel.isPending || cancel.isSuccess;
  return (
    <>
      {cancel.error && <ErrorState {...refusalOf(cancel.error)} />}
      <Button disabled={asked} onClick={() => cancel.mutate({ id: batch.id })}>
        {t(asked ? 'quality.import.cancelling' : 'quality.import.cancel')}
      </Button>
    </>
  );
}

const sameAsBefore = 'now';

/** Says yes or no to a file that has been looked at. */
export function StagedActions({ batch }: { readonly batch: Batch }): ReactElement | null {
  const trpc = useTRPC();
  const cache = useQueryClient();
  const mayRun = useMay('quality.import.run');
  const [peers, setPeers] = useState<string>(sameAsBefore);
  const confirm = useMutation(trpc.quality.imports.confirm.mutationOptions({ onSettled: () => cache.invalidateQueries(trpc.quality.imports.pathFilter()) }));
  if (!mayRun) return null;
  const peerGroup = peerGroups.find((group) => group === peers);
  return (
    <div>
      {confirm.error && <ErrorState {...refusalOf(confirm.error)} />}
      <div className={styles.actions}>
        <PeerChoice value={peers} onChange={setPeers} />
        <CancelAction batch={batch} />
        <Button variant="filled" loading={confirm.isPending} onClick={() => confirm.mutate({ id: batch.id, ...(peerGroup ? { peerGroup } : {}) })}>
          {t('quality.import.apply', { n: formatNumber(batch.rowsStored + batch.rowsSuppressed) })}
        </Button>
      </div>
    </div>
  );
}

interface PeerChoiceProps {
  readonly value: string;
  readonly onChange: (value: string) => void;
}

/** With whom our hospitals are compared. */
function PeerChoice({ value, onChange }: PeerChoiceProps): ReactElement {
  const words = (group: PeerGroup) => ({ value: group, label: t(`quality.import.peers.${group}`) });
  return (
    <label>
      {t('quality.import.peers')}
      <Select
        size="xs"
        w={230}
        allowDeselect={false}
        value={value}
        data={[{ value: sameAsBefore, label: t('quality.import.peers.now') }, ...peerGroups.map(words)]}
        onChange={(next) => next !== null && onChange(next)}
      />
    </label>
  );
}
