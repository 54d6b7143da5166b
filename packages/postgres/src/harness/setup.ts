import path from 'node:path';
import type { TestProject } from 'vitest/node';
import { type Bundle, bundleChild } from './bundle.ts';
import { removeFolders } from './folders.ts';

declare module 'vitest' {
  interface ProvidedContext {
    bundle: Bundle;
  }
}

/** Makes the child script once for all test files. */
export async function setup(project: TestProject): Promise<() => void> {
  project.provide('bundle', await bundleChild(path.resolve(import.meta.dirname, '../..')));
  return removeFolders;
}
