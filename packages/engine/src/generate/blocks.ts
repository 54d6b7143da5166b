import type { Problem, ProblemInput } from '../problem/schema.ts';
import { requireProblem } from '../problem.ts';
import { randomOf } from '../random.ts';

type Rule = NonNullable<ProblemInput['constraints']>[number];
const BLOCKS = 13;
/** Least and greatest number of residents at 24, and whether the rotation is heavy. */
const PLACES: readonly (readonly [number, number, boolean])[] = [
  [4, 6, true], [2, 4, true], [2, 4, true], [1, 3, true], [1, 3, false], [1, 3, false], [1, 3, false], [1, 2, false],
  [0, 2, false], [0, 2, false], [0, 2, false], [0, 2, false], [1, 3, false], [0, 3, false], [0, 24, false],
];
/** Blocks to be done in each of three training years, least and most. */
const NEEDS: readonly (readonly (readonly [number, number])[])[] = [
  [[3, 4], [2, 3], [2, 3]], [[1, 2], [1, 2], [1, 3]], [[1, 2], [1, 2], [1, 2]], [[1, 1], [1, 1], [0, 1]], [[1, 1], [0, 1], [0, 1]],
  [[1, 1], [0, 1], [0, 1]], [[0, 1], [1, 1], [0, 1]], [[0, 1], [1, 1], [0, 1]], [[0, 1], [0, 1], [1, 1]], [[0, 1], [0, 1], [1, 1]],
  [[0, 1], [0, 1], [0, 1]], [[0, 1], [0, 1], [0, 2]], [[1, 1], [1, 1], [1, 1]], [[0, 1], [1, 2], [1, 2]], [[1, 3], [1, 3], [1, 4]],
];

const nameOf = (rotation: number): string => `rotation-${rotation + 1}`;
const allNames = PLACES.map((_, k) => nameOf(k));
const heavy = PLACES.flatMap(([, , hard], k) => (hard ? [nameOf(k)] : []));

function wishes(people: readonly string[], random: () => number): Rule {
  const items = people.flatMap((person) =>
    Array.from({ length: BLOCKS }, (_, block) => block).flatMap((block) =>
      allNames.flatMap((name) => {
        const cost = random() < 0.12 ? -(1 + Math.floor(random() * 5)) : random() < 0.1 ? 1 + Math.floor(random() * 5) : 0;
        return cost === 0 ? [] : [{ person, fromSlot: block, activities: [name], cost }];
      }),
    ),
  );
  return { id: 'wishes', title: 'Wishes', type: 'preference', level: 'soft', params: { items } };
}

/**
 * A synthetic year of 13 blocks and 15 rotations: places per block, blocks per training year, heavy rotations in
 * moderation, two vacation blocks each, wishes. The same numbers give the same problem.
 */
export function generateBlocks(residents: number, { seed = 5 }: { seed?: number } = {}): Problem {
  const random = randomOf(seed);
  const scale = residents / 24;
  const people = Array.from({ length: residents }, (_, i) => `R${i + 1}`);
  const groupOf = (i: number): string => `year-${1 + (i % 3)}`;
  const wishRule = wishes(people, random);
  const light = allNames.filter((name) => !heavy.includes(name));
  const vacations = people.flatMap((person) => {
    const first = Math.floor(random() * BLOCKS);
    const second = (first + 5 + Math.floor(random() * 3)) % BLOCKS;
    return [{ people: { ids: [person] }, when: { slots: [first, second] }, activities: light }];
  });
  const constraints: Rule[] = [
    { id: 'vacations', title: 'No heavy rotation in a vacation block', type: 'eligibility', level: 'hard', params: { allow: vacations } },
    ...PLACES.map(([min, max], k): Rule => ({
      id: `places-${k + 1}`, title: `Places: ${nameOf(k)}`, type: 'capacity', level: 'hard',
      params: { activities: [nameOf(k)], needs: [{ min: Math.floor(min * scale), max: Math.ceil(max * scale) }] },
    })),
    ...NEEDS.map((years, k): Rule => ({
      id: `blocks-${k + 1}`, title: `Blocks to do: ${nameOf(k)}`, type: 'count', level: 'hard',
      params: { activities: [nameOf(k)], bounds: years.map(([min, max], y) => ({ people: { groups: [`year-${y + 1}`] }, min, max })) },
    })),
    { id: 'heavy-in-three', title: 'Two heavy blocks in three', type: 'windowSum', level: 'hard', params: { values: Object.fromEntries(heavy.map((name) => [name, 1])), days: 3, max: 2, measure: 'heavy blocks' } },
    ...['rotation-2', 'rotation-3'].map((name): Rule => ({
      id: `${name}-apart`, title: `${name} not twice running`, type: 'forbiddenSequence', level: 'hard', params: { steps: [{ activities: [name] }, { activities: [name] }] },
    })),
    { id: 'heavy-total', title: 'At most six heavy blocks', type: 'count', level: 'soft', weight: 6, params: { activities: heavy, bounds: [{ max: 6 }] } },
    { id: 'senior', title: 'A senior on rotation-2', type: 'capacity', level: 'hard', params: { activities: ['rotation-2'], people: { groups: ['year-2', 'year-3'] }, needs: [{ min: 1 }] } },
    wishRule,
  ];
  return requireProblem({
    title: `${residents} residents, 13 blocks`,
    grid: { days: BLOCKS },
    people: people.map((id, i) => ({ id, groups: [groupOf(i)] })),
    activities: allNames.map((id) => ({ id })),
    constraints,
  } satisfies ProblemInput);
}
