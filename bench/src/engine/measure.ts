import os from 'node:os';
import { checkSchedule } from '@wardwright/engine/check';
import type { Problem } from '@wardwright/engine/problem';
import type { RunRequest, RunResult } from '@wardwright/engine/run-node';
import { runInThreads } from '@wardwright/engine/run-node';

/** How much of the full budgets to spend; 1 is the published table. */
export const scale = Number(process.env.ENGINE_BENCH_SCALE ?? '1');
/** Threads of each run. */
export const threads = 2;

/** One measured run. */
export interface Measured {
  readonly result: RunResult;
  /** Hard and soft cost as the independent checker finds them. */
  readonly hard: number;
  readonly soft: number;
  readonly movesPerThread: number;
  /** Processor seconds of all threads, divided by their number: what the run takes when nothing else runs. */
  readonly cpu: number;
  readonly wall: number;
  readonly load: number;
}

/** Runs `millions` of moves per thread (times the scale) and judges the outcome. */
export async function measure(problem: Problem, millions: number, extra: Partial<RunRequest> = {}): Promise<Measured> {
  const iterations = Math.round(millions * scale * 1e6);
  const before = process.cpuUsage();
  const began = performance.now();
  const result = await runInThreads({ problem, seed: 1, iterations, ...extra }, {}, { threads });
  const used = process.cpuUsage(before);
  const { hard, soft } = checkSchedule(problem, result.schedule);
  return {
    result, hard, soft, movesPerThread: iterations, cpu: (used.user + used.system) / 1e6 / threads,
    wall: (performance.now() - began) / 1000, load: os.loadavg()[0] ?? 0,
  };
}

/** The cells every row of the tables ends with. */
export const effort = (run: Measured): string[] => [
  `${(run.movesPerThread / 1e6).toFixed(1)} M × ${threads}`,
  run.cpu.toFixed(1),
  run.wall.toFixed(0),
  run.load.toFixed(1),
];

/** The heads of those cells. */
export const effortHead = ['moves', 'CPU s per thread', 'wall s', 'load'];

/** How far above a reference. */
export const above = (value: number, reference: number): string =>
  value === reference ? 'reached' : `${value > reference ? '+' : ''}${(((value - reference) / Math.abs(reference)) * 100).toFixed(1)} %`;
