import { expect, test } from 'vitest';
import { serverAddresses } from '../dev-addresses.ts';

const passedOn = (url: string): boolean => serverAddresses.some((address) => new RegExp(address).test(url));

test.each([
  '/t/larkmoor/trpc/system.audit?input=1',
  '/trpc/identity.door.welcome',
  '/auth/sign-in/email',
  '/t/larkmoor/quality/imports',
  '/t/larkmoor/quality/imports/published/nineYears',
  '/t/larkmoor/quality/imports/0190a1b2-0000-7000-8000-000000000000/rejections.csv',
])('the server answers %s while pages are developed', (url) => {
  expect(passedOn(url)).toBe(true);
});

test.each(['/', '/sign-in', '/t/larkmoor/quality/import', '/t/larkmoor/quality/import/1', '/src/quality/imports/a.ts', '/authors'])(
  '%s is a page or a part of one',
  (url) => {
    expect(passedOn(url)).toBe(false);
  },
);
