import { expect, test } from 'vitest';
import { safeNext } from './auth.ts';

test.each(['/t/larkmoor/quality/signals?type=chronic', '/t/larkmoor/join#token', '/'])('%s is a page of ours', (next) => {
  expect(safeNext(next)).toBe(next);
});

test.each(['//evil.example', '/\\evil.example', 'https://evil.example', 'javascript:alert(1)', '', undefined, '/sign-in?next=/'])(
  '%s leads home instead',
  (next) => {
    expect(safeNext(next)).toBe('/');
  },
);
