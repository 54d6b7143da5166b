import { describe, expect, it } from 'vitest';
import { checkSchedule } from '../check.ts';
import { judgeInrc, problemOfInrc, readInrc } from './inrc.ts';

const text = `
////
SCHEDULING_PERIOD;
////
tiny, 2010-01-01, 2010-01-10;

SKILLS = 2;
Nurse;
Head;

SHIFT_TYPES = 2;
D, Day shift, 08:00:00, 16:00:00, 1, Nurse;
N, Night, 22:00:00, 06:00:00, 1, Head;

CONTRACTS = 1;
0, full, (1|1), (1|1|4), (1|2|2), (1|1|3), (1|1|2), (1|1|5), (1|1|2), (0|0|3), (0|0|2), (0|0|0), SaturdaySunday, (1|1), (1|3), (1|1), (0|0), (1|5), 1, 0;

PATTERNS = 1;
0, 4, 2 (N|Any) (D|Any);

EMPLOYEES 2;
0, 0, 0, 2, Nurse Head;
1, 1, 0, 1, Nurse;

DAY_OF_WEEK_COVER = 2;
Friday, D, 1;
Monday, D, 1;

DATE_SPECIFIC_COVER = 0;

DAY_OFF_REQUESTS = 1;
0, 2010-01-04, 2;

DAY_ON_REQUESTS = 0;

SHIFT_OFF_REQUESTS = 1;
1, 2010-01-01, D, 1;

SHIFT_ON_REQUESTS = 0;
`;
const instance = readInrc(text);
const spell = (row: string): string[] => row.split('').map((c) => (c === '-' ? 'off' : c));
const judge = (a: string, b: string) => {
  const roster = { 0: spell(a), 1: spell(b) };
  const found = judgeInrc(instance, roster);
  const own = checkSchedule(problemOfInrc(instance), roster);
  expect({ broken: own.hard, penalty: own.soft }).toEqual(found);
  return found;
};

describe('nurse rostering competition', () => {
  it('reads every section', () => {
    expect(instance).toMatchObject({ days: 10, firstWeekday: 4 });
    expect(instance.shifts).toEqual([{ id: 'D', skills: ['Nurse'] }, { id: 'N', skills: ['Head'] }]);
    expect(instance.contracts[0]).toMatchObject({ maxAssignments: { weight: 1, value: 4 }, identicalWeekend: 3, patterns: ['0'], alternativeSkill: 5, weekend: [5, 6] });
    expect(instance.patterns[0]).toEqual({ id: '0', weight: 4, shifts: ['N', 'D'], weekday: null });
    expect(instance.cover).toHaveLength(3);
  });

  it('computes penalties by hand', () => {
    // Days: Fri Sat Sun Mon Tue Wed Thu Fri Sat Sun; needed: D on days 0, 3 and 7.
    // A: 4 shifts, runs 2 and 2, rests 2, 3, 1 (one short: 1). Sat+Sun 1 free; works day 3 against its wish (2); day 8: half a weekend (1 + 3).
    // B: 2 shifts on Fri+Sat: half a weekend (1 + 3), wish broken (1), then 8 days of rest (3 over).
    // Nobody asked for D on days 1, 4 and 8.
    expect(judge('---DD--DD-', 'DD--------')).toEqual({ broken: 3, penalty: 2 + 1 + 1 + 3 + (1 + 3 + 1 + 3) });
  });

  it('charges patterns, skills, nights and different weekend shifts', () => {
    // B works N on Saturday and D on Sunday: two differences (6), unwanted N-D (4), no head (5); one run of 2, rests 1 (1 short) and 7 (2 over).
    const base = judge('----------', '----------').penalty;
    expect(judge('----------', '-ND-------').penalty - base).toBe(6 + 4 + 5 + 1 + 2 - 5 - 2 * 2);
    // A alone on Friday night before a free weekend: 1; run too short 1; one assignment saves 2; rests are 9 (4 over) instead of 10 (5 over).
    expect(judge('N---------', '----------').penalty - base).toBe(1 + 1 - 2 - 1);
  });
});
