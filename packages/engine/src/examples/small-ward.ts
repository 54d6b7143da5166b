import { checkSchedule } from '../check.ts';
import { explainCell, findImpossibleSlots, violationsOf } from '../explain.ts';
import { lower } from '../lower.ts';
import { requireProblem } from '../problem.ts';
import { runHere } from '../run.ts';
import { cellsOf } from '../schedule.ts';

const staff = ['Ada', 'Ben', 'Cid', 'Dot', 'Eli', 'Fay'];

/** Six people, two weeks of early and night shifts, four days of history. */
export const smallWard = requireProblem({
  title: 'Small ward',
  grid: { days: 14, historyDays: 4 },
  people: staff.map((id, i) => ({ id, groups: i < 2 ? ['senior'] : ['junior'] })),
  activities: [{ id: 'off' }, { id: 'early' }, { id: 'night' }, { id: 'leave' }],
  history: [{ person: 'Ada', slot: -1, activity: 'night' }],
  fixed: [{ person: 'Ben', slot: 0, activity: 'early' }],
  constraints: [
    { id: 'able', title: 'Leave only when granted', type: 'eligibility', level: 'hard', params: { allow: [{ activities: ['off', 'early', 'night'] }] } },
    { id: 'leave', title: 'Leave', type: 'absence', level: 'hard', params: { items: [{ person: 'Cid', fromSlot: 5, toSlot: 10, activities: ['leave'] }] } },
    { id: 'early', title: 'Early shift', type: 'capacity', level: 'hard', params: { activities: ['early'], needs: [{ min: 2, target: 3, max: 4 }] } },
    { id: 'night', title: 'Night shift', type: 'capacity', level: 'hard', params: { activities: ['night'], needs: [{ min: 1, max: 1 }] } },
    {
      id: 'guided', title: 'A senior for every four juniors on early', type: 'supervision', level: 'soft', weight: 5,
      params: { supervised: [{ people: { groups: ['junior'] }, activities: ['early'], load: 1 }], supervisors: { people: { groups: ['senior'] }, activities: ['early'] }, capacity: 4 },
    },
    { id: 'rest', title: 'Free after a night', type: 'forbiddenSequence', level: 'hard', params: { steps: [{ activities: ['night'] }, { activities: ['early'] }] } },
    { id: 'free', title: 'One day in six free', type: 'windowFree', level: 'hard', params: { work: ['early', 'night'], days: 6 } },
    { id: 'hours', title: '48 hours in seven days', type: 'windowSum', level: 'hard', params: { values: { early: 8, night: 10 }, days: 7, max: 48 } },
    { id: 'fair', title: 'Nights shared fairly', type: 'balance', level: 'soft', weight: 3, params: { activities: ['night'], total: 14, carryOver: { Ada: 1 } } },
    { id: 'weekend', title: 'Whole weekends', type: 'weekendPattern', level: 'soft', weight: 2, params: { work: ['early', 'night'], want: 'complete' } },
    { id: 'wishes', title: 'Wishes', type: 'preference', level: 'soft', params: { items: [{ person: 'Dot', fromSlot: 5, toSlot: 7, activities: ['early', 'night'], cost: 4 }] } },
  ],
});

/** Checks, schedules, judges and explains the ward. */
export async function planSmallWard() {
  const lowered = lower(smallWard);
  const impossible = findImpossibleSlots(lowered).map((slot) => slot.text);
  const result = await runHere({ problem: smallWard, seed: 1, iterations: 200_000 });
  const judged = checkSchedule(smallWard, result.schedule);
  const complaints = violationsOf(lowered, cellsOf(lowered.frame, result.schedule)).map((violation) => violation.text);
  const why = explainCell(lowered, result.schedule, 'Ben', 3);
  return { impossible, result, judged, complaints, why };
}
