import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { judgeCurtois, problemOfCurtois, readCurtois } from '@wardwright/engine/formats/curtois';
import { judgeInrc, problemOfInrc, readInrc } from '@wardwright/engine/formats/inrc';
import type { Problem } from '@wardwright/engine/problem';
import { table } from '../report.ts';
import { above, effort, effortHead, measure, wanted } from './measure.ts';

const folder = process.env.WARDWRIGHT_BENCH_DATA;

/** The lines of a comma-separated table with a head, or null if it is not there. */
function readTable(file: string): string[][] | null {
  if (folder === undefined || !existsSync(path.join(folder, file))) return null;
  return readFileSync(path.join(folder, file), 'utf8').trim().split(/\r?\n/).slice(1).map((line) => line.split(','));
}

/** Seconds of a run; INRC-I sprint is tried for the first, and for the second if that does not reach the best known. */
const SECONDS = { curtois: 60, sprint: [10, 60], medium: [60] };
/** Larger instances get more time where a minute does not come as close to the best known as this. */
const LONGER: Readonly<Record<string, { readonly seconds: number; readonly within: number }>> = {
  8: { seconds: 180, within: 1.1 }, 9: { seconds: 120, within: 1.05 }, 10: { seconds: 120, within: 1.05 },
  11: { seconds: 120, within: 1.05 }, 12: { seconds: 120, within: 1.05 },
};
/** Instances of the published tables; larger ones only when named in ENGINE_BENCH_INSTANCES. */
const PUBLISHED = /^(\d|1[0-2]|sprint(0\d|10)|medium0\d)$/;
/** True for instances that are there and asked for. */
const isWanted = (name: string, file: string): boolean =>
  (process.env.ENGINE_BENCH_INSTANCES === undefined ? PUBLISHED.test(name) : wanted(name)) && existsSync(file);
const SKIPPED = 'Skipped: WARDWRIGHT_BENCH_DATA names no folder with these instances.';

/** The rows of one shift roster: with more time where a minute is not enough. */
async function shiftRoster(name: string, instance: ReturnType<typeof readCurtois>, best: number, peers: readonly string[]): Promise<string[][]> {
  const rows: string[][] = [];
  const longer = LONGER[name];
  for (const seconds of [SECONDS.curtois, ...(longer ? [longer.seconds] : [])]) {
    const run = await measure(problemOfCurtois(instance), seconds);
    const { broken, objective } = judgeCurtois(instance, run.result.schedule);
    rows.push([name, `${seconds} s`, String(broken), String(objective), String(run.result.bound ?? '–'), String(best), above(objective, best), ...peers, ...effort(run)]);
    console.log(rows.at(-1)?.join(' | '));
    if (broken === 0 && objective <= best * (longer?.within ?? 1)) break;
  }
  return rows;
}

/** One shift roster of Curtois and Qu as a problem, or null if it is not there. */
export function curtoisProblem(name: string): Problem | null {
  const file = path.join(folder ?? '', `curtois/Instance${name}.txt`);
  return folder !== undefined && existsSync(file) ? problemOfCurtois(readCurtois(readFileSync(file, 'utf8'))) : null;
}

/** Shift rosters of Curtois and Qu, judged by the published rules. */
export async function curtois(): Promise<string> {
  const known = readTable('curtois/best-known.csv');
  if (known === null || folder === undefined) return SKIPPED;
  const rows: string[][] = [];
  for (const [name = '', , , , best = '', gurobi = '', hybrid = ''] of known) {
    const file = path.join(folder, `curtois/Instance${name}.txt`);
    if (!isWanted(name, file)) continue;
    rows.push(...(await shiftRoster(name, readCurtois(readFileSync(file, 'utf8')), Number(best), [gurobi, hybrid])));
  }
  return table(['instance', 'time', 'rules broken', 'objective', 'proved bound', 'best known', 'against it', 'Gurobi 10 min', 'IP&VNS 10 min', ...effortHead], rows);
}

/** The rows of one instance: with more time where the first did not reach the best known. */
async function roster(name: string, instance: ReturnType<typeof readInrc>, best: string): Promise<string[][]> {
  const rows: string[][] = [];
  for (const seconds of name.startsWith('sprint') ? SECONDS.sprint : SECONDS.medium) {
    const run = await measure(problemOfInrc(instance), seconds);
    const { broken, penalty } = judgeInrc(instance, run.result.schedule);
    rows.push([name, `${seconds} s`, String(broken), String(penalty), String(run.result.bound ?? '–'), best, above(penalty, Number(best)), ...effort(run)]);
    console.log(rows.at(-1)?.join(' | '));
    if (broken === 0 && penalty <= Number(best)) break;
  }
  return rows;
}

/** Nurse rosters of the first international competition, judged by its rules. */
export async function inrc(): Promise<string> {
  const known = readTable('inrc1/best-known.csv');
  if (known === null || folder === undefined) return SKIPPED;
  const rows: string[][] = [];
  for (const [name = '', best = ''] of known) {
    const file = path.join(folder, `inrc1/${name}.txt`);
    if (!isWanted(name, file)) continue;
    const instance = readInrc(readFileSync(file, 'utf8'));
    rows.push(...(await roster(name, instance, best)));
  }
  return table(['instance', 'time', 'cover missed', 'penalty', 'proved bound', 'best known', 'against it', ...effortHead], rows);
}
