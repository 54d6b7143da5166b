import { readFileSync } from 'node:fs';
import path from 'node:path';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readSettings, SettingsError } from './settings.ts';
import { environment, isLoopback, settingsTable } from './settings/environment.ts';

const mistakesOf = (env: Record<string, string>): readonly string[] => {
  try {
    readSettings(env);
    return [];
  } catch (error) {
    if (error instanceof SettingsError) return error.mistakes;
    throw error;
  }
};

const ownDatabase = { DATABASE_URL: 'postgres://admin:secret@db.example.org/wardwright' };
const fourUrls = {
  OWNER_DATABASE_URL: 'postgres://o@db/w',
  APP_DATABASE_URL: 'postgres://a@db/w',
  IDENTITY_DATABASE_URL: 'postgres://i@db/w',
  JOBS_DATABASE_URL: 'postgres://j@db/w',
};

describe('settings', () => {
  it('need nothing at all', () => {
    const settings = readSettings({});
    expect(settings).toMatchObject({
      port: 4000,
      host: '127.0.0.1',
      loopback: true,
      publicUrl: 'http://localhost:4000',
      database: { kind: 'embedded' },
      signUp: 'open',
      demo: true,
      logLevel: 'warn',
      mail: null,
      trustProxy: false,
      test: false,
    });
    expect(settings.origins).toContain('http://127.0.0.1:4000');
  });

  it('close the doors on a database of one’s own', () => {
    expect(readSettings(ownDatabase)).toMatchObject({ signUp: 'closed', demo: false, logLevel: 'info', database: { kind: 'admin' } });
    expect(readSettings(fourUrls)).toMatchObject({ signUp: 'closed', demo: false, database: { kind: 'roles' } });
  });

  it('treat an empty variable as an absent one', () => {
    expect(readSettings({ PORT: '', DATABASE_URL: ' ', WARDWRIGHT_DEMO: '' }).port).toBe(4000);
  });

  const mail = { SMTP_URL: 'smtp://host', MAIL_FROM: 'a@b.org' };
  const level = 'LOG_LEVEL must be one of fatal, error, warn, info, debug, trace, silent.';
  const proxy = 'TRUST_PROXY must be off, a number of proxies from 1 to 9, or a list of addresses or networks separated by commas.';
  const postgresUrl = 'must be an address like postgres://user:password@host:5432/database.';
  it.each<[Record<string, string>, string]>([
    [{ PORT: 'abc' }, 'PORT must be a whole number from 0 to 65535.'],
    [{ PORT: '65536' }, 'PORT must be a whole number from 0 to 65535.'],
    [{ PORT: '-1' }, 'PORT must be a whole number from 0 to 65535.'],
    [{ HOST: 'no host' }, 'HOST must be a host name or an IP address.'],
    [{ HOST: '300.1.1.1', PUBLIC_URL: 'http://a' }, 'HOST must be a host name or an IP address.'],
    [{ HOST: '0.0.0.0' }, 'PUBLIC_URL must say the address that people type, because HOST opens the server to other machines.'],
    [{ PUBLIC_URL: 'example.org' }, 'PUBLIC_URL must be an address like https://wardwright.example.org, without a path.'],
    [{ PUBLIC_URL: 'https://example.org/a' }, 'PUBLIC_URL must be an address like https://wardwright.example.org, without a path.'],
    [{ TRUST_PROXY: 'yes' }, proxy],
    [{ TRUST_PROXY: '10.0.0.0/33' }, proxy],
    [{ DATABASE_URL: 'mysql://db' }, `DATABASE_URL ${postgresUrl}`],
    [{ ...fourUrls, JOBS_DATABASE_URL: 'db' }, `JOBS_DATABASE_URL ${postgresUrl}`],
    [{ ...ownDatabase, ...fourUrls }, 'DATABASE_URL and the four addresses for single roles exclude each other; give one or the other.'],
    [
      { APP_DATABASE_URL: fourUrls.APP_DATABASE_URL, JOBS_DATABASE_URL: fourUrls.JOBS_DATABASE_URL },
      'OWNER_DATABASE_URL, IDENTITY_DATABASE_URL must be given too, because the addresses for single roles come as four.',
    ],
    [{ DATABASE_POOL: '1' }, 'DATABASE_POOL must be a whole number from 2 to 500.'],
    [{ WARDWRIGHT_SIGNUP: 'maybe' }, 'WARDWRIGHT_SIGNUP must be one of open, closed.'],
    [{ WARDWRIGHT_SIGNUPS: 'closed' }, 'WARDWRIGHT_SIGNUPS is not a setting of this version; correct its name or remove it.'],
    [{ WARDWRIGHT_DEMO: 'true' }, 'WARDWRIGHT_DEMO must be one of on, off.'],
    [
      { ...ownDatabase, WARDWRIGHT_DEMO: 'on' },
      'WARDWRIGHT_DEMO must be off with a database of your own, because the passwords of the demo accounts are public.',
    ],
    [{ AUTH_SECRET: 'short' }, 'AUTH_SECRET must be at least 32 characters long.'],
    [{ ...mail, SMTP_URL: 'host:25' }, 'SMTP_URL must be an address like smtp://user:password@host:587.'],
    [{ SMTP_URL: 'smtp://host' }, 'MAIL_FROM must name the sender of letters, because SMTP_URL is given.'],
    [{ MAIL_FROM: 'a@b.org' }, 'SMTP_URL must name a mail server, because MAIL_FROM is given.'],
    [{ ...mail, MAIL_FROM: 'nobody' }, 'MAIL_FROM must be an address like Wardwright <no-reply@example.org>.'],
    [{ LOG_LEVEL: 'loud' }, level],
    [{ METRICS_TOKEN: 'short' }, 'METRICS_TOKEN must be at least 16 characters long.'],
    [{ RATE_LIMIT: '1.5' }, 'RATE_LIMIT must be a whole number from 0 to 1000000.'],
    [{ WARDWRIGHT_TEST: 'yes' }, 'WARDWRIGHT_TEST must be 1 or absent.'],
  ])('say what is wrong with %j', (env, sentence) => {
    expect(mistakesOf(env)).toEqual([sentence]);
  });

  it('name every mistake at once', () => {
    expect(mistakesOf({ PORT: 'x', LOG_LEVEL: 'loud', SMTP_URL: 'smtp://host', WARDWRIGHT_X: '1' })).toHaveLength(4);
  });

  it('never repeat what was given, because it may be a secret', () => {
    const secret = 'hunter2hunter2';
    for (const name of Object.keys(environment.shape))
      expect(mistakesOf({ [name]: `:${secret}` }).join('\n')).not.toContain(secret);
  });

  it('accept every port that exists', () => {
    fc.assert(fc.property(fc.integer({ min: 0, max: 65_535 }), (port) => readSettings({ PORT: String(port) }).port === port));
  });

  it('read proxies as a number or as a list', () => {
    expect(readSettings({ TRUST_PROXY: '2' }).trustProxy).toBe(2);
    expect(readSettings({ TRUST_PROXY: '10.0.0.1, 192.168.0.0/16,::1' }).trustProxy).toEqual(['10.0.0.1', '192.168.0.0/16', '::1']);
  });

  it.each([
    ['127.0.0.1', true],
    ['127.8.0.1', true],
    ['::1', true],
    ['localhost', true],
    ['0.0.0.0', false],
    ['::', false],
    ['127.0.0.1.example.org', false],
  ])('know whether %s stays on this machine', (host, stays) => {
    expect(isLoopback(host)).toBe(stays);
  });

  it('are documented one by one', () => {
    const rows = settingsTable().slice(2);
    expect(rows).toHaveLength(Object.keys(environment.shape).length);
    for (const row of rows) expect(row).toMatch(/^\| `[A-Z_]+` \| .* \| .{10,} \|$/);
  });
});

describe('docs/settings.md', () => {
  it('holds the table of all settings as the code has it', () => {
    const page = readFileSync(path.resolve(import.meta.dirname, '../../../docs/settings.md'), 'utf8');
    expect(page.slice(page.indexOf('| variable')).trim().split('\n')).toEqual(settingsTable());
  });
});
