import type { ReactElement } from 'react';
import { formatMoment } from '../../shell/format.ts';
import styles from './activity-list.module.css';

/** Something that happened to a signal; `who` is null for the system. */
export interface HistoryEvent {
  readonly id: string;
  readonly at: string;
  readonly who: string | null;
  readonly text: string;
}

/** Newest first, the moment at the left. */
export function ActivityList({ events }: { readonly events: readonly HistoryEvent[] }): ReactElement {
  return (
    <ol className={styles.list}>
      {events.map((event) => (
        <li key={event.id}>
          <time dateTime={event.at}>{formatMoment(event.at)}</time>
          <span>
            {event.who !== null && <b>{event.who}</b>} {event.text}
          </span>
        </li>
      ))}
    </ol>
  );
}
