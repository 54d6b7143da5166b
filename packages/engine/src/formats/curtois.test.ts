import { describe, expect, it } from 'vitest';
import { checkSchedule } from '../check.ts';
import { judgeCurtois, problemOfCurtois, readCurtois } from './curtois.ts';

const text = `
SECTION_HORIZON
# a comment
7
SECTION_SHIFTS
E,480,
L,480,E
SECTION_STAFF
A,E=7|L=7,2400,1440,5,2,2,1
B,E=7|L=0,2400,0,5,1,1,1
SECTION_DAYS_OFF
A,6
SECTION_SHIFT_ON_REQUESTS
A,0,E,2
B,3,E,3
SECTION_SHIFT_OFF_REQUESTS
B,2,E,1
SECTION_COVER
0,E,2,100,1
1,E,1,100,1
2,L,1,100,1
3,L,0,100,1
`;
const instance = readCurtois(text);
const judge = (A: string, B: string) => {
  const spell = (row: string): string[] => row.split('').map((c) => (c === '-' ? 'off' : c));
  const roster = { A: spell(A), B: spell(B) };
  const found = judgeCurtois(instance, roster);
  const own = checkSchedule(problemOfCurtois(instance), roster);
  expect(own.hard > 0).toBe(found.broken > 0);
  expect(own.soft).toBe(found.objective);
  return found;
};

describe('shift roster benchmark', () => {
  it('reads every section', () => {
    expect(instance.days).toBe(7);
    expect(instance.shifts[1]).toEqual({ id: 'L', minutes: 480, notBefore: ['E'] });
    expect(instance.staff[0]).toMatchObject({ id: 'A', maxMinutes: 2400, minMinutes: 1440, minConsecutive: 2, minDaysOff: 2, maxWeekends: 1 });
    expect(instance.requests).toContainEqual({ id: 'B', day: 2, shift: 'E', weight: 1, on: false });
  });

  it('computes the objective by hand', () => {
    // Day 0: both on E. Day 1: A on E. Day 2: A on L. B does not get day 3 (3).
    expect(judge('EEL----', 'E------')).toEqual({ broken: 0, objective: 3 });
    // Day 0 one short (100); A misses its wish (2); B works day 2 against its wish (1) and gets day 3; day 1 one short (100).
    expect(judge('--LL---', 'E-EE---')).toEqual({ broken: 1, objective: 100 + 2 + 1 + 100 + 1 });
  });

  it('finds each kind of breach', () => {
    expect(judge('EELE---', 'E------').broken).toBe(1); // L may not be followed by E
    expect(judge('EEL---E', 'E------').broken).toBe(1); // away on day 6
    expect(judge('E-EEE--', 'E------').broken).toBe(1); // one day off inside (a run that touches the edge is exempt)
    expect(judge('EEL----', 'L------').broken).toBe(1); // B has no L in the contract
    expect(judge('EE-----', 'E------').broken).toBe(1); // A is below 1440 minutes
    expect(judge('EEL----', 'EEEEEE-').broken).toBe(2); // six days running and 2880 minutes
  });
});
