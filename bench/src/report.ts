import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

const file = path.resolve(path.dirname(fileURLToPath(import.meta.url)), '../RESULTS.md');
const heading = '# Results\n\nMeasured by `npm run bench`. Each figure stands beside a peer or a limit measured in the same run.\n';

/** What the figures were measured on, in one line. */
export function machine(): string {
  const [cpu] = os.cpus();
  const memory = Math.round(os.totalmem() / 2 ** 30);
  const load = os.loadavg()[0]?.toFixed(1) ?? '?';
  return `${os.cpus().length} × ${cpu?.model.trim() ?? 'unknown processor'}, ${memory} GiB, ${os.platform()} ${os.release()}, Node ${process.versions.node}, load ${load} at the end`;
}

/** A table in Markdown. */
export const table = (head: readonly string[], rows: readonly (readonly string[])[]): string =>
  [head, head.map(() => '---'), ...rows].map((cells) => `| ${cells.join(' | ')} |`).join('\n');

/** Replaces the section with this title, or adds it at the end, dated today. */
export function writeSection(title: string, body: string): void {
  const before = existsSync(file) ? readFileSync(file, 'utf8') : heading;
  const section = `## ${title}\n\n${new Date().toISOString().slice(0, 10)} · ${machine()}\n\n${body.trim()}\n`;
  const parts = before.split(/^(?=## )/m);
  const at = parts.findIndex((part) => part.startsWith(`## ${title}\n`));
  if (at === -1) parts.push(section);
  else parts[at] = section;
  writeFileSync(file, `${parts.map((part) => part.trimEnd()).join('\n\n')}\n`);
}

/** The value below which this share of the samples lies. */
export function percentile(samples: readonly number[], share: number): number {
  const sorted = samples.toSorted((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor(share * sorted.length))] ?? Number.NaN;
}
