import { Checkbox } from '@mantine/core';
import type { ReactElement } from 'react';
import { t } from '../../shell/i18n.tsx';
import { contextName } from './context-name.ts';
import styles from './governance.module.css';
import { contextOf, inOrder } from './role-order.ts';
import { roleTitle } from './role-title.ts';

export interface RoleChoice {
  readonly id: string;
  readonly key: string;
  readonly title: string;
}

export interface RoleChecksProps {
  readonly roles: readonly RoleChoice[];
  readonly chosen: readonly string[];
  readonly onChange: (chosen: readonly string[]) => void;
}

/** The roles of the hospital group to tick, by the part of the product they belong to. */
export function RoleChecks({ roles, chosen, onChange }: RoleChecksProps): ReactElement {
  const toggle = (id: string): void => onChange(chosen.includes(id) ? chosen.filter((one) => one !== id) : [...chosen, id]);
  const ordered = inOrder(roles);
  const contexts = [...new Set(ordered.map((role) => contextOf(role.key)))];
  return (
    <div role="group" aria-label={t('identity.members.roles')}>
      {contexts.map((context) => (
        <fieldset key={context} className={styles.checks}>
          <legend>{contextName(context)}</legend>
          {ordered
            .filter((role) => contextOf(role.key) === context)
            .map((role) => (
              <Checkbox key={role.id} size="xs" label={roleTitle(role)} checked={chosen.includes(role.id)} onChange={() => toggle(role.id)} />
            ))}
        </fieldset>
      ))}
    </div>
  );
}
