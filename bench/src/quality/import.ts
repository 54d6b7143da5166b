import { spawnSync } from 'node:child_process';
import { rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { compile, serverPackages } from '../compile.ts';
import { percentile, table, writeSection } from '../report.ts';
import type { Cost } from './cost.ts';
import { nineYears, tenfold, type World } from './world.ts';

const here = import.meta.dirname;

/** Each program as it would run in production: the product's beside the server's packages, plain SQL beside its own. */
const programs = async (): Promise<{ ours: string; plain: string }> => ({
  ours: await compile(path.join(here, 'import-ours.ts'), serverPackages()),
  plain: await compile(path.resolve(here, '../../peers/plain-import.ts'), { outdir: path.resolve(here, '../../dist'), external: ['pg', 'pg-copy-streams'] }),
});

function inProcess<T>(file: string, argument: unknown): T {
  const child = spawnSync(process.execPath, [file, JSON.stringify(argument)], {
    encoding: 'utf8',
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  if (child.status !== 0) throw new Error(`${file} ended with ${child.status}`);
  return JSON.parse(child.stdout) as T;
}

interface Ours {
  readonly looked: Cost;
  readonly applied: Cost;
  readonly classified: Cost;
  readonly signals: number;
}

interface Round {
  readonly plain: Cost;
  readonly ours: Ours;
}

/** One after the other on fresh databases, so that both see the machine in the same mood. */
async function round(world: World, file: string): Promise<Round> {
  const program = await programs();
  const plain = inProcess<Cost>(program.plain, { url: (await world.database()).admin, file });
  const ours = inProcess<Ours>(program.ours, { urls: await world.database(), file });
  console.log(JSON.stringify({ file: path.basename(file), plain, ours }));
  return { plain, ours };
}

const seconds = (value: number): string => value.toFixed(1);
const middle = (rounds: readonly Round[], read: (round: Round) => number): number => percentile(rounds.map(read), 0.5);

function lines(title: string, rounds: readonly Round[]): string[][] {
  const line = (name: string, cost: (round: Round) => Cost, compared = true): string[] => [
    title,
    name,
    seconds(middle(rounds, (one) => cost(one).seconds)),
    seconds(middle(rounds, (one) => cost(one).cpuSeconds)),
    `${Math.round(middle(rounds, (one) => cost(one).processMiB))} + ${Math.round(middle(rounds, (one) => cost(one).databaseMiB))}`,
    compared ? middle(rounds, (one) => cost(one).seconds / one.plain.seconds).toFixed(2) : '',
    compared ? middle(rounds, (one) => cost(one).cpuSeconds / one.plain.cpuSeconds).toFixed(2) : '',
  ];
  return [
    line('plain SQL, superuser', ({ plain }) => plain, false),
    line('Wardwright: read, store, compare', ({ ours }) => ours.applied),
    line('Wardwright: read and preview beforehand', ({ ours }) => ours.looked, false),
    line(`Wardwright: compare again and write ${rounds[0]?.ours.signals.toLocaleString('en-US')} signals`, ({ ours }) => ours.classified, false),
  ];
}

/** Nine years three times, ten times the hospitals once, each beside plain SQL that does the same statistics. */
export async function benchImport(world: World): Promise<void> {
  const usual: Round[] = [];
  for (let count = 0; count < 3; count += 1) usual.push(await round(world, nineYears));
  const large = path.join(tmpdir(), `wardwright-tenfold-${process.pid}.csv.gz`);
  await tenfold(large);
  const many = [await round(world, large)];
  rmSync(large);
  const ratio = (cost: (round: Round) => Cost, part: 'seconds' | 'cpuSeconds'): string =>
    (middle(many, (one) => cost(one)[part]) / middle(usual, (one) => cost(one)[part])).toFixed(1);
  writeSection(
    'Quality: import and classify',
    `${table(
      ['rows', 'what', 's', 'CPU s', 'peak MiB, process + connection', '÷ plain', '÷ plain by CPU'],
      [...lines('169,270', usual), ...lines('1,692,700', many)],
    )}

Ten times the data take ${ratio(({ ours }) => ours.applied, 'seconds')} times as long (by CPU ${ratio(({ ours }) => ours.applied, 'cpuSeconds')};
plain SQL ${ratio(({ plain }) => plain, 'seconds')} and ${ratio(({ plain }) => plain, 'cpuSeconds')}); writing a signal for every series
${ratio(({ ours }) => ours.classified, 'seconds')} (by CPU ${ratio(({ ours }) => ours.classified, 'cpuSeconds')}).

Method: each line in a process of its own on a fresh database of the same embedded server, plain SQL and the product in turn,
median of three rounds (one for the tenfold file). Fair play: plain SQL reads only this one form, as superuser, and has the
same keys, indexes and foreign keys; it has no row security, no check of cells, no preview, no rejected rows, no peer groups,
no robust z, no signals and no audit. The product's line does all of that for whatever is ours.`,
  );
}
