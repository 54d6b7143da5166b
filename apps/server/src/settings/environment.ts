import { isIP } from 'node:net';
import { z } from 'zod';

/** What the documentation says of a variable: its default in words, and what it decides. */
interface Documented {
  readonly default: string;
  readonly description: string;
}

const documented = z.registry<Documented>();

// The messages complete the sentence "NAME must be ..."; they never repeat the value, which may be a secret.
const mustBe = (what: string) => `must be ${what}`;
const logLevels = ['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent'] as const;

const wholeNumber = (from: number, to: number) =>
  z
    .string()
    .refine((text) => /^\d{1,9}$/.test(text) && Number(text) >= from && Number(text) <= to, {
      error: mustBe(`a whole number from ${from} to ${to}`),
    })
    .transform(Number);

const oneOf = <const Words extends readonly [string, ...string[]]>(words: Words) =>
  z.enum(words, { error: mustBe(`one of ${words.join(', ')}`) });

const onOff = oneOf(['on', 'off']).transform((word) => word === 'on');

function urlWith(protocols: readonly string[], text: string): URL | null {
  const url = URL.canParse(text) ? new URL(text) : null;
  return url && protocols.includes(url.protocol) ? url : null;
}

const databaseUrl = z.string().refine((text) => urlWith(['postgres:', 'postgresql:'], text) !== null, {
  error: mustBe('an address like postgres://user:password@host:5432/database'),
});

const hostName = /^(?=.{1,253}$)[a-z0-9]([a-z0-9-]*[a-z0-9])?(\.[a-z0-9]([a-z0-9-]*[a-z0-9])?)*$/i;
/** Whether a text can be the name or the address of a machine. */
export const isHost = (text: string) => isIP(text) !== 0 || (hostName.test(text) && !/^[\d.]+$/.test(text));

const origin = z
  .string()
  .refine((text) => {
    const url = urlWith(['http:', 'https:'], text);
    return url !== null && url.pathname === '/' && url.search === '' && url.username === '';
  }, mustBe('an address like https://wardwright.example.org, without a path'))
  .transform((text) => new URL(text).origin);

const isNetwork = (text: string) => {
  const [address = '', bits, ...more] = text.split('/');
  const version = isIP(address);
  return version !== 0 && more.length === 0 && (bits === undefined || (/^\d+$/.test(bits) && Number(bits) <= (version === 4 ? 32 : 128)));
};

const proxies = z
  .string()
  .refine((text) => text === 'off' || /^[1-9]$/.test(text) || text.split(',').every((part) => isNetwork(part.trim())), {
    error: mustBe('off, a number of proxies from 1 to 9, or a list of addresses or networks separated by commas'),
  })
  .transform((text): false | number | readonly string[] => {
    if (text === 'off') return false;
    return /^\d$/.test(text) ? Number(text) : text.split(',').map((part) => part.trim());
  });

const secretText = (length: number) => z.string().min(length, { error: mustBe(`at least ${length} characters long`) });

