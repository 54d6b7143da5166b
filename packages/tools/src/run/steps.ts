import { describeVerdict, type Guard, judge } from '../guard.ts';
import { broken, type Tally } from './tally.ts';
import { turbo } from './turbo.ts';

const secondsSince = (started: number): number => (performance.now() - started) / 1000;

/** Runs guards one after the other; each is one test. Says a line about each as it goes. */
export async function guardStep<Subject>(
  name: string,
  guards: readonly Guard<Subject>[],
  subject: Subject,
  say: (line: string) => void,
): Promise<Tally> {
  const started = performance.now();
  let failed = 0;
  for (const guard of guards) {
    const verdict = await judge(guard, subject);
    if (verdict.offences.length > 0) failed += 1;
    say(describeVerdict(verdict));
  }
  return { name, passed: guards.length - failed, failed, skipped: 0, seconds: secondsSince(started), trouble: '' };
}

/** Runs turbo tasks that either work or do not; each task name is one test. */
export async function taskStep(root: string, name: string, tasks: readonly string[]): Promise<Tally> {
  const started = performance.now();
  const { code, out, err } = await turbo(root, tasks);
  const seconds = secondsSince(started);
  if (code !== 0) return broken(name, seconds, `${out}${err}`);
  return { name, passed: tasks.length, failed: 0, skipped: 0, seconds, trouble: '' };
}
