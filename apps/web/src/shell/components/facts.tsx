import type { ReactElement, ReactNode } from 'react';
import styles from './facts.module.css';

export interface Fact {
  readonly label: string;
  readonly value: ReactNode;
  /** Unit or remark, smaller and muted. */
  readonly note?: ReactNode;
}

/** Numbers that speak for themselves: `grid` three to a row in a pane, `strip` in one line under a title. */
export function Facts({ facts, layout }: { readonly facts: readonly Fact[]; readonly layout: 'grid' | 'strip' }): ReactElement {
  return (
    <dl className={styles[layout]}>
      {facts.map((fact) => (
        <div key={fact.label}>
          <dt>{fact.label}</dt>
          <dd>
            {fact.value} {fact.note !== undefined && <small>{fact.note}</small>}
          </dd>
        </div>
      ))}
    </dl>
  );
}
