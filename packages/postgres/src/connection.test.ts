import pg from 'pg';
import { expect, test } from 'vitest';
import { changeUrl, connectionUrl } from './connection.ts';

const ODD = { host: '/data/Ward, wright/ü/run', port: 5432, user: 'a:b', password: 'p@ss/wörd ?#&%', database: 'db one' };

function readByPg(url: string): Record<string, unknown> {
  const { host, port, user, password, database } = new pg.Client({ connectionString: url });
  return { host, port, user, password: password ?? '', database };
}

test('the driver reads back what went into the URL, whatever characters it holds', () => {
  expect(readByPg(connectionUrl(ODD))).toEqual(ODD);
  const remote = { ...ODD, host: 'db.example.org', port: 6543 };
  expect(readByPg(connectionUrl(remote))).toEqual(remote);
});

test('the URL is one that standard parsers accept', () => {
  expect(new URL(connectionUrl(ODD)).searchParams.get('host')).toBe(ODD.host);
});

test('a change touches only what it names', () => {
  const changed = changeUrl(connectionUrl(ODD), { role: 'app/role', password: 'x y', database: 'other' });
  expect(readByPg(changed)).toEqual({ ...ODD, user: 'app/role', password: 'x y', database: 'other' });
  expect(readByPg(changeUrl(connectionUrl(ODD), { database: 'other' }))).toEqual({ ...ODD, database: 'other' });
});

test('an address without a host name keeps its socket directory', () => {
  const changed = changeUrl('postgres://me:secret@/db?host=/run/pg', { database: 'other' });
  expect(readByPg(changed)).toMatchObject({ host: '/run/pg', user: 'me', password: 'secret', database: 'other' });
});
