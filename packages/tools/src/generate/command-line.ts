import { Refusal } from './names.ts';

/** Runs a generator on the words of the command line; says which files it wrote, or in one sentence why not. */
export function speak(usage: string, generate: (args: readonly string[]) => readonly string[] | null): void {
  try {
    const written = generate(process.argv.slice(2));
    if (written) console.log(written.map((name) => `wrote ${name}`).join('\n'));
    else throw new Refusal(`Usage: ${usage}`);
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    console.error(error.message);
    process.exitCode = 2;
  }
}
