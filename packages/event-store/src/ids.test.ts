import { expect, test } from 'vitest';
import { eventIdOf, newEventId, requireUuid } from './ids.ts';

const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-([78])[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/;

test('new ids are UUIDs of version 7 and never the same', () => {
  const ids = Array.from({ length: 5000 }, newEventId);
  expect(new Set(ids).size).toBe(5000);
  for (const id of ids) expect(UUID.exec(id)?.[1]).toBe('7');
  const shown = Number.parseInt((ids[0] ?? '').replace('-', '').slice(0, 12), 16);
  expect(Math.abs(shown - Date.now())).toBeLessThan(10_000);
});

test('the events of a command have the same ids each time, the first that of the command', () => {
  const command = newEventId();
  expect(eventIdOf(command, 0)).toBe(command);
  const ids = [1, 2, 3].map((index) => eventIdOf(command, index));
  expect(ids).toEqual([1, 2, 3].map((index) => eventIdOf(command.toUpperCase(), index)));
  expect(new Set([command, ...ids]).size).toBe(4);
  for (const id of ids) expect(id).toMatch(UUID);
});

test.each(['', 'x', "1'; drop table x; --", '00000000-0000-0000-0000-00000000000'])('%j is no UUID', (text) => {
  expect(() => requireUuid(text, 'tenant')).toThrow('The tenant must be a UUID.');
});
