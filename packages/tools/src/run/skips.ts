/** A test that did not run, and the file it stands in. */
export interface Skipped {
  readonly file: string;
  readonly title: string;
}

interface Excuse {
  readonly file: string;
  readonly titles: readonly string[];
  readonly reason: string;
  readonly holds: () => boolean;
}

/** Every test that may be left out, and when. A skip that is not written down here is a failure. */
const excuses: readonly Excuse[] = [
  {
    file: 'packages/postgres/src/accounts.int.test.ts',
    titles: [
      'an ordinary user starts, stops and finds the data again',
      'root hands the server to an account without rights',
      'programs that the account cannot reach are copied into the data folder',
      'a data folder that the account cannot enter is refused in a sentence',
      "an ordinary user is told when the folder is somebody else's",
    ],
    reason: 'they start PostgreSQL as another account, which only root may do',
    holds: () => process.getuid?.() !== 0,
  },
];

/** What is to be said of the skipped tests of one report. */
export interface SkipVerdict {
  readonly unexcused: readonly Skipped[];
  /** Sentences for the person who watches. */
  readonly reasons: readonly string[];
}

/** Tells the skips that are written down from those that somebody forgot. */
export function judgeSkips(skipped: readonly Skipped[], written: readonly Excuse[] = excuses): SkipVerdict {
  const excuseOf = ({ file, title }: Skipped): Excuse | undefined =>
    written.find((excuse) => file.endsWith(`/${excuse.file}`) && excuse.titles.includes(title) && excuse.holds());
  const unexcused = skipped.filter((test) => !excuseOf(test));
  const reasons = written
    .map((excuse) => ({ excuse, count: skipped.filter((test) => excuseOf(test) === excuse).length }))
    .filter(({ count }) => count > 0)
    .map(({ excuse, count }) => `        ${count} skipped in ${excuse.file}: ${excuse.reason}.`);
  return { unexcused, reasons };
}