const mailbox = /^([^<>@"]+<[^\s<>@]+@[^\s<>@]+>|[^\s<>@]+@[^\s<>@]+)$/;

function variable<Shape extends z.ZodType>(shape: Shape, fallback: string, description: string): Shape {
  documented.add(shape, { default: fallback, description });
  return shape;
}

/** Every environment variable the product reads. The one source of their checks, their defaults and their documentation. */
export const environment = z.object({
  PORT: variable(wholeNumber(0, 65_535).default(4000), '4000', 'Port of the server.'),
  HOST: variable(
    z.string().refine(isHost, mustBe('a host name or an IP address')).default('127.0.0.1'),
    '127.0.0.1',
    'Address to listen on. Only this machine can reach the default; 0.0.0.0 opens the server to others and needs PUBLIC_URL.',
  ),
  PUBLIC_URL: variable(
    origin.optional(),
    'http://localhost:PORT',
    'Address that people type, used in links. With https, cookies are secure and browsers are told to stay on https. A server that only this machine can reach answers to its host and to local names alone.',
  ),
  TRUST_PROXY: variable(
    proxies.default(false),
    'off',
    'Reverse proxies in front of the server whose word on a client address and on the id of a request is taken: their number, or their addresses.',
  ),
  WARDWRIGHT_HOME: variable(
    z.string().optional(),
    "the user's data folder",
    'Folder of the built-in database, of the generated secrets and of uploads that wait for their import; /var/lib/wardwright when started as root.',
  ),
  DATABASE_URL: variable(
    databaseUrl.optional(),
    'the built-in PostgreSQL',
    'PostgreSQL 15 or newer, as a login that may create roles; direct, without a pool between.',
  ),
  OWNER_DATABASE_URL: variable(databaseUrl.optional(), '', 'Instead of DATABASE_URL: the login wardwright_owner; the four come together. Must be direct, without a pool between.'),
  APP_DATABASE_URL: variable(databaseUrl.optional(), '', 'Instead of DATABASE_URL: the login wardwright_app; the four come together. May lead through PgBouncer 1.21 or newer in transaction mode, with max_prepared_statements set.'),
  IDENTITY_DATABASE_URL: variable(databaseUrl.optional(), '', 'Instead of DATABASE_URL: the login wardwright_identity; the four come together. May lead through PgBouncer 1.21 or newer in transaction mode, with max_prepared_statements set.'),
  JOBS_DATABASE_URL: variable(databaseUrl.optional(), '', 'Instead of DATABASE_URL: the login wardwright_jobs; the four come together. Must be direct, without a pool between.'),
  DATABASE_POOL: variable(wholeNumber(2, 500).default(10), '10', "Most database connections held at once for tenants' data; signing in holds up to 5 more."),
  WARDWRIGHT_SIGNUP: variable(
    oneOf(['open', 'closed']).optional(),
    'open with the built-in database, else closed',
    'Whether anybody may make a login and a tenant of their own.',
  ),
  WARDWRIGHT_DEMO: variable(
    onOff.optional(),
    'on with the built-in database, else off',
    'Whether the two demo tenants and their accounts are made. Turned off, it shuts the accounts out and keeps the tenants. Never with a database of your own.',
  ),
  AUTH_SECRET: variable(
    secretText(32).optional(),
    'made on first start',
    'Signs sessions. Set it, and the four addresses above, when several servers share one database.',
  ),
  SMTP_URL: variable(
    z
      .string()
      .refine((text) => urlWith(['smtp:', 'smtps:'], text) !== null, mustBe('an address like smtp://user:password@host:587'))
      .optional(),
    'no letters are sent',
    'Mail server for invitations and password letters; needs MAIL_FROM.',
  ),
  MAIL_FROM: variable(
    z.string().regex(mailbox, mustBe('an address like Wardwright <no-reply@example.org>')).optional(),
    '',
    'Sender of letters.',
  ),
  LOG_LEVEL: variable(
    oneOf(logLevels).optional(),
    'warn with the built-in database, else info',
    `How much is logged: ${logLevels.join(', ')}.`,
  ),
  METRICS_TOKEN: variable(
    secretText(16).optional(),
    'only this machine',
    'Lets whoever sends it as a bearer token read /metrics from elsewhere.',
  ),
  RATE_LIMIT: variable(
    wholeNumber(0, 1_000_000).default(3000),
    '3000',
    'Requests per minute and address before a client is told to wait; signing in is counted apart, at most 30. 0 for no limit.',
  ),
  WARDWRIGHT_TEST: variable(
    z.literal('1', { error: mustBe('1 or absent') }).optional().transform((one) => one === '1'),
    '',
    'Accepts a database that is not durable. For tests alone.',
  ),
});

/** The rows of the documentation's table, one for each variable. */
export const settingsTable = (): string[] => [
  '| variable | default | meaning |',
  '|---|---|---|',
  ...Object.entries(environment.shape).map(([name, shape]) => {
    const about = documented.get(shape);
    return `| \`${name}\` | ${about?.default ?? ''} | ${about?.description ?? ''} |`;
  }),
];

/** Whether a host name or address stays on this machine. */
export function isLoopback(host: string): boolean {
  return host === 'localhost' || host === '::1' || (isIP(host) === 4 && host.startsWith('127.'));
}
