import { expect, test } from 'vitest';
import { changesIn, mayIn, permissionsOf, toggled } from './role-drafts.ts';

const viewer = { id: 'v', permissions: ['a.b.read', 'a.c.read'] };
const editor = { id: 'e', permissions: ['a.b.read'] };
const none = new Map<string, ReadonlySet<string>>();

test('a change is kept until it is taken back', () => {
  const changed = toggled(none, viewer, 'a.b.write');
  expect(mayIn(changed, viewer, 'a.b.write')).toBe(true);
  expect(mayIn(changed, editor, 'a.b.write')).toBe(false);
  expect(permissionsOf(viewer, changed)).toEqual(['a.b.read', 'a.c.read', 'a.b.write']);
  expect(toggled(changed, viewer, 'a.b.write').size).toBe(0);
});

test('what came and what went is counted over all roles', () => {
  const swapped = toggled(toggled(none, viewer, 'a.b.write'), viewer, 'a.b.read');
  expect(changesIn([viewer, editor], swapped)).toBe(2);
  expect(changesIn([viewer, editor], toggled(swapped, editor, 'a.b.read'))).toBe(3);
});
