import { Button } from '@mantine/core';
import type { ReactElement } from 'react';
import { TableHead } from '../../shell/components/table-head.tsx';
import { t } from '../../shell/i18n.tsx';
import { useMay } from '../../shell/membership.tsx';
import table from '../../shell/resource/resource.module.css';
import type { Facility } from './facilities-page.tsx';
import styles from './rooms.module.css';

export interface FacilityTableProps {
  readonly facilities: readonly Facility[];
  /** The hospital that is being claimed or given back. */
  readonly busy: string | null;
  readonly onClaim: (facility: Facility) => void;
}

/** A phone leaves out what is not known. */
const Cell = ({ value }: { readonly value: string }): ReactElement => <td data-empty={value === ''}>{value === '' ? '–' : value}</td>;

/** Hospitals with what peers are chosen by, and whether they are ours. */
export function FacilityTable({ facilities, busy, onClaim }: FacilityTableProps): ReactElement {
  const mayClaim = useMay('quality.facility.write');
  return (
    <table className={`${table.table} ${styles.table}`} aria-label={t('quality.rooms.facilities')}>
      <TableHead
        columns={[
          t('quality.facilities.name'),
          t('quality.facilities.code'),
          t('quality.facilities.place'),
          t('quality.facilities.type'),
          t('quality.facilities.ownership'),
          { label: t('quality.facilities.whose'), as: 'number' },
        ]}
      />
      <tbody>
        {facilities.map((facility) => (
          <tr key={facility.id}>
            <td className={styles.name}>{facility.name}</td>
            <td className={styles.code}>{facility.ccn}</td>
            <Cell value={[facility.city, facility.state].filter((part) => part !== null).join(', ')} />
            <Cell value={facility.type ?? ''} />
            <Cell value={facility.ownership ?? ''} />
            <td className={styles.whose}>
              <span>{t(facility.isOwn ? 'quality.facilities.is_ours' : 'quality.facilities.is_peer')}</span>
              {mayClaim && (
                <Button
                  size="xs"
                  variant="subtle"
                  loading={busy === facility.id}
                  aria-label={t(facility.isOwn ? 'quality.facilities.give.name' : 'quality.facilities.claim.name', { name: facility.name })}
                  onClick={() => onClaim(facility)}
                >
                  {t(facility.isOwn ? 'quality.facilities.give' : 'quality.facilities.claim')}
                </Button>
              )}
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}
