/** What a guard found: how much it looked at, and one sentence for each offence. */
export interface Findings {
  readonly looked: number;
  /** What was counted, in the plural: "files", "tables". */
  readonly unit: string;
  readonly offences: readonly string[];
}

/** A promise about the repository that a machine keeps. `Subject` is a folder, or an open database. */
export interface Guard<Subject = string> {
  readonly name: string;
  /** The promise as a sentence, shown beside the verdict. */
  readonly promise: string;
  readonly check: (subject: Subject) => Promise<Findings> | Findings;
}

/** The verdict on one guard, as people and the summary read it. */
export interface Verdict extends Findings {
  readonly name: string;
  readonly promise: string;
  readonly milliseconds: number;
}

/** Runs a guard. One that looked at nothing, or broke down, has failed: silence is not innocence. */
export async function judge<Subject>(guard: Guard<Subject>, subject: Subject): Promise<Verdict> {
  const started = performance.now();
  const findings = await Promise.resolve()
    .then(() => guard.check(subject))
    .catch((error: unknown) => brokenDown(error));
  const blind = findings.looked === 0 && findings.offences.length === 0;
  return {
    name: guard.name,
    promise: guard.promise,
    ...findings,
    offences: blind ? [`It looked at no ${findings.unit} at all, so it proves nothing.`] : findings.offences,
    milliseconds: Math.round(performance.now() - started),
  };
}

const brokenDown = (error: unknown): Findings => ({
  looked: 0,
  unit: 'things',
  offences: [`It broke down: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}`],
});

/** One line for an innocent guard; for a guilty one the promise and every offence. */
export function describeVerdict({ name, promise, looked, unit, offences, milliseconds }: Verdict): string {
  const seconds = (milliseconds / 1000).toFixed(1);
  if (offences.length === 0) return `  ok    ${name}: looked at ${looked} ${unit} (${seconds} s)`;
  const list = offences.map((offence) => `          ${offence}`).join('\n');
  return `  FAIL  ${name}: ${promise}\n        Looked at ${looked} ${unit}, found ${offences.length}:\n${list}`;
}
