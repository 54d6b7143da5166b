import type { PlainMessageId } from './catalogue.ts';
import type { IconName } from './icons.tsx';

export type ModuleId = 'home' | 'quality' | 'people' | 'admin';

/** One part of the product: where it lives in a tenant, and how it is called. */
export interface ModuleInfo {
  readonly id: ModuleId;
  readonly icon: IconName;
  readonly label: PlainMessageId;
  /** Its first page, under /t/<tenant>/. */
  readonly path: string;
  /** Every page of it starts with this, so the rail can mark it. */
  readonly base: string;
  /** The shortcut that goes there, and its name in the sheet. */
  readonly keys: string;
  readonly verb: PlainMessageId;
}

const all: readonly ModuleInfo[] = [
  { id: 'home', icon: 'home', label: 'shell.module.home', path: '', base: '', keys: 'g h', verb: 'shell.keys.home' },
  { id: 'quality', icon: 'quality', label: 'shell.module.quality', path: 'quality/signals', base: 'quality', keys: 'g q', verb: 'shell.keys.quality' },
  { id: 'people', icon: 'people', label: 'shell.module.people', path: 'directory/people', base: 'directory', keys: 'g p', verb: 'shell.keys.people' },
  { id: 'admin', icon: 'admin', label: 'shell.module.admin', path: 'admin', base: 'admin', keys: 'g a', verb: 'shell.keys.admin' },
];

/** The modules a tenant has and the reader may open, in the order of the rail. */
export function modulesOf(ids: readonly ModuleId[]): readonly ModuleInfo[] {
  return all.filter((info) => ids.includes(info.id));
}

/** In the rail a hairline parts the daily work from the rooms behind it. */
export function startsBackRooms(info: ModuleInfo): boolean {
  return info.id === 'people';
}

export function moduleHref(tenant: string, info: ModuleInfo): string {
  return `/t/${tenant}${info.path === '' ? '' : `/${info.path}`}`;
}

export function isWithin(pathname: string, tenant: string, info: ModuleInfo): boolean {
  const root = `/t/${tenant}`;
  if (info.base === '') return pathname === root || pathname === `${root}/`;
  return pathname === `${root}/${info.base}` || pathname.startsWith(`${root}/${info.base}/`);
}
