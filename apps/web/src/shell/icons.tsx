import type { ReactElement } from 'react';

/** Our own drawings on a 20 × 20 field, one stroke width, so that no icon shouts. */
const drawings = {
  home: <path d="M3.5 9 10 3.5 16.5 9v7.5h-4.5v-5h-4v5H3.5z" />,
  residency: <><rect x="3" y="4" width="14" height="12.5" rx="1" /><path d="M3 8h14M7.7 8v8.5M12.3 8v8.5M3 12.2h14" /></>,
  clerkship: <path d="M10 6.2C8.3 4.8 5.6 4.4 3 4.8v10.6c2.6-.4 5.3 0 7 1.3 1.7-1.3 4.4-1.7 7-1.3V4.8c-2.6-.4-5.3 0-7 1.4zM10 6.2v10.5" />,
  quality: <><path d="M3 16.5h14" /><path d="m3 12.5 3.3-3.2 3 2.4 3.2-5.2L17 9" /><circle cx="12.5" cy="6.5" r="1.6" fill="currentColor" stroke="none" /></>,
  flight: <><path d="M3 6h6.5v4H13v4h4" /><circle cx="3.6" cy="6" r="1.5" fill="currentColor" stroke="none" /><path d="m16.8 11.8 2 2.2-2 2.2-2-2.2z" fill="currentColor" stroke="none" /></>,
  people: <><circle cx="7.5" cy="7" r="2.8" /><path d="M2.5 16c.4-3 2.4-4.6 5-4.6s4.6 1.6 5 4.6M12.8 4.6a2.6 2.6 0 0 1 0 4.9M14.3 11.7c1.8.6 2.9 2.1 3.2 4.3" /></>,
  reports: <path d="M5 3h7l3.5 3.5V17H5zM12 3v3.5h3.5M7.8 10h5M7.8 13h5" />,
  admin: <><path d="M3 6h8M15 6h2M3 14h2M9 14h8" /><circle cx="13" cy="6" r="2" /><circle cx="7" cy="14" r="2" /></>,
  fold: <><rect x="3.5" y="4.5" width="13" height="11" rx="1" /><path d="M8 4.5v11" /></>,
  clock: <><circle cx="10" cy="10" r="6.5" /><path d="M10 6.3V10l2.6 1.6" /></>,
  search: <><circle cx="9" cy="9" r="5" /><path d="m13 13 3.8 3.8" /></>,
  down: <path d="m6.5 8.5 3.5 3.5 3.5-3.5" />,
  up: <path d="m6 12 4-4 4 4" />,
  next: <path d="m6 8 4 4 4-4" />,
  right: <path d="m8 6 4 4-4 4" />,
  close: <path d="m6 6 8 8M14 6l-8 8" />,
  filter: <path d="M3.5 5.5h13M6 10h8M8.5 14.5h3" />,
  warning: <><path d="M10 3.8 17.2 16.5H2.8z" /><path d="M10 8.5v3.7M10 14.2v.3" /></>,
  copy: <><rect x="7" y="7" width="9" height="9.5" rx="1" /><path d="M13 7V4H4v9.5h3" /></>,
  link: <path d="M8.3 11.7a2.8 2.8 0 0 0 4 0l2.6-2.6a2.8 2.8 0 0 0-4-4l-1 1M11.7 8.3a2.8 2.8 0 0 0-4 0l-2.6 2.6a2.8 2.8 0 0 0 4 4l1-1" />,
  again: <path d="M15.5 7A6 6 0 1 0 16 11.5M16 4v3.5h-3.5" />,
  menu: <path d="M3.5 6h13M3.5 10h13M3.5 14h13" />,
  show: <><path d="M2.5 10S5.2 5 10 5s7.5 5 7.5 5-2.7 5-7.5 5-7.5-5-7.5-5z" /><circle cx="10" cy="10" r="2.2" /></>,
  hide: <><path d="M2.5 10S5.2 5 10 5s7.5 5 7.5 5-2.7 5-7.5 5-7.5-5-7.5-5z" /><path d="m4 16 12-12" /></>,
  check: <path d="m4.5 10.5 3.5 3.5 7.5-8" />,
};

export type IconName = keyof typeof drawings;

/** Always beside a word or inside a control that has a name; hidden from screen readers. */
export function Icon({ name, size = 16 }: { readonly name: IconName; readonly size?: number }): ReactElement {
  return (
    <svg className="ic" width={size} height={size} viewBox="0 0 20 20" aria-hidden="true">
      {drawings[name]}
    </svg>
  );
}

/** The product's mark. */
export function Mark(): ReactElement {
  return (
    <svg width="24" height="24" viewBox="0 0 24 24" aria-hidden="true" style={{ flex: 'none' }}>
      <path d="M2.5 5.5 7 18.5 12 8l5 10.5 4.5-13" fill="none" stroke="var(--text)" strokeWidth="2.2" strokeLinejoin="round" strokeLinecap="round" />
      <circle cx="12" cy="8" r="2.4" fill="var(--accent)" />
    </svg>
  );
}
