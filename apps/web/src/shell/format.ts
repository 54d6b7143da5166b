import { i18n } from './i18n.tsx';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

/** A true minus sign, so that negative numbers line up with positive ones in tables. */
function withMinus(text: string): string {
  return text.replace('-', '−');
}

/** A number with a fixed count of decimals in the reader's locale. */
export function formatNumber(value: number, decimals = 0): string {
  const rounded = new Intl.NumberFormat(i18n.locale, { minimumFractionDigits: decimals, maximumFractionDigits: decimals });
  return withMinus(rounded.format(value));
}

/** A difference with its sign always written: +0.39, −0.04. */
export function formatSigned(value: number, decimals = 0): string {
  const signed = new Intl.NumberFormat(i18n.locale, {
    minimumFractionDigits: decimals,
    maximumFractionDigits: decimals,
    signDisplay: 'exceptZero',
  });
  return withMinus(signed.format(value));
}

/** A share between 0 and 1 as a percentage. */
export function formatShare(value: number, decimals = 0): string {
  return withMinus(
    new Intl.NumberFormat(i18n.locale, { style: 'percent', minimumFractionDigits: decimals, maximumFractionDigits: decimals }).format(value),
  );
}

/** Dates are written day first with the month as a word, so that no reader can take the day for the month. */
function formatter(options: Intl.DateTimeFormatOptions): Intl.DateTimeFormat {
  return new Intl.DateTimeFormat(i18n.locale === 'en' ? 'en-GB' : i18n.locale, options);
}

function plain(date: string): number {
  return Date.parse(`${date.slice(0, 10)}T00:00:00Z`);
}

/** A calendar day (YYYY-MM-DD) as 3 Mar 2026, whatever the reader's time zone. */
export function formatDate(date: string): string {
  return formatter({ day: 'numeric', month: 'short', year: 'numeric', timeZone: 'UTC' }).format(plain(date)).replace('Sept', 'Sep');
}

/** A calendar day as Mar 2026, for periods of a month. */
export function formatMonth(date: string): string {
  return formatter({ month: 'short', year: 'numeric', timeZone: 'UTC' }).format(plain(date)).replace('Sept', 'Sep');
}

/** The calendar year of a day. */
export function formatYear(date: string): string {
  return date.slice(0, 4);
}

/** The present day as Thursday 19 November, in the reader's time zone. */
export function formatToday(now: number): string {
  return formatter({ weekday: 'long', day: 'numeric', month: 'long' }).format(now).replace(',', '');
}

/** A moment (ISO with Z) as 20 Oct 06:00 in the given zone; without one, in the reader's. */
export function formatMoment(instant: string, timeZone?: string): string {
  const zone = timeZone === undefined ? {} : { timeZone };
  return formatter({ day: 'numeric', month: 'short', hour: '2-digit', minute: '2-digit', ...zone })
    .format(Date.parse(instant))
    .replace('Sept', 'Sep')
    .replace(',', '');
}

/** The day of a moment as 20 Oct, in the reader's time zone. */
export function formatDay(instant: string): string {
  return formatter({ day: 'numeric', month: 'short' }).format(Date.parse(instant)).replace('Sept', 'Sep');
}

/** The time of day of a moment as 06:00. */
export function formatTime(instant: string, timeZone?: string): string {
  const zone = timeZone === undefined ? {} : { timeZone };
  return formatter({ hour: '2-digit', minute: '2-digit', ...zone }).format(Date.parse(instant));
}

/** How long ago, in one unit: 3 h, 16 d. Under a minute it is 1 min. */
export function formatAge(instant: string, now: number): string {
  const age = Math.max(0, now - Date.parse(instant));
  const unit = (value: number, name: 'minute' | 'hour' | 'day'): string =>
    new Intl.NumberFormat(i18n.locale, { style: 'unit', unit: name, unitDisplay: 'narrow' })
      .format(value)
      .replace(/^(\d[\d.,]*)(\p{L}+)$/u, '$1 $2');
  if (age < HOUR) return unit(Math.max(1, Math.floor(age / MINUTE)), 'minute').replace(/ m$/, ' min');
  if (age < DAY) return unit(Math.floor(age / HOUR), 'hour');
  return unit(Math.floor(age / DAY), 'day');
}
