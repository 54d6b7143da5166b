import type { Constraint } from '../constraints.ts';
import type { Board, Found } from './board.ts';
import { slotsFrom } from './board.ts';

type Of<T extends Constraint['type']> = Extract<Constraint, { type: T }>;

function capacityFound(board: Board, rule: Of<'capacity'>): Found {
  const who = board.people(rule.params.people);
  let units = 0;
  let soft = 0;
  for (const need of rule.params.needs) {
    for (const slot of slotsFrom(0, board.endSlot)) {
      if (!board.names(slot, need.when)) continue;
      const present = who.filter((person) => rule.params.activities.includes(board.at(person, slot))).length;
      const { min = 0, max = Infinity, target = 0 } = need;
      if (present < min) units += (min - present) * (need.underWeight ?? 1);
      if (present > max) units += (present - max) * (need.overWeight ?? 1);
      soft += Math.max(0, target - Math.max(present, min)) * rule.params.targetWeight;
    }
  }
  return { units, soft };
}

function supervisionFound(board: Board, rule: Of<'supervision'>): Found {
  const { params } = rule;
  const supervisors = board.people(params.supervisors.people);
  const loads = new Map<string, number>();
  for (const entry of params.supervised) {
    for (const person of board.people(entry.people)) for (const activity of entry.activities) loads.set(`${person}/${activity}`, entry.load);
  }
  let units = 0;
  for (const slot of slotsFrom(0, board.endSlot)) {
    if (!board.names(slot, params.when)) continue;
    const present = supervisors.filter((person) => params.supervisors.activities.includes(board.at(person, slot)));
    const load = board
      .people(undefined)
      .filter((person) => !present.includes(person))
      .reduce((sum, person) => sum + (loads.get(`${person}/${board.at(person, slot)}`) ?? 0), 0);
    const excess = Math.max(0, load - params.capacity * present.length);
    units += params.count === 'load' ? excess : Math.ceil(excess / params.capacity);
  }
  return { units };
}

function eligibilityFound(board: Board, rule: Of<'eligibility'>): Found {
  const absent = new Set(
    board.problem.constraints.flatMap((other) =>
      other.type === 'absence'
        ? other.params.items.flatMap((item) => slotsFrom(item.fromSlot, item.toSlot).flatMap((slot) => item.activities.map((a) => `${item.person}/${slot}/${a}`)))
        : [],
    ),
  );
  const allowed = rule.params.allow.map((entry) => ({ entry, people: board.people(entry.people) }));
  let units = 0;
  for (const person of board.people(undefined)) {
    const mine = allowed.flatMap(({ entry, people }) => (people.includes(person) ? [entry] : []));
    for (const slot of slotsFrom(0, board.endSlot)) {
      const entries = mine.filter((entry) => board.names(slot, entry.when));
      const activity = board.at(person, slot);
      const excused = rule.level === 'hard' && absent.has(`${person}/${slot}/${activity}`);
      if (entries.length > 0 && !entries.some((entry) => entry.activities.includes(activity)) && !excused) units++;
    }
  }
  return { units };
}

function absenceFound(board: Board, rule: Of<'absence'>): Found {
  let units = 0;
  for (const person of board.people(undefined)) {
    const mine = rule.params.items.filter((item) => item.person === person);
    for (const slot of slotsFrom(0, board.endSlot)) {
      const item = mine.findLast((candidate) => slot >= candidate.fromSlot && slot < candidate.toSlot);
      if (item && !item.activities.includes(board.at(person, slot))) units++;
    }
  }
  return { units };
}

function preferenceFound(board: Board, rule: Of<'preference'>): Found {
  let units = 0;
  for (const item of rule.params.items) {
    const slots = slotsFrom(item.fromSlot, item.toSlot ?? item.fromSlot + 1).filter((slot) => slot >= 0 && slot < board.endSlot);
    if (item.fromSlot >= 0 && slots.some((slot) => item.activities.includes(board.at(item.person, slot)))) units += item.cost;
  }
  return { units };
}

function planFound(board: Board, rule: Of<'planDistance'>): Found {
  const kept = rule.params.plan.filter((cell) => cell.slot >= 0 && cell.slot < board.endSlot);
  return { units: kept.filter((cell) => board.at(cell.person, cell.slot) !== cell.activity).length };
}

/** Rules about single cells and about everybody in one slot; undefined for the rest. */
export function checkCover(board: Board, rule: Constraint): Found | undefined {
  if (rule.type === 'capacity') return capacityFound(board, rule);
  if (rule.type === 'supervision') return supervisionFound(board, rule);
  if (rule.type === 'eligibility') return eligibilityFound(board, rule);
  if (rule.type === 'absence') return absenceFound(board, rule);
  if (rule.type === 'preference') return preferenceFound(board, rule);
  return rule.type === 'planDistance' ? planFound(board, rule) : undefined;
}
