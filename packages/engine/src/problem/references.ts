import type { Problem } from './schema.ts';

interface Finding {
  readonly path: readonly (string | number)[];
  readonly message: string;
}

interface Names {
  readonly people: ReadonlySet<string>;
  readonly groups: ReadonlySet<string>;
  readonly activities: ReadonlySet<string>;
}

const ACTIVITY_LISTS = new Set(['activities', 'not', 'free', 'except', 'carry', 'work']);

const duplicates = (ids: readonly string[], key: string): Finding[] =>
  ids.flatMap((id, index) => (ids.indexOf(id) < index ? [{ path: [key, index, 'id'], message: `"${id}" is already used` }] : []));

const unknown = (known: ReadonlySet<string>, what: string, value: string, path: Finding['path']): Finding[] =>
  known.has(value) ? [] : [{ path, message: `there is no ${what} "${value}"` }];

/** Walks a rule's parameters: lists of names are recognised by the key they stand under. */
function walk(value: unknown, names: Names, path: Finding['path']): Finding[] {
  if (Array.isArray(value)) return value.flatMap((item, index) => walk(item, names, [...path, index]));
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([key, inner]) => walkEntry(key, inner, names, [...path, key]));
}

const unknownKeys = (known: ReadonlySet<string>, what: string, table: unknown, path: Finding['path']): Finding[] =>
  Object.keys(table as object).flatMap((name) => unknown(known, what, name, [...path, name]));

function listEntry(key: string, list: readonly string[], names: Names, path: Finding['path']): Finding[] {
  if (ACTIVITY_LISTS.has(key)) return list.flatMap((name, i) => unknown(names.activities, 'activity', name, [...path, i]));
  if (key === 'ids') return list.flatMap((name, i) => unknown(names.people, 'person', name, [...path, i]));
  return key === 'groups' ? list.flatMap((name, i) => unknown(names.groups, 'group', name, [...path, i])) : [];
}

function walkEntry(key: string, inner: unknown, names: Names, path: Finding['path']): Finding[] {
  if (key === 'person' && typeof inner === 'string') return unknown(names.people, 'person', inner, path);
  if (key === 'activity' && typeof inner === 'string') return unknown(names.activities, 'activity', inner, path);
  if (Array.isArray(inner) && inner.every((item) => typeof item === 'string')) return listEntry(key, inner, names, path);
  if (key === 'values') return unknownKeys(names.activities, 'activity', inner, path);
  if (key === 'share' || key === 'carryOver') return unknownKeys(names.people, 'person', inner, path);
  return walk(inner, names, path);
}

function cellPlace(problem: Problem, key: 'fixed' | 'history'): Finding[] {
  const { days, slotsPerDay, historyDays } = problem.grid;
  const [low, high] = key === 'fixed' ? [0, days * slotsPerDay] : [-historyDays * slotsPerDay, 0];
  return problem[key].flatMap((cell, index) =>
    cell.slot >= low && cell.slot < high
      ? []
      : [{ path: [key, index, 'slot'], message: `slot ${cell.slot} is outside ${low} to ${high - 1}` }],
  );
}

/** A rule that must hold can forbid, but it cannot reward. */
function hardRewards(problem: Problem): Finding[] {
  return problem.constraints.flatMap((rule, index) =>
    rule.type !== 'preference' || rule.level === 'soft'
      ? []
      : rule.params.items.flatMap(({ cost }, item) =>
          cost < 0 ? [{ path: ['constraints', index, 'params', 'items', item, 'cost'], message: 'a hard rule cannot reward: make it soft, or forbid the other activities' }] : [],
        ),
  );
}

/** Everything in a well-formed problem that points at nothing or cannot be meant: unknown names, double identifiers, cells off the grid, hard rewards. */
export function findBrokenReferences(problem: Problem): Finding[] {
  const names: Names = {
    people: new Set(problem.people.map((person) => person.id)),
    groups: new Set(problem.people.flatMap((person) => person.groups)),
    activities: new Set(problem.activities.map((activity) => activity.id)),
  };
  return [
    ...duplicates(problem.people.map((person) => person.id), 'people'),
    ...duplicates(problem.activities.map((activity) => activity.id), 'activities'),
    ...duplicates(problem.constraints.map((rule) => rule.id), 'constraints'),
    ...walk(problem.fixed, names, ['fixed']),
    ...walk(problem.history, names, ['history']),
    ...cellPlace(problem, 'fixed'),
    ...cellPlace(problem, 'history'),
    ...hardRewards(problem),
    ...problem.constraints.flatMap((rule, index) => walk(rule.params, names, ['constraints', index, 'params'])),
  ];
}
