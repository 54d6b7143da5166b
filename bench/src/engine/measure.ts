import { checkSchedule } from '@wardwright/engine/check';
import type { Problem } from '@wardwright/engine/problem';
import type { Progress, RunResult, ThreadChoice } from '@wardwright/engine/run-node';
import { runInThreads } from '@wardwright/engine/run-node';
import { peakMegabytes, percent, watchTheft } from './machine.ts';

/** How much of the full budgets to spend; 1 is the published table. */
export const scale = Number(process.env.ENGINE_BENCH_SCALE ?? '1');
/** Threads of each run. */
export const threads = 2;
const SAMPLE_MS = 250;

/** Names to restrict the tables to, for a quick look. */
const chosen = process.env.ENGINE_BENCH_INSTANCES?.split(',');
/** True for instances that are asked for. */
export const wanted = (name: string): boolean => chosen === undefined || chosen.includes(name);

/** One measured run. */
export interface Measured {
  readonly result: RunResult;
  /** Hard and soft cost as the independent checker finds them. */
  readonly hard: number;
  readonly soft: number;
  /** Moves per second and thread over the whole run, in millions; exact polishing makes none. */
  readonly speed: number;
  /** Moves per second from the first report to the last one, in millions: what one thread makes once it searches. */
  readonly searchSpeed: number;
  /** Most memory of the whole process seen during the run, in MB. */
  readonly memory: number;
  /** Most memory the process ever had, in MB. */
  readonly peak: number;
  /** Seconds from the call until progress was reported without hard violations; null if that never was. */
  readonly feasibleAfter: number | null;
  readonly wall: number;
  /** Share of the two processors' time the run got; well below 1 means that the machine was busy. */
  readonly share: number;
  /** Share of all processors' time that the host kept for itself meanwhile; null where that is not known. */
  readonly stolen: number | null;
}

/** How a run is measured: in which threads, and whether it only searches. */
export interface Manner extends ThreadChoice {
  readonly onlySearches?: boolean;
}

/** Runs what the product runs, for `seconds` (times the scale), and judges the outcome. */
export async function measure(problem: Problem, seconds: number, { onlySearches = false, ...choice }: Manner = { threads }): Promise<Measured> {
  const budget = seconds * scale;
  let memory = 0;
  let feasibleAfter: number | null = null;
  const sampling = setInterval(() => (memory = Math.max(memory, process.memoryUsage.rss() / 1e6)), SAMPLE_MS);
  const before = process.cpuUsage();
  const theft = watchTheft();
  const began = performance.now();
  const since = (): number => (performance.now() - began) / 1000;
  const reports: Progress[] = [];
  const onProgress = (progress: Progress): void => {
    reports.push(progress);
    if (progress.hard === 0) feasibleAfter ??= since();
  };
  const result = await runInThreads({ problem, seed: 1, seconds: budget, polishShare: onlySearches ? 0 : 'fitting' }, { onProgress }, choice);
  const wall = since();
  const used = process.cpuUsage(before);
  const stolen = theft();
  const peak = peakMegabytes();
  clearInterval(sampling);
  const { hard, soft } = checkSchedule(problem, result.schedule);
  const ways = choice.threads ?? threads;
  const speed = result.iterations / ways / wall / 1e6;
  return { result, hard, soft, speed, searchSpeed: speedBetween(reports[0], reports.at(-1)), memory, peak, feasibleAfter, wall, stolen, share: (used.user + used.system) / 1e6 / ways / wall };
}

function speedBetween(first: Progress | undefined, last: Progress | undefined): number {
  return first === undefined || last === undefined ? 0 : (last.iterations - first.iterations) / (last.seconds - first.seconds) / 1e6;
}

/** The cells every row of the tables ends with. */
export const effort = ({ speed, wall, share, stolen }: Pick<Measured, 'speed' | 'wall' | 'share' | 'stolen'>): string[] => [speed.toFixed(2), wall.toFixed(0), percent(share), percent(stolen)];

/** The heads of those cells. */
export const effortHead = ['M moves/s per thread', 'wall s', 'processors had', 'stolen'];

/** How far above a reference. */
export const above = (value: number, reference: number): string =>
  value === reference ? 'reached' : `${value > reference ? '+' : ''}${(((value - reference) / Math.abs(reference)) * 100).toFixed(1)} %`;
