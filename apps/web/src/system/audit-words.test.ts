import { allResources } from '@wardwright/domain/resources';
import { tables } from '@wardwright/domain/tables';
import { afterEach, describe, expect, test } from 'vitest';
import { english, type MessageId } from '../shell/catalogue.ts';
import { activate } from '../shell/i18n.tsx';
import { actionWords, entityWords, fieldWords } from './audit-words.ts';

// By base and not by path: what is only read here would otherwise count as used.
const sources = import.meta.glob<string>(['./*/**/*.ts', '!**/*.test.ts'], { base: '../../../../packages/domain/src', query: '?raw', import: 'default', eager: true });

/** Names under which commands are written into the trail, read off their sources: the pages cannot load the commands. */
const actions = Object.values(sources).flatMap((source) => {
  const commands = [...source.matchAll(/define(?:Command|Governance)\(\{\s*name: '([^']+)'|setActive\('([^']+)'/g)];
  const others = [...source.matchAll(/\b(?:audit|recordAs)\(\s*trx,\s*(?:\w+ \? '([^']+)' : )?'([^']+)'/g)];
  return [...commands, ...others].flatMap(([, one, other]) => [one, other].filter((name) => name !== undefined));
});

/** Tables whose rows stand in the trail as they are, beside the lists that people edit. */
const recorded = ['identity.tenants', 'identity.roles', 'identity.memberships', 'identity.invitations', 'identity.service_principals', 'quality.import_batches'];
const silent = new Set(['id', 'tenantId', 'version', 'createdAt', 'updatedAt', 'tokenHash']);
const columns = [...recorded, ...allResources.map(({ path: name }) => name.replaceAll(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`))].flatMap((table) =>
  Object.keys(tables[table]?.shape ?? {}).filter((column) => !silent.has(column)).map((column) => [table, column] as const),
);

const bracketed = () => activate('en', Object.fromEntries((Object.keys(english) as MessageId[]).map((id) => [id, `[${english[id]}]`])));
afterEach(() => activate('en', {}));

describe('the catalogue has words', () => {
  test('for every command', () => {
    bracketed();
    expect(actions.length).toBeGreaterThan(20);
    expect(actions.filter((action) => !actionWords(action).startsWith('['))).toEqual([]);
  });

  test('for every change to a list', () => {
    bracketed();
    const all = allResources.flatMap(({ path: list }) => ['create', 'update', 'archive', 'restore'].map((verb) => `${list}.${verb}`));
    expect(all.filter((action) => !actionWords(action).startsWith('[['))).toEqual([]);
  });

  test('for every column that the trail shows', () => {
    bracketed();
    expect(columns.length).toBeGreaterThan(100);
    expect(columns.filter(([table, column]) => !fieldWords(table, column).startsWith('['))).toEqual([]);
  });
});

test.each([
  ['tenant.member.set-roles', 'Roles of a member changed'],
  ['directory.health-systems.update', 'Health systems: changed'],
  ['identity.roles.insert', 'Role: added in the database'],
  ['pharmacy.order.hold', 'Order: hold'],
])('%s reads %s', (action, words) => {
  expect(actionWords(action)).toBe(words);
});

test('tables and columns read as words, known or not', () => {
  expect(entityWords('identity.membership_roles')).toBe('Roles of a member');
  expect(entityWords('directory.person_programs')).toBe('Program memberships');
  expect(entityWords('pharmacy.order_lines')).toBe('Order lines');
  expect(fieldWords('directory.people', 'pgyLevel')).toBe('PGY');
  expect(fieldWords('pharmacy.order_lines', 'doseUnit')).toBe('Dose unit');
});
