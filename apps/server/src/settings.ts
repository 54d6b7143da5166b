import { defaultHome } from '@wardwright/postgres';
import type { DatabaseRole } from '@wardwright/domain/db';
import { z } from 'zod';
import { crossMistakes } from './settings/combinations.ts';
import { environment, isLoopback } from './settings/environment.ts';

/** Where the data are kept. */
export type DatabaseSetting =
  | { readonly kind: 'embedded' }
  | { readonly kind: 'admin'; readonly url: string }
  | { readonly kind: 'roles'; readonly urls: Readonly<Record<DatabaseRole, string>> };

/** Everything an operator can decide, checked and completed. */
export interface Settings {
  readonly port: number;
  readonly host: string;
  /** True when only this machine can reach the server. */
  readonly loopback: boolean;
  /** The address people type, without a trailing slash. */
  readonly publicUrl: string;
  /** Every origin a browser may legitimately send. */
  readonly origins: readonly string[];
  /** Whose `x-forwarded-for` is believed: nobody's, a number of hops, or these addresses. */
  readonly trustProxy: false | number | readonly string[];
  readonly home: string;
  readonly database: DatabaseSetting;
  readonly databasePool: number;
  readonly signUp: 'open' | 'closed';
  readonly demo: boolean;
  /** Null when the server makes its own on first start. */
  readonly authSecret: string | null;
  readonly mail: { readonly url: string; readonly from: string } | null;
  readonly logLevel: string;
  readonly metricsToken: string | null;
  /** Requests per minute and address; 0 when there is no limit. */
  readonly rateLimit: number;
  readonly test: boolean;
}

/** The settings cannot be used; one sentence for each mistake. */
export class SettingsError extends Error {
  readonly mistakes: readonly string[];

  constructor(mistakes: readonly string[]) {
    super(mistakes.join('\n'));
    this.name = 'SettingsError';
    this.mistakes = mistakes;
  }
}

type Environment = Readonly<Record<string, string | undefined>>;

/** Reads the settings. @throws SettingsError naming every mistake at once. */
export function readSettings(env: Environment): Settings {
  const given = Object.fromEntries(Object.entries(env).filter(([, value]) => value !== undefined && value.trim() !== ''));
  const parsed = environment.safeParse(given);
  const mistakes = [...(parsed.error?.issues ?? []).map(sentence), ...crossMistakes(given)];
  if (!parsed.success || mistakes.length > 0) throw new SettingsError(mistakes);
  return settle(parsed.data, env);
}

const sentence = (issue: { path: readonly PropertyKey[]; message: string }): string =>
  `${issue.path.join('.')} ${issue.message}.`;

function settle(given: z.output<typeof environment>, env: Environment): Settings {
  const database = databaseOf(given);
  const embedded = database.kind === 'embedded';
  const loopback = isLoopback(given.HOST);
  const publicUrl = given.PUBLIC_URL ?? `http://localhost:${given.PORT}`;
  return {
    port: given.PORT,
    host: given.HOST,
    loopback,
    publicUrl,
    origins: loopback ? [publicUrl, `http://localhost:${given.PORT}`, `http://127.0.0.1:${given.PORT}`] : [publicUrl],
    trustProxy: given.TRUST_PROXY,
    home: defaultHome(env),
    database,
    databasePool: given.DATABASE_POOL,
    signUp: given.WARDWRIGHT_SIGNUP ?? (embedded ? 'open' : 'closed'),
    demo: given.WARDWRIGHT_DEMO ?? embedded,
    authSecret: given.AUTH_SECRET ?? null,
    mail: given.SMTP_URL && given.MAIL_FROM ? { url: given.SMTP_URL, from: given.MAIL_FROM } : null,
    logLevel: given.LOG_LEVEL ?? (embedded ? 'warn' : 'info'),
    metricsToken: given.METRICS_TOKEN ?? null,
    rateLimit: given.RATE_LIMIT,
    test: given.WARDWRIGHT_TEST,
  };
}

function databaseOf(given: z.output<typeof environment>): DatabaseSetting {
  if (given.DATABASE_URL) return { kind: 'admin', url: given.DATABASE_URL };
  const { OWNER_DATABASE_URL: owner, APP_DATABASE_URL: app, IDENTITY_DATABASE_URL: identity, JOBS_DATABASE_URL: jobs } = given;
  if (owner && app && identity && jobs) return { kind: 'roles', urls: { owner, app, identity, jobs } };
  return { kind: 'embedded' };
}
