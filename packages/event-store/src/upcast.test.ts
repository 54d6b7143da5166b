import { expect, test } from 'vitest';
import { type Upcastable, isType, upcastWith } from './upcast.ts';

const event = (type: string, schemaVersion: number, data: object = {}): Upcastable => ({ type, schemaVersion, data });

test('steps follow one another until nobody knows the shape', () => {
  const upcast = upcastWith({
    'a@1': ({ data }) => ({ schemaVersion: 2, data: { ...data, second: true } }),
    'a@2': ({ data }) => ({ type: 'b', schemaVersion: 1, data: { ...data, renamed: true } }),
    'b@1': ({ data }) => ({ schemaVersion: 2, data: { ...data, last: true } }),
  });
  expect(upcast(event('a', 1, { first: true }))).toEqual(event('b', 2, { first: true, second: true, renamed: true, last: true }));
  expect(upcast(event('a', 2))).toEqual(event('b', 2, { renamed: true, last: true }));
  expect(upcast(event('b', 2))).toEqual(event('b', 2));
});

test('what no upcaster knows passes as it is', () => {
  const strange = event('x.y', 7, { any: [1, null] });
  expect(upcastWith({ 'a@1': () => ({ schemaVersion: 2, data: {} }) })(strange)).toBe(strange);
  expect(upcastWith({})(strange)).toBe(strange);
});

test('an upcaster that does not get on is refused instead of running for ever', () => {
  expect(() => upcastWith({ 'a@1': ({ data }) => ({ schemaVersion: 1, data }) })(event('a', 1))).toThrow('does not raise the schema version');
});

test('an event is narrowed by its type', () => {
  type Ward = { type: 'in'; data: { bed: number } } | { type: 'out'; data: { home: boolean } };
  const come: Ward | { type: 'other'; data: object } = { type: 'in', data: { bed: 3 } };
  expect(isType<Ward>()(come, 'in') && come.data.bed).toBe(3);
  expect(isType<Ward>()(come, 'out')).toBe(false);
});
