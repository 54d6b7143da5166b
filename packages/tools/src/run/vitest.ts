import { existsSync, readFileSync, rmSync } from 'node:fs';
import path from 'node:path';
import { z } from 'zod';
import { judgeSkips } from './skips.ts';
import { broken, culprit, type Tally } from './tally.ts';
import { turbo } from './turbo.ts';
import { type Member, members } from './workspace.ts';

const report = z.object({
  success: z.boolean(),
  numPassedTests: z.number(),
  numFailedTests: z.number(),
  numPendingTests: z.number(),
  numTodoTests: z.number(),
  startTime: z.number(),
  testResults: z.array(
    z.object({
      name: z.string(),
      endTime: z.number(),
      message: z.string().optional(),
      assertionResults: z.array(z.object({ title: z.string(), status: z.string(), failureMessages: z.array(z.string()).nullish() })),
    }),
  ),
});

const notRun = new Set(['skipped', 'pending', 'todo', 'disabled']);

/** The failed tests of a file, each with the first line of its reason; the file itself when it broke before its tests. */
function culpritsOf({ name: file, message, assertionResults }: z.infer<typeof report>['testResults'][number]): readonly string[] {
  const failed = assertionResults.filter(({ status }) => status === 'failed');
  if (failed.length === 0) return message ? [culprit(file, message)] : [];
  return failed.map(({ title, failureMessages }) => culprit(`${file}: ${title}`, failureMessages?.[0]));
}

/** Reads what vitest has written about one package; a missing, empty or contradictory report is a failure, and so is a skip without a written reason. */
export function tallyOf(name: string, file: string): Tally {
  if (!existsSync(file)) return broken(name, 0, `${name} has left no report of its tests.`);
  const parsed = report.safeParse(JSON.parse(readFileSync(file, 'utf8')));
  if (!parsed.success) return broken(name, 0, `${name} has left a report that cannot be read: ${parsed.error.message}`);
  const { success, numPassedTests: passed, numFailedTests, startTime, testResults } = parsed.data;
  const skipped = parsed.data.numPendingTests + parsed.data.numTodoTests;
  const seconds = Math.max(0, ...testResults.map(({ endTime }) => endTime - startTime)) / 1000;
  if (passed + numFailedTests === 0) return broken(name, 0, `${name} has run no test at all.`);
  const left = testResults.flatMap(({ name: file, assertionResults }) =>
    assertionResults.filter(({ status }) => notRun.has(status)).map(({ title }) => ({ file, title })),
  );
  const { unexcused, reasons } = judgeSkips(left);
  const forgotten = unexcused.length + Math.max(0, skipped - left.length);
  // A file that breaks while it is loaded fails without any of its tests having failed.
  const failed = success ? numFailedTests : Math.max(numFailedTests, 1);
  const trouble = [...reasons, ...unexcused.map(({ file, title }) => `        skipped without a written reason: ${title} (${file})`)];
  const culprits = testResults.flatMap(culpritsOf);
  return { name, passed, failed: failed + forgotten, skipped: skipped - forgotten, seconds, trouble: trouble.join('\n'), culprits };
}

/** Runs the tests of every package that has this script, and adds up what they report. */
export async function vitestStep(
  root: string,
  script: 'test' | 'test:int',
  { env = {} }: { env?: NodeJS.ProcessEnv } = {},
): Promise<Tally[]> {
  const kind = script === 'test' ? 'unit' : 'int';
  const file = `.reports/${kind}.json`;
  const tested = members(root).filter(({ scripts }) => scripts.includes(script));
  const reportOf = ({ folder }: Member) => path.join(root, folder, file);
  for (const member of tested) rmSync(reportOf(member), { force: true });
  const started = performance.now();
  const pass = ['--testTimeout=120000', '--reporter=default', '--reporter=json', `--outputFile.json=${file}`];
  // One package at a time: other kinds of tests run beside these, and two at once only get into each other's way.
  const { code, out, err } = await turbo(root, [script], { flags: ['--concurrency=1'], pass, env });
  const seconds = (performance.now() - started) / 1000;
  const tallies = tested.map((member) => tallyOf(`${kind === 'unit' ? 'unit tests' : 'integration tests'} of ${member.name}`, reportOf(member)));
  if (code === 0) return tallies;
  const words = `${out}${err}`;
  const first = tallies.find(({ failed }) => failed > 0);
  if (!first) return [...tallies, broken(`turbo run ${script}`, seconds, words)];
  return tallies.map((tally) => (tally === first ? { ...tally, trouble: `${tally.trouble}\n${words}` } : tally));
}
