import { Checkbox } from '@mantine/core';
import { accessMatrices } from '@wardwright/domain/access';
import type { AccessMatrix } from '@wardwright/domain/kernel';
import { Fragment, type ReactElement } from 'react';
import { t } from '../../shell/i18n.tsx';
import { Icon } from '../../shell/icons.tsx';
import { wordsOr } from '../../shell/known-words.ts';
import { contextName } from './context-name.ts';
import styles from './governance.module.css';
import { type Drafts, mayIn } from './role-drafts.ts';
import { roleTitle } from './role-title.ts';
import type { RoleRow } from './roles-page.tsx';

export interface RoleMatrixProps {
  readonly roles: readonly RoleRow[];
  readonly drafts: Drafts;
  /** The one role a phone has room for. */
  readonly shown: string;
  /** Null when the reader may only look. */
  readonly onToggle: ((role: RoleRow, permission: string) => void) | null;
}

/** Permissions down, by context; roles across. */
export function RoleMatrix({ roles, drafts, shown, onToggle }: RoleMatrixProps): ReactElement {
  return (
    <table className={styles.matrix} aria-label={t('identity.roles')}>
      <thead>
        <tr>
          <th scope="col">{t('identity.roles.permission')}</th>
          {roles.map((role) => (
            <th key={role.id} scope="col" data-shown={role.id === shown}>
              {roleTitle(role)}
              <small>{t('identity.roles.members', { n: role.memberCount })}</small>
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {accessMatrices.map((matrix) => (
          <ContextRows key={matrix.context} matrix={matrix} roles={roles} drafts={drafts} shown={shown} onToggle={onToggle} />
        ))}
      </tbody>
    </table>
  );
}

const meaningOf = (permission: string): string => wordsOr(`identity.permission.${permission}`, permission);

function ContextRows({ matrix, ...props }: RoleMatrixProps & { readonly matrix: AccessMatrix }): ReactElement {
  return (
    <Fragment>
      <tr className={styles.context}>
        <th scope="colgroup" colSpan={props.roles.length + 1}>
          {contextName(matrix.context)}
        </th>
      </tr>
      {Object.keys(matrix.permissions).map((permission) => (
        <tr key={permission}>
          <th scope="row">
            {meaningOf(permission)}
            <small>{permission}</small>
          </th>
          {props.roles.map((role) => (
            <Cell key={role.id} role={role} permission={permission} {...props} />
          ))}
        </tr>
      ))}
    </Fragment>
  );
}

function Cell({ role, permission, drafts, shown, onToggle }: RoleMatrixProps & { readonly role: RoleRow; readonly permission: string }): ReactElement {
  const may = mayIn(drafts, role, permission);
  const changed = may !== role.permissions.includes(permission);
  return (
    <td data-shown={role.id === shown} data-changed={changed}>
      {onToggle ? (
        <Checkbox size="xs" checked={may} aria-label={t('identity.roles.cell', { role: roleTitle(role), permission: meaningOf(permission) })} onChange={() => onToggle(role, permission)} />
      ) : (
        <>
          <span className="sr">{t(may ? 'identity.roles.yes' : 'identity.roles.no')}</span>
          {may && <Icon name="check" />}
        </>
      )}
    </td>
  );
}
