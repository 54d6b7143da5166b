import { formatDate, formatNumber } from '../format.ts';
import { t } from '../i18n.tsx';
import type { Option } from './option.ts';

const nothing = '–';

const text = (value: unknown): string => (typeof value === 'string' ? value : JSON.stringify(value));

function shownText(value: string, choice: (value: string) => string, options: readonly Option[] | undefined): string {
  if (options) return options.find((option) => option.value === value)?.label ?? nothing;
  return /^\d{4}-\d\d-\d\d$/.test(value) ? formatDate(value) : choice(value);
}

/** A value of a plain table as people read it: names for references and choices, a dash for nothing. */
export function shownValue(value: unknown, choice: (value: string) => string, options?: readonly Option[]): string {
  if (value === null || value === undefined || value === '') return nothing;
  if (typeof value === 'number') return formatNumber(value);
  if (typeof value === 'boolean') return t(value ? 'shell.resource.yes' : 'shell.resource.no');
  if (Array.isArray(value)) return value.map(text).join(', ') || nothing;
  return shownText(text(value), choice, options);
}
