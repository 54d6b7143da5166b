import { TextInput } from '@mantine/core';
import { type ReactElement, useState } from 'react';
import { t } from '../../shell/i18n.tsx';
import { Icon } from '../../shell/icons.tsx';
import styles from './door.module.css';

export interface PasswordFieldProps {
  readonly label: string;
  readonly value: string;
  readonly onChange: (value: string) => void;
  /** Tells the password manager whether to fill in a known password or to propose a new one. */
  readonly kind: 'current' | 'new';
  readonly hint?: string;
  readonly error?: string | null;
}

/** A password that can be looked at while it is typed. */
export function PasswordField({ label, value, onChange, kind, hint, error }: PasswordFieldProps): ReactElement {
  const [shown, setShown] = useState(false);
  return (
    <TextInput
      label={label}
      type={shown ? 'text' : 'password'}
      autoComplete={`${kind}-password`}
      required
      withAsterisk={false}
      value={value}
      description={hint}
      error={error}
      onChange={(event) => onChange(event.currentTarget.value)}
      rightSection={
        <button
          type="button"
          className={styles.eye}
          aria-pressed={shown}
          aria-label={t(shown ? 'identity.password.hide' : 'identity.password.show')}
          onClick={() => setShown(!shown)}
        >
          <Icon name={shown ? 'hide' : 'show'} />
        </button>
      }
      rightSectionWidth={36}
    />
  );
}
