import type { ComponentPropsWithRef, ReactElement, ReactNode } from 'react';
import { Icon } from '../icons.tsx';
import styles from './chip.module.css';

export interface ChipProps extends Omit<ComponentPropsWithRef<'button'>, 'value' | 'className'> {
  /** What is filtered by. */
  readonly name: string;
  /** What is let through; printed in the first ink. */
  readonly value?: ReactNode;
  readonly active?: boolean;
  readonly icon?: ReactNode;
}

/** A filter as a small button; an active one has the stronger border. Goes into a Menu.Target as it is. */
export function Chip({ name, value, active = false, icon, ...button }: ChipProps): ReactElement {
  return (
    <button type="button" {...button} className={styles.chip} data-active={active}>
      {icon}
      <span className={value === undefined ? undefined : styles.name}>{name}</span>
      {value}
      {value !== undefined && <Icon name="down" size={14} />}
    </button>
  );
}
