import type { Constraint } from '../constraints.ts';
import type { PeopleSelector } from '../problem/selectors.ts';
import type { Board, Found } from './board.ts';
import { slotsFrom } from './board.ts';

type Of<T extends Constraint['type']> = Extract<Constraint, { type: T }>;

const beyond = (value: number, min: number, max: number, under = 1, over = 1): number =>
  value < min ? (min - value) * under : value > max ? (value - max) * over : 0;

const forEach = (board: Board, people: PeopleSelector | undefined, judge: (person: string) => number): Found => ({
  units: board.people(people).reduce((sum, person) => sum + judge(person), 0),
});

const firstDay = (board: Board): number => -board.problem.grid.historyDays;
const slotsOfDay = (board: Board, day: number): number[] => slotsFrom(day * board.problem.grid.slotsPerDay, (day + 1) * board.problem.grid.slotsPerDay);
const doesOn = (board: Board, person: string, day: number, activities: readonly string[]): boolean =>
  slotsOfDay(board, day).some((slot) => activities.includes(board.at(person, slot)));

/** First days of the windows of a rule: every `step` days, counted from the start of the history, ending inside the horizon, not wholly past. */
function windowStarts(board: Board, days: number, step: number): number[] {
  const first = firstDay(board);
  const phase = board.problem.grid.historyDays % step;
  return slotsFrom(first + phase, board.problem.grid.days - days + 1).filter((day) => (day - first - phase) % step === 0 && day + days > 0);
}

function weekends(board: Board, shape: { start: number; days: number }): number[][] {
  return slotsFrom(firstDay(board) - shape.days, board.problem.grid.days)
    .filter((day) => board.weekday(day) === shape.start)
    .map((day) => slotsFrom(day, day + shape.days).filter((d) => d >= firstDay(board) && d < board.problem.grid.days))
    .filter((days) => days.length > 0);
}

function unitDays(board: Board, unit: 'slot' | 'day' | 'weekend', shape: { start: number; days: number } | undefined): number[][] {
  if (unit === 'weekend') return weekends(board, shape ?? { start: 5, days: 2 }).map((days) => days.flatMap((day) => slotsOfDay(board, day)));
  if (unit === 'day') return slotsFrom(firstDay(board), board.problem.grid.days).map((day) => slotsOfDay(board, day));
  return slotsFrom(board.firstSlot, board.endSlot).map((slot) => [slot]);
}

function windowSumFound(board: Board, rule: Of<'windowSum'>): Found {
  const { params } = rule;
  return forEach(board, params.people, (person) => {
    let units = 0;
    for (const start of windowStarts(board, params.days, params.step)) {
      const slots = slotsFrom(start, start + params.days).flatMap((day) => slotsOfDay(board, day));
      const sum = slots.reduce((total, slot) => total + (params.values[board.at(person, slot)] ?? 0), 0);
      units += Math.ceil(beyond(sum, params.min ?? -Infinity, params.max ?? Infinity) / params.per - 1e-9);
    }
    return units;
  });
}

function countFound(board: Board, rule: Of<'count'>): Found {
  const { params } = rule;
  const units = unitDays(board, params.unit, params.weekend);
  const perDay = board.problem.grid.slotsPerDay;
  const limits = new Map<string, { person: string; from: number; to: number; min: number; max: number }>();
  params.bounds.forEach((bound, index) => {
    const from = Math.max(0, (bound.fromDay ?? 0) * perDay);
    const to = Math.min(board.endSlot, (bound.toDay ?? Infinity) * perDay);
    for (const person of board.people(bound.people)) {
      const key = `${person}/${params.unit === 'slot' ? `${from}/${to}` : index}`;
      const old = limits.get(key) ?? { person, from, to, min: -Infinity, max: Infinity };
      limits.set(key, { ...old, min: Math.max(old.min, bound.min ?? -Infinity), max: Math.min(old.max, bound.max ?? Infinity) });
    }
  });
  let total = 0;
  for (const { person, from, to, min, max } of limits.values()) {
    const inside = units.filter((slots) => (slots[0] as number) >= from && (slots[0] as number) < to);
    const n = inside.filter((slots) => slots.some((slot) => params.activities.includes(board.at(person, slot)))).length;
    if (to > from && inside.length > 0) total += beyond(n, min, max, params.underWeight, params.overWeight);
  }
  return { units: total };
}

function balanceFound(board: Board, rule: Of<'balance'>): Found {
  const { params } = rule;
  const who = board.people(params.people);
  const share = (person: string): number => (params.share ? (params.share[person] ?? 0) : 1);
  const carried = (person: string): number => params.carryOver?.[person] ?? 0;
  const shares = who.reduce((sum, person) => sum + share(person), 0);
  const whole = params.total + who.reduce((sum, person) => sum + carried(person), 0);
  const perDay = board.problem.grid.slotsPerDay;
  const slots = slotsFrom(Math.max(0, (params.fromDay ?? 0) * perDay), Math.min(board.endSlot, (params.toDay ?? Infinity) * perDay));
  return forEach(board, params.people, (person) => {
    const fair = (shares === 0 ? 0 : (whole * share(person)) / shares - carried(person));
    const n = slots.filter((slot) => params.activities.includes(board.at(person, slot))).length;
    return beyond(n, Math.max(0, Math.floor(fair - params.tolerance + 1e-9)), Math.max(0, Math.ceil(fair + params.tolerance - 1e-9)));
  });
}

