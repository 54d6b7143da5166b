import { DataError } from 'objection';
import { expect, test } from 'vitest';
import { createLogger, loggedError } from './logger.ts';

const logged = (fields: object): Record<string, unknown> => {
  let line = '';
  createLogger('info', { write: (text) => void (line = text) }).info(fields);
  return JSON.parse(line) as Record<string, unknown>;
};

test('secrets never reach the log, wherever they hide', () => {
  const secret = 'hunter2';
  const text = JSON.stringify(
    logged({
      password: secret,
      token: secret,
      headers: { cookie: secret },
      req: { headers: { authorization: secret }, method: 'GET', url: `/a?q=${secret}`, ip: '1' },
      body: { password: secret, secret },
    }),
  );
  expect(text).not.toContain(secret);
  expect(text).toContain('(hidden)');
});

test('an error of the database keeps its names and loses the values it quotes', () => {
  const error = Object.assign(new Error('insert into people (name) values ($1) - Key (email)=(jane@example.org) already exists.'), {
    code: '23505',
    schema: 'directory',
    table: 'people',
    constraint: 'people_email_key',
    detail: 'Key (email)=(jane@example.org) already exists.',
  });
  const line = JSON.stringify(logged({ err: error }));
  for (const fields of [error, { err: error }, { err: new Error(error.message, { cause: error }) }])
    expect(JSON.stringify(logged(fields))).not.toContain('jane');
  expect(line).toContain('people_email_key');
  expect(line).toContain('logger.test');
});

test('an error of the operating system keeps its message', () => {
  expect(loggedError(Object.assign(new Error('write EPIPE'), { code: 'EPIPE' }))).toMatchObject({ message: 'write EPIPE', code: 'EPIPE' });
});

test('the cause of an error is logged under the same rules', () => {
  const cause = Object.assign(new Error('quotes Jane Roe'), { code: '22P02' });
  expect(JSON.stringify(loggedError(new Error('outer', { cause })))).toMatch(/outer.*22P02/s);
  expect(JSON.stringify(loggedError(new Error('outer', { cause })))).not.toContain('Jane');
});

test.each([
  ['203.0.113.77', '203.0.113.0/24'],
  ['::ffff:203.0.113.77', '203.0.113.0/24'],
  ['2001:db8:aa:bb::7', '2001:db8:aa::/48'],
  ['::1', '::/48'],
])('of the address %s only its network %s is logged', (ip, network) => {
  expect(logged({ req: { method: 'GET', url: '/', ip } })['req']).toEqual({ method: 'GET', path: '/', network });
});

test('an error that Objection has wrapped loses the values it quotes too', () => {
  const nativeError = Object.assign(new Error('invalid input syntax for type uuid: "Jane Roe"'), { code: '22P02', table: 'people' });
  // Objection types this constructor as that of a plain error.
  const wrapped = new DataError({ nativeError, client: 'postgres' } as unknown as string);
  expect(wrapped.message).toContain('Jane Roe');
  for (const error of [wrapped, new Error(wrapped.message, { cause: wrapped })]) {
    const line = JSON.stringify(loggedError(error));
    expect(line).not.toContain('Jane');
    expect(line).toContain('22P02');
  }
});
