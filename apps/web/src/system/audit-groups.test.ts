import { expect, test } from 'vitest';
import { groupsOf } from './audit-groups.ts';

const row = (id: number, action: string, requestId: string, actorId = 'a') => ({ id, action, requestId, actorId });

test('rows of one command are one thing that happened; another request or actor is another', () => {
  const rows = [row(1, 'x.y.z', 'r1'), row(2, 'x.y.z', 'r1'), row(3, 'x.y.z', 'r2'), row(4, 'x.y.z', 'r2', 'b'), row(5, 'x.y.w', 'r2', 'b')];
  expect(groupsOf(rows).map(({ rows: inside }) => inside.map(({ id }) => id))).toEqual([[1, 2], [3], [4], [5]]);
  expect(groupsOf([])).toEqual([]);
});
