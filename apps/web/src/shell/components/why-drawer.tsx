import { type KeyboardEvent, type ReactElement, type ReactNode, useId } from 'react';
import { t } from '../i18n.tsx';
import { Icon } from '../icons.tsx';
import styles from './why-drawer.module.css';

export interface DrawerTab {
  readonly id: string;
  readonly label: string;
  readonly count?: number;
  readonly content: ReactNode;
}

export interface WhyDrawerProps {
  readonly title: string;
  readonly tabs: readonly DrawerTab[];
  readonly tab: string;
  readonly onTab: (tab: string) => void;
  readonly onClose: () => void;
  readonly foot?: ReactNode;
}

/** The same drawer on every object page: why it is so, what happened to it, what belongs to it. */
export function WhyDrawer({ title, tabs, tab, onTab, onClose, foot }: WhyDrawerProps): ReactElement {
  const id = useId();
  const current = tabs.find((one) => one.id === tab) ?? tabs[0];
  const move = (event: KeyboardEvent<HTMLElement>): void => {
    const step = event.key === 'ArrowRight' ? 1 : event.key === 'ArrowLeft' ? -1 : 0;
    const next = tabs[(tabs.findIndex((one) => one.id === current?.id) + step + tabs.length) % tabs.length];
    if (step === 0 || next === undefined) return;
    event.preventDefault();
    onTab(next.id);
    document.getElementById(`${id}-${next.id}`)?.focus();
  };
  return (
    <aside className={styles.drawer} aria-label={title}>
      <header>
        <h2>{title}</h2>
        <button type="button" className={styles.close} aria-label={t('shell.close')} onClick={onClose}>
          <Icon name="close" size={18} />
        </button>
      </header>
      <div className={styles.tabs} role="tablist" aria-label={title}>
        {tabs.map((one) => (
          <button key={one.id} id={`${id}-${one.id}`} type="button" role="tab" aria-selected={one.id === current?.id} aria-controls={`${id}-panel`} tabIndex={one.id === current?.id ? 0 : -1} onKeyDown={move} onClick={() => onTab(one.id)}>
            {one.label}
            {one.count !== undefined && <span className="mut">{one.count}</span>}
          </button>
        ))}
      </div>
      <div className={styles.body} id={`${id}-panel`} role="tabpanel" aria-labelledby={`${id}-${current?.id ?? ''}`} tabIndex={0}>
        {current?.content}
      </div>
      {foot !== undefined && <div className={styles.foot}>{foot}</div>}
    </aside>
  );
}

export interface DrawerSectionProps {
  readonly title: string;
  readonly note?: string;
  readonly children: ReactNode;
}

/** One part of a drawer: a heading, at its right what it is based on, and the part itself. */
export function DrawerSection({ title, note, children }: DrawerSectionProps): ReactElement {
  return (
    <section className={styles.section}>
      <h3>
        {title}
        {note !== undefined && <small>{note}</small>}
      </h3>
      {children}
    </section>
  );
}
