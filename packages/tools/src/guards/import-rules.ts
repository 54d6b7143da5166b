import path from 'node:path';
import { cruise, type ICruiseResult, type IViolation } from 'dependency-cruiser';
import { sourceFiles } from '../files.ts';
import type { Findings, Guard } from '../guard.ts';
import { forbidden } from './import-rules/rules.ts';

const members = ['apps', 'packages', 'migrations', 'bench'];
const source = /^(apps|packages)\/[^/]+\/(src|e2e)\/.*\.tsx?$|^(migrations|bench)\/.*\.ts$/;

async function read(root: string, files: readonly string[]): Promise<ICruiseResult> {
  const present = members.filter((member) => files.some((name) => name.startsWith(`${member}/`)));
  const { output } = await cruise(present, {
    baseDir: root,
    validate: true,
    ruleSet: { forbidden },
    tsPreCompilationDeps: true,
    doNotFollow: { path: 'node_modules' },
    exclude: { path: '/(dist|dist-types|test-results|playwright-report)/' },
    enhancedResolveOptions: {
      exportsFields: ['exports'],
      conditionNames: ['node', 'import', 'types', 'default'],
      extensions: ['.ts', '.tsx', '.mjs', '.js', '.cjs', '.json', '.css', '.d.ts'],
    },
  });
  if (typeof output === 'string') throw new Error(`dependency-cruiser answered with text: ${output.slice(0, 200)}`);
  return output;
}

const sentence = ({ rule, from, to, cycle }: IViolation): string => {
  const road = cycle ? [from, ...cycle.map((step) => step.name)].join(' -> ') : `${from} -> ${to}`;
  return `${rule.name}: ${road}`;
};

async function check(root: string): Promise<Findings> {
  const files = sourceFiles(root);
  const result = await read(root, files);
  const seen = new Set(result.modules.map((module) => module.source));
  // A reader without a fitting TypeScript sees no modules and reports success, so each file must have been seen.
  const missed = files.filter((name) => source.test(name) && !seen.has(name));
  const own = [...seen].filter((name) => source.test(name)).length;
  return {
    looked: own,
    unit: 'modules',
    offences: [
      ...new Set(result.summary.violations.map(sentence)),
      ...missed.map((name) => `not-seen: ${path.normalize(name)} was not read, so nothing is known about its imports`),
    ].toSorted(),
  };
}

export const importRules: Guard = {
  name: 'import rules',
  promise: 'Code reaches only what lies below it, through its doors.',
  check,
};
