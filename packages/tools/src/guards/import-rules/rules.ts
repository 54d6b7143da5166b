import type { IForbiddenRuleType } from 'dependency-cruiser';

/** Bottom to top: a context may use those before it. Residency and clerkship stand side by side. */
const floors: readonly (readonly string[])[] = [
  ['system'],
  ['identity'],
  ['directory'],
  ['credentials'],
  ['residency', 'clerkship'],
  ['quality'],
  ['flightplan'],
  ['resilience'],
  ['notifications'],
];
const contexts = floors.flat();
const anyOf = (names: readonly string[]) => `(${names.join('|')})`;

const domain = '^packages/domain/src/';
const foundations = `${domain}(kernel|db)/`;
const test = '\\.(test|e2e|fixtures)\\.tsx?$';
/** Files that must run in a browser as well: shapes, rules, rights and what lies in their rooms. */
const pure = `${domain}(kernel/|[a-z-]+/(schema|resources|access|rules|events|decider)(\\.ts$|/)|(access|resources|tables)\\.ts$)`;
/** What a context shows its neighbours. The queue is the one thing of `system` that others write to. */
const doors = '/(schema|events|queries|access|resources)\\.ts$|/system/(commands|jobs)\\.ts$';
const installed = (names: readonly string[]) => `node_modules/${anyOf(names)}/`;

const upward = floors.flatMap((floor, height): IForbiddenRuleType[] =>
  floor.map((context) => {
    const below = [...floors.slice(0, height).flat(), context];
    return {
      name: 'contexts-look-down-only',
      comment: `${context} may use ${below.join(', ')} and nothing above or beside`,
      severity: 'error',
      from: { path: `^(packages/domain|apps/server|apps/web)/src/${context}/`, pathNot: test },
      to: { path: `^(packages/domain|apps/server|apps/web)/src/${anyOf(contexts)}/`, pathNot: `/src/${anyOf(below)}/` },
    };
  }),
);

const alone = (member: string, friends: readonly string[], except: readonly string[] = []): IForbiddenRuleType => ({
  name: 'packages-stand-alone',
  severity: 'error',
  from: { path: `^packages/${member}/`, ...(except.length > 0 ? { pathNot: [...except] } : {}) },
  to: {
    path: '^(apps|packages|migrations|bench)/',
    pathNot: `^(${[`packages/${member}/`, ...friends].join('|')})`,
  },
});

/** Who may import whom. The names are what a person reads when a rule is broken. */
export const forbidden: IForbiddenRuleType[] = [
  ...upward,
  alone('engine', []),
  alone('event-store', [], [test, '/src/(testing|bin)/']),
  alone('postgres', []),
  {
    name: 'pure-stays-pure',
    comment: 'schemas, rules, access and the kernel also run in the browser',
    severity: 'error',
    from: { path: pure, pathNot: test },
    to: { pathNot: [pure, 'node_modules/(zod|temporal-polyfill)/'] },
  },
  {
    name: 'neighbours-use-the-front-door',
    severity: 'error',
    from: { path: `${domain}([a-z-]+)/`, pathNot: [foundations, test] },
    to: { path: domain, pathNot: [foundations, `${domain}$1/`, doors] },
  },
  {
    name: 'kernel-and-db-know-nobody',
    severity: 'error',
    from: { path: foundations, pathNot: test },
    to: { path: domain, pathNot: foundations },
  },
  {
    name: 'kernel-knows-no-database',
    severity: 'error',
    from: { path: `${domain}kernel/`, pathNot: test },
    to: { path: `${domain}db/` },
  },
  {
    name: 'web-never-reaches-the-server',
    severity: 'error',
    from: { path: '^apps/web/' },
    to: { path: '^apps/server/', dependencyTypesNot: ['type-only'] },
  },
  {
    name: 'web-stays-in-the-browser',
    severity: 'error',
    from: { path: '^apps/web/src/', pathNot: test },
    to: { path: [`${domain}(db/|testing)`, '^packages/postgres/', installed(['knex', 'objection', 'pg', 'fastify'])] },
  },
  {
    name: 'web-stays-in-the-browser',
    severity: 'error',
    from: { path: '^apps/web/src/', pathNot: test },
    to: { dependencyTypes: ['core'] },
  },
  {
    name: 'web-stays-in-the-browser',
    severity: 'error',
    from: { path: '^apps/web/src/', pathNot: test },
    to: { path: `${domain}[a-z-]+/(model|queries|commands|importers|projection|fixtures)(\\.ts$|/)` },
  },
  {
    name: 'server-stays-off-the-page',
    severity: 'error',
    from: { path: '^(packages/(domain|postgres)|apps/server)/src/' },
    to: { path: '^apps/web/' },
  },
  {
    name: 'migrations-stand-alone',
    comment: 'a migration must still run in three years, so it may not lean on code that changes',
    severity: 'error',
    from: { path: '^migrations/[0-9]' },
    to: { pathNot: [installed(['knex']), '^packages/event-store/'] },
  },
  {
    name: 'no-cycles',
    comment: 'an import of types alone is gone when the code runs, so it closes no ring',
    severity: 'error',
    from: {},
    to: { circular: true, viaOnly: { dependencyTypesNot: ['type-only'] } },
  },
  {
    name: 'everything-resolves',
    comment: 'an import the guard cannot follow is one it cannot judge; what a page asks for as an address is no code',
    severity: 'error',
    from: {},
    to: { couldNotResolve: true, pathNot: '^(@wardwright/server/router$|@event-driven-io/)|[?]url$' },
  },
];
