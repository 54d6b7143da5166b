import { english } from '../shell/catalogue.ts';
import { isMessage, wordsOr } from '../shell/known-words.ts';

interface Named {
  readonly task: string;
  readonly title: string;
  readonly subject: string | null;
}

/** What a job is called: by its kind and what it is about, else as it was called when it was asked for. */
export function jobTitle({ task, title, subject }: Named): string {
  const id = `system.job.${task}`;
  if (!isMessage(id) || (subject === null && english[id].includes('{subject}'))) return title;
  return wordsOr(id, title, { subject: subject ?? '' });
}

/** What a job does now. */
export const phaseWords = (phase: string | null): string => (phase === null ? '' : wordsOr(`system.phase.${phase}`, phase));
