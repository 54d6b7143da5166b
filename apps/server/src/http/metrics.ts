import { timingSafeEqual } from 'node:crypto';
import { DomainError } from '@wardwright/domain/kernel';
import type { FastifyInstance, FastifyRequest } from 'fastify';
import type { Knex } from 'knex';
import { collectDefaultMetrics, Gauge, Histogram, Registry } from 'prom-client';
import { isLoopback } from '../settings/environment.ts';
import { isLocalName } from './hosts.ts';

/** What is counted beside requests. */
export interface MetricSources {
  readonly pools: Readonly<Record<string, Knex>>;
  /** Jobs by status; no tenant is named. */
  readonly jobs?: (() => Promise<Readonly<Record<string, number>>>) | undefined;
}

/** Told about every procedure that has been called. */
export type ProcedureObserver = (procedure: string, ok: boolean, seconds: number) => void;

/** The part of a pool that says how busy it is. */
interface PoolUsage {
  numUsed(): number;
  numFree(): number;
  numPendingAcquires(): number;
}

const buckets = [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10];

/**
 * `/metrics` in the text format of Prometheus. Labels are route patterns, procedure names and statuses: never an address
 * as it was asked for, a tenant or a person. Answers to this machine, or to whoever knows the token.
 */
export function reportMetrics(app: FastifyInstance, token: string | null, sources: MetricSources): ProcedureObserver {
  const registry = new Registry();
  collectDefaultMetrics({ register: registry });
  measureRequests(app, registry);
  measurePools(registry, sources.pools);
  if (sources.jobs) measureJobs(registry, sources.jobs);
  app.get('/metrics', { logLevel: 'warn' }, async (request, reply) => {
    if (!mayRead(request, token)) throw new DomainError('not-found', 'There is nothing at this address.');
    return reply.type(registry.contentType).send(await registry.metrics());
  });
  const procedures = new Histogram({
    name: 'wardwright_procedure_duration_seconds',
    help: 'Time a procedure took, by its name and whether it succeeded.',
    labelNames: ['procedure', 'ok'],
    buckets,
    registers: [registry],
  });
  return (procedure, ok, seconds) => procedures.observe({ procedure, ok: String(ok) }, seconds);
}

function measureRequests(app: FastifyInstance, registry: Registry): void {
  const requests = new Histogram({
    name: 'wardwright_http_request_duration_seconds',
    help: 'Time a request took, by the pattern of its route.',
    labelNames: ['method', 'route', 'status'],
    buckets,
    registers: [registry],
  });
  app.addHook('onResponse', async (request, reply) => {
    const route = request.routeOptions.url ?? 'none';
    requests.observe({ method: request.method, route, status: reply.statusCode }, reply.elapsedTime / 1000);
  });
}

function measurePools(registry: Registry, pools: MetricSources['pools']): void {
  const usage = Object.entries(pools).map(([pool, knex]) => [pool, (knex.client as { pool?: PoolUsage }).pool] as const);
  new Gauge({
    name: 'wardwright_database_connections',
    help: 'Database connections by pool: in use, idle, and requests that wait for one.',
    labelNames: ['pool', 'state'],
    registers: [registry],
    collect() {
      for (const [pool, count] of usage) {
        this.set({ pool, state: 'used' }, count?.numUsed() ?? 0);
        this.set({ pool, state: 'free' }, count?.numFree() ?? 0);
        this.set({ pool, state: 'waiting' }, count?.numPendingAcquires() ?? 0);
      }
    },
  });
}

function measureJobs(registry: Registry, jobs: NonNullable<MetricSources['jobs']>): void {
  new Gauge({
    name: 'wardwright_jobs',
    help: 'Jobs by status, of all tenants together.',
    labelNames: ['status'],
    registers: [registry],
    async collect() {
      for (const [status, count] of Object.entries(await jobs())) this.set({ status }, count);
    },
  });
}

function mayRead(request: FastifyRequest, token: string | null): boolean {
  const { authorization, forwarded, host, 'x-forwarded-for': via } = request.headers;
  if (token !== null && authorization !== undefined && same(authorization, `Bearer ${token}`)) return true;
  // A proxy on this machine passes on requests from elsewhere; only what comes straight from here, by a local name, is local.
  const local = isLoopback((request.socket.remoteAddress ?? '').replace(/^::ffff:/, ''));
  return local && isLocalName(host) && forwarded === undefined && via === undefined;
}

function same(given: string, expected: string): boolean {
  const [left, right] = [Buffer.from(given), Buffer.from(expected)];
  return left.length === right.length && timingSafeEqual(left, right);
}
