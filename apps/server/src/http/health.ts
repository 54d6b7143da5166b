import type { FastifyInstance } from 'fastify';

/** Something that must work before requests are welcome. Answers false, or throws, when it does not. */
export type ReadinessCheck = () => boolean | Promise<boolean>;

const patience = 2000;
/** Milliseconds for which an answer stands, so that asking often costs the database nothing. */
const freshness = 1000;

/** `/healthz`: the process answers. `/readyz`: everything it needs answers too. */
export function reportHealth(app: FastifyInstance, checks: Readonly<Record<string, ReadinessCheck>>): void {
  app.get('/healthz', { logLevel: 'warn' }, () => ({ ok: true }));
  const ask = async (): Promise<Readiness> => {
    const results = await Promise.all(
      Object.entries(checks).map(async ([name, check]) => [name, await inTime(check)] as const),
    );
    return { ready: results.every(([, ok]) => ok), checks: Object.fromEntries(results) };
  };
  let latest: { readonly asked: number; readonly answer: Promise<Readiness> } | null = null;
  app.get('/readyz', { logLevel: 'warn' }, async (_request, reply) => {
    if (!latest || performance.now() - latest.asked > freshness) latest = { asked: performance.now(), answer: ask() };
    const readiness = await latest.answer;
    return reply.code(readiness.ready ? 200 : 503).send(readiness);
  });
}

interface Readiness {
  readonly ready: boolean;
  readonly checks: Readonly<Record<string, boolean>>;
}

async function inTime(check: ReadinessCheck): Promise<boolean> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<boolean>((resolve) => {
    timer = setTimeout(() => resolve(false), patience);
  });
  try {
    return await Promise.race([Promise.resolve(check()), late]);
  } catch {
    return false;
  } finally {
    clearTimeout(timer);
  }
}
