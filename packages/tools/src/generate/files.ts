import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { Refusal } from './names.ts';

/** Changes to files, collected first and written together, so that a refusal leaves nothing half done. */
export class Draft {
  readonly #root: string;
  readonly #texts = new Map<string, string>();

  constructor(root: string) {
    this.#root = root;
  }

  exists(name: string): boolean {
    return this.#texts.has(name) || existsSync(path.join(this.#root, name));
  }

  /** A file that must not be there yet. */
  add(name: string, text: string): void {
    if (this.exists(name)) throw new Refusal(`${name} exists already.`);
    this.#texts.set(name, text);
  }

  /** Changes a file that must be there. The change has to change something. */
  edit(name: string, change: (text: string) => string): void {
    if (!this.exists(name)) throw new Refusal(`${name} is missing; make the context first.`);
    const before = this.#texts.get(name) ?? readFileSync(path.join(this.#root, name), 'utf8');
    const after = change(before);
    if (after === before) throw new Refusal(`${name} has another shape than expected, so it was left alone; add the line by hand.`);
    this.#texts.set(name, after);
  }

  /** Writes everything and tells which files were touched. */
  write(): readonly string[] {
    for (const [name, text] of this.#texts) {
      mkdirSync(path.dirname(path.join(this.#root, name)), { recursive: true });
      writeFileSync(path.join(this.#root, name), text);
    }
    return [...this.#texts.keys()];
  }
}

const escaped = (text: string): string => text.replaceAll(/[.*+?^${}()|[\]\\]/g, '\\$&');

/** Adds a name to the import from a module; adds the import, as the last one, when there is none. */
export function withImport(text: string, name: string, from: string): string {
  const typed = name.startsWith('type ');
  const plain = name.replace(/^type /, '');
  const present = new RegExp(`^import (type )?\\{([^}]*)\\} from '${escaped(from)}';$`, 'm').exec(text);
  if (present) {
    const [whole, onlyTypes = '', names = ''] = present;
    const all = [...names.split(',').map((part) => part.trim()).filter((part) => part !== ''), typed && !onlyTypes ? name : plain];
    const sorted = all.toSorted((a, b) => a.replace(/^type /, '').localeCompare(b.replace(/^type /, '')));
    return text.replace(whole, `import ${onlyTypes}{ ${sorted.join(', ')} } from '${from}';`);
  }
  const line = typed ? `import type { ${plain} } from '${from}';` : `import { ${plain} } from '${from}';`;
  const imports = [...text.matchAll(/^import [^;]*;$/gm)];
  const last = imports.at(-1);
  if (!last) return `${line}\n\n${text}`;
  const end = last.index + last[0].length;
  return `${text.slice(0, end)}\n${line}${text.slice(end)}`;
}

/** Puts a text behind the first match of a pattern. */
export const after = (text: string, pattern: RegExp, added: string): string =>
  text.replace(pattern, (found: string) => `${found}${added}`);

/** Puts a text at the end, one blank line below the rest. */
export const atEnd = (text: string, added: string): string => `${text.trimEnd()}\n\n${added.trim()}\n`;
