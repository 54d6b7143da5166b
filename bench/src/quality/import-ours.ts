import { connect, inTenant } from '@wardwright/domain/db';
import { Facility, ImportBatch } from '@wardwright/domain/quality/model';
import { openImport, unwatched } from '@wardwright/domain/quality/fixtures';
import { applyImport, stageImport } from '@wardwright/domain/quality/importers';
import { recalculateSignals } from '@wardwright/domain/quality/commands';
import { costOf } from './cost.ts';
import { tenantIn, type Urls } from './world.ts';

/** Imports a file as the product does, in a process of its own, and prints what each step cost. */
const { urls, file } = JSON.parse(process.argv[2] ?? '{}') as { urls: Urls; file: string };
const { scope: anyConnection, close } = await tenantIn(urls);
// One connection, so that its process can be watched.
const scope = { ...anyConnection, knex: connect(urls.app, { max: 1 }) };
const { rows } = (await scope.knex.raw('select pg_backend_pid() as pid')) as { rows: { pid: number }[] };
const pid = rows[0]?.pid ?? 0;

const batchId = await openImport(scope, file);
const looked = await costOf(pid, () => stageImport(scope, { batchId, path: file }, unwatched));
await inTenant(scope, (trx) => ImportBatch.query(trx).patch({ status: 'applying' }).where({ id: batchId }));
const applied = await costOf(pid, () => applyImport(scope, { batchId, path: file, peerGroup: 'all' }, unwatched));
await inTenant(scope, (trx) => Facility.query(trx).patch({ isOwn: true }).whereNull('archivedAt'));
const signals = { count: 0 };
const classified = await costOf(pid, async () => {
  signals.count = (await recalculateSignals(scope, { peerGroup: 'all' }, unwatched)).processed;
});
await scope.knex.destroy();
await close();
console.log(JSON.stringify({ looked, applied, classified, signals: signals.count }));
