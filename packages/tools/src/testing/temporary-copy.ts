import { cpSync, existsSync, mkdirSync, mkdtempSync, realpathSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { repository, sourceFiles } from '../files.ts';

/** A folder that a test may spoil. */
export interface Folder extends Disposable {
  readonly root: string;
  /** Writes a file, making the folders above it. */
  readonly plant: (name: string, text: string) => void;
}

/** An empty folder that vanishes at the end of the test. */
export function temporaryFolder(): Folder {
  const root = mkdtempSync(path.join(realpathSync(os.tmpdir()), 'wardwright-guard-'));
  return {
    root,
    plant: (name, text) => {
      mkdirSync(path.dirname(path.join(root, name)), { recursive: true });
      writeFileSync(path.join(root, name), text);
    },
    [Symbol.dispose]: () => rmSync(root, { recursive: true, force: true }),
  };
}

/** A copy of the repository, or of the part that is wanted, without its history; the installed packages are borrowed. */
export function temporaryCopy(wanted: (name: string) => boolean = () => true): Folder {
  const folder = temporaryFolder();
  const names = sourceFiles(repository).filter((name) => wanted(name));
  for (const name of names) cpSync(path.join(repository, name), path.join(folder.root, name));
  const packages = names.filter((name) => name.endsWith('package.json')).map((name) => path.dirname(name));
  for (const member of packages.filter((name) => name !== '.')) {
    const installed = path.join(repository, member, 'node_modules');
    // The links inside are relative, so the copy finds its own workspace members and the borrowed packages.
    if (existsSync(installed))
      cpSync(installed, path.join(folder.root, member, 'node_modules'), { recursive: true, verbatimSymlinks: true });
  }
  symlinkSync(path.join(repository, 'node_modules'), path.join(folder.root, 'node_modules'));
  return folder;
}
