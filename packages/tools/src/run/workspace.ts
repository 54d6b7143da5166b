import { existsSync, readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { z } from 'zod';

const manifest = z.object({ name: z.string(), scripts: z.record(z.string(), z.string()).default({}) });

/** A package of the workspace. */
export interface Member {
  readonly name: string;
  /** Folder, relative to the root. */
  readonly folder: string;
  readonly scripts: readonly string[];
}

/** The packages of the workspace that lie in this root. */
export function members(root: string): readonly Member[] {
  const within = (group: string) => (existsSync(path.join(root, group)) ? readdirSync(path.join(root, group)).map((name) => `${group}/${name}`) : []);
  return [...within('apps'), ...within('packages'), 'migrations', 'bench']
    .filter((folder) => existsSync(path.join(root, folder, 'package.json')))
    .map((folder) => {
      const { name, scripts } = manifest.parse(JSON.parse(readFileSync(path.join(root, folder, 'package.json'), 'utf8')));
      return { name, folder, scripts: Object.keys(scripts) };
    });
}
