import { expect, test } from 'vitest';

const pages = import.meta.glob<string>('/src/**/*.tsx', { query: '?raw', import: 'default', eager: true });
const shipped = import.meta.glob<string>('./mantine-styles.ts', { query: '?raw', import: 'default', eager: true });
const modules = import.meta.glob<string>('/node_modules/@mantine/core/esm/components/**/*.mjs', { query: '?raw', import: 'default' });
const sheets = Object.keys(import.meta.glob('/node_modules/@mantine/core/styles/*.layer.css', { query: '?raw' }));

/** Components of Mantine that our pages import by name. */
function importedNames(): Set<string> {
  const names = new Set<string>();
  for (const text of Object.values(pages)) {
    for (const [, list = ''] of text.matchAll(/import \{([^}]*)\} from '@mantine\/core'/g)) {
      for (const name of list.split(',').map((part) => part.trim())) if (/^[A-Z]/.test(name)) names.add(name);
    }
  }
  return names;
}

function resolved(from: string, to: string): string {
  return new URL(to, `file://${from}`).pathname;
}

/** Style sheets a component needs, found by walking its imports inside Mantine. */
async function stylesOf(name: string): Promise<Set<string>> {
  const styles = new Set<string>();
  const open = [`/node_modules/@mantine/core/esm/components/${name}/${name}.mjs`];
  const seen = new Set<string>();
  for (let file = open.pop(); file !== undefined; file = open.pop()) {
    const load = modules[file];
    if (seen.has(file) || load === undefined) continue;
    seen.add(file);
    for (const [, path = ''] of (await load()).matchAll(/from "(\.[^"]+\.mjs)"/g)) {
      const sheet = /([A-Za-z]+)\.module\.mjs$/.exec(path)?.[1];
      if (sheet === undefined) open.push(resolved(file, path));
      else styles.add(sheet);
    }
  }
  return styles;
}

function shippedStyles(): Set<string> {
  const css = Object.values(shipped).join('');
  return new Set([...css.matchAll(/styles\/([A-Za-z]+)\.layer\.css/g)].map((match) => match[1] ?? ''));
}

test('every Mantine component in use has its styles in the bundle', async () => {
  const needed = new Set<string>();
  for (const name of importedNames()) for (const sheet of await stylesOf(name)) needed.add(sheet);
  const exists = (sheet: string): boolean => sheets.some((path) => path.endsWith(`/${sheet}.layer.css`));
  const missing = [...needed].filter((sheet) => exists(sheet) && !shippedStyles().has(sheet));
  expect(needed.size).toBeGreaterThan(8);
  expect(missing, 'add these to src/shell/theme/mantine-styles.ts').toEqual([]);
});

test('a component without its styles is noticed', async () => {
  expect((await stylesOf('Stepper')).has('Stepper')).toBe(true);
  expect(shippedStyles().has('Stepper')).toBe(false);
});
