import { accessMatrices } from '@wardwright/domain/access';
import { conditions } from '@wardwright/domain/quality/rules';
import { afterEach, expect, test } from 'vitest';
import { roleTitle } from '../identity/governance/role-title.ts';
import { english } from './catalogue.ts';
import { activate } from './i18n.tsx';
import { isMessage, wordsOr } from './known-words.ts';

afterEach(() => activate('en', {}));

test('every role and permission that comes with the product is in the catalogue, as it is', () => {
  for (const { roles, permissions } of accessMatrices) {
    for (const [key, { title }] of Object.entries(roles)) expect(wordsOr(`identity.role.${key}`, '')).toBe(title);
    for (const [key, meaning] of Object.entries(permissions)) expect(wordsOr(`identity.permission.${key}`, '')).toBe(meaning);
  }
});

test('so is every part of a rule', () => {
  for (const { id, title } of Object.values(conditions)) expect(wordsOr(`quality.condition.${id}`, '')).toBe(title);
});

test('a role that the hospital group has named itself keeps its name in every language', () => {
  activate('xx', { 'identity.role.tenant.admin': 'Verwaltung' });
  expect(roleTitle({ key: 'tenant.admin', title: 'Administrator' })).toBe('Verwaltung');
  expect(roleTitle({ key: 'tenant.admin', title: 'The boss' })).toBe('The boss');
  expect(roleTitle({ key: 'tenant.night-desk', title: 'Night desk' })).toBe('Night desk');
});

test('a name that the catalogue does not know is no message', () => {
  expect(isMessage('toString')).toBe(false);
  expect(isMessage('shell.close')).toBe(Object.hasOwn(english, 'shell.close'));
  expect(wordsOr('toString', 'otherwise')).toBe('otherwise');
});
