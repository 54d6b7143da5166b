/** A soft limit: inactive limits have weight 0. */
export interface InrcLimit {
  readonly weight: number;
  readonly value: number;
}

/** A contract's soft limits, in the order of the competition's rules. Weekends are lists of weekdays in order (0 is Monday). */
export interface InrcContract {
  readonly id: string;
  readonly maxAssignments: InrcLimit;
  readonly minAssignments: InrcLimit;
  readonly maxWork: InrcLimit;
  readonly minWork: InrcLimit;
  readonly maxFree: InrcLimit;
  readonly minFree: InrcLimit;
  readonly maxWeekendRun: InrcLimit;
  readonly minWeekendRun: InrcLimit;
  readonly maxWeekends: InrcLimit;
  readonly weekend: readonly number[];
  readonly completeWeekends: number;
  readonly identicalWeekend: number;
  readonly nightBeforeFreeWeekend: number;
  readonly twoFreeAfterNights: number;
  readonly alternativeSkill: number;
  readonly patterns: readonly string[];
}

/** An unwanted sequence: shift name, `Any` work or `None`, with the weekday of the first step if it matters. */
export interface InrcPattern {
  readonly id: string;
  readonly weight: number;
  readonly shifts: readonly string[];
  readonly weekday: number | null;
}

const WEEKDAYS = ['Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday', 'Sunday'];

/** The lines of a section, without rulers. */
export function sectionOf(text: string, name: string): string[] {
  const lines = text.split(/\r?\n/).map((line) => line.trim());
  const at = lines.findIndex((line) => new RegExp(`^${name}\\b`).test(line));
  if (at < 0) return [];
  const rest = lines.slice(at + 1).filter((line) => line !== '' && !line.startsWith('//'));
  const end = rest.findIndex((line) => /^[A-Z_]+( ?= ?\d+| \d+)?;$/.test(line));
  return (end < 0 ? rest : rest.slice(0, end)).map((line) => line.replace(/;$/, ''));
}

/** The comma-separated parts of a section's lines; parts may also be separated by blanks at the end (skills). */
export const linesOf = (text: string, name: string): string[][] =>
  sectionOf(text, name).map((line) => line.split(',').flatMap((part) => part.trim().split(/\s+/)).filter((part) => part !== ''));

function limit(group: string | undefined): InrcLimit {
  const [on = '0', weight = '0', value = '0'] = (group ?? '').split('|');
  return { weight: Number(on) * Number(weight), value: Number(value) };
}

function weekendDays(name: string): number[] {
  const found = WEEKDAYS.filter((day) => name.includes(day)).map((day) => WEEKDAYS.indexOf(day));
  return found.sort((a, b) => ((a + 3) % 7) - ((b + 3) % 7));
}

/** Reads one line of the contracts section. */
export function readContract(line: string): InrcContract {
  const groups = [...line.matchAll(/\(([^)]*)\)/g)].map((match) => match[1]);
  const [id = ''] = line.split(',');
  const weekend = /\), *([A-Za-z]+) *,/.exec(line)?.[1] ?? 'SaturdaySunday';
  const limits = groups.map(limit);
  const at = (k: number): InrcLimit => limits[k] ?? { weight: 0, value: 0 };
  const patterns = line.slice(line.lastIndexOf(')') + 1).split(',')[2] ?? '';
  return {
    id: id.trim(), maxAssignments: at(1), minAssignments: at(2), maxWork: at(3), minWork: at(4), maxFree: at(5), minFree: at(6),
    maxWeekendRun: at(7), minWeekendRun: at(8), maxWeekends: at(9), weekend: weekendDays(weekend), completeWeekends: at(10).weight,
    identicalWeekend: at(11).weight, nightBeforeFreeWeekend: at(12).weight, twoFreeAfterNights: at(13).weight,
    alternativeSkill: at(14).weight, patterns: patterns.trim().split(/\s+/).filter((part) => part !== ''),
  };
}

/** Reads one line of the patterns section. */
export function readPattern(line: string): InrcPattern {
  const [id = '', weight = '0'] = line.split(',').map((part) => part.trim());
  const steps = [...line.matchAll(/\(([^|)]*)\|([^)]*)\)/g)];
  const weekday = WEEKDAYS.indexOf(steps[0]?.[2] ?? '');
  return { id, weight: Number(weight), shifts: steps.map((step) => step[1] ?? ''), weekday: weekday < 0 ? null : weekday };
}