function sequenceFound(board: Board, rule: Of<'forbiddenSequence'>): Found {
  const { params } = rule;
  const offsets: number[] = [];
  for (const step of params.steps) offsets.push(step.after ?? (offsets.length === 0 ? 0 : (offsets.at(-1) as number) + 1));
  const reach = Math.max(...offsets);
  const fits = (activity: string, step: (typeof params.steps)[number]): boolean =>
    step.activities ? step.activities.includes(activity) : !(step.not ?? []).includes(activity);
  return forEach(board, params.people, (person) =>
    slotsFrom(board.firstSlot, board.endSlot - reach).filter(
      (slot) =>
        slot + reach >= 0 &&
        board.names(slot, params.when) &&
        params.steps.every((step, i) => fits(board.at(person, slot + (offsets[i] as number)), step)),
    ).length,
  );
}

function continuityFound(board: Board, rule: Of<'continuity'>): Found {
  const { params } = rule;
  return forEach(board, params.people, (person) =>
    slotsFrom(board.firstSlot, board.endSlot - params.lag).filter((slot) => {
      const before = board.at(person, slot);
      const after = board.at(person, slot + params.lag);
      const counts = slot + params.lag >= 0 && board.names(slot, params.when) && params.activities.includes(before);
      return counts && after !== before && !params.except.includes(after);
    }).length,
  );
}

function weekendFound(board: Board, rule: Of<'weekendPattern'>): Found {
  const { params } = rule;
  const shape = params.weekend;
  const perDay = board.problem.grid.slotsPerDay;
  const pairs = weekends(board, shape).flatMap((days) =>
    days.flatMap((first) =>
      days
        .filter((second) => (params.want === 'complete' ? second === first + 1 : second > first) && second >= 0)
        .flatMap((second) => slotsFrom(0, perDay).map((k) => [first * perDay + k, second * perDay + k] as const)),
    ),
  );
  return forEach(board, params.people, (person) => {
    let units = 0;
    for (const [first, second] of pairs) {
      const [a, b] = [board.at(person, first), board.at(person, second)];
      const worked = [a, b].filter((activity) => params.work.includes(activity)).length;
      if (worked === 1) units += 1;
      if (worked === 2 && a !== b && params.want === 'identical') units += 2;
    }
    return units;
  });
}

function runsFound(board: Board, rule: Of<'consecutive'>): Found {
  const { params } = rule;
  const units = unitDays(board, params.unit, params.weekend);
  return forEach(board, params.people, (person) => {
    const on = units.map((slots) => slots.some((slot) => params.activities.includes(board.at(person, slot))) === (params.of === 'on'));
    const judge = (start: number, end: number): number => {
      const past = (units[end - 1]?.at(-1) as number) < 0;
      const waived = (start === 0 && params.openStart) || (end === on.length && params.openEnd);
      const { min = 0, max = Infinity } = params;
      return past ? 0 : beyond(end - start, waived ? 0 : min, max, params.underWeight, params.overWeight);
    };
    let cost = 0;
    for (let start = on.indexOf(true); start >= 0; ) {
      const stop = on.indexOf(false, start);
      const end = stop < 0 ? on.length : stop;
      cost += judge(start, end);
      start = on.indexOf(true, end);
    }
    return cost;
  });
}

function windowFreeFound(board: Board, rule: Of<'windowFree'>): Found {
  const { params } = rule;
  const isFree = (person: string, day: number): boolean =>
    !doesOn(board, person, day, params.work) && !(day > firstDay(board) && doesOn(board, person, day - 1, params.carry));
  return forEach(board, params.people, (person) =>
    windowStarts(board, params.days, params.step).reduce((units, start) => {
      const free = slotsFrom(start, start + params.days).filter((day) => isFree(person, day)).length;
      return units + Math.max(0, params.free - free);
    }, 0),
  );
}

function spacingFound(board: Board, rule: Of<'spacing'>): Found {
  const { params } = rule;
  return forEach(board, params.people, (person) =>
    windowStarts(board, params.days, 1).reduce((units, start) => {
      const days = slotsFrom(start, start + params.days).filter((day) => doesOn(board, person, day, params.activities)).length;
      return units + Math.max(0, days - params.max);
    }, 0),
  );
}

/** Rules about one person along time. */
export function checkRows(board: Board, rule: Constraint): Found {
  switch (rule.type) {
    case 'windowSum': return windowSumFound(board, rule);
    case 'count': return countFound(board, rule);
    case 'balance': return balanceFound(board, rule);
    case 'forbiddenSequence': return sequenceFound(board, rule);
    case 'continuity': return continuityFound(board, rule);
    case 'weekendPattern': return weekendFound(board, rule);
    case 'consecutive': return runsFound(board, rule);
    case 'windowFree': return windowFreeFound(board, rule);
    case 'spacing': return spacingFound(board, rule);
    default: return { units: 0 };
  }
}
