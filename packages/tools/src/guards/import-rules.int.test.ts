import { beforeAll, expect, test } from 'vitest';
import type { Findings } from '../guard.ts';
import { temporaryCopy } from '../testing/temporary-copy.ts';
import { importRules } from './import-rules.ts';

const planted: Record<string, string> = {
  'packages/domain/src/kernel/planted-upward.ts': `export { siteRow } from '../directory/schema.ts';`,
  'packages/domain/src/kernel/planted-node.ts': `import fs from 'node:fs';\nexport const there = fs.existsSync('x');`,
  'packages/domain/src/quality/rules/planted-model.ts': `export { Site } from '../../directory/model.ts';`,
  'packages/domain/src/quality/rules/planted-knex.ts': `export type { Knex } from 'knex';`,
  'packages/domain/src/quality/planted-neighbour.ts': `export { Site } from '../directory/model.ts';`,
  'packages/domain/src/quality/planted-front-door.ts': `export { siteRow } from '../directory/schema.ts';`,
  'packages/domain/src/directory/planted-above.ts': `export { signalTypes } from '../quality/schema.ts';`,
  'packages/domain/src/db/planted-context.ts': `export { Site } from '../directory/model.ts';`,
  'apps/server/src/directory/planted-above.ts': `export { signalTypes } from '@wardwright/domain/quality/schema';`,
  'apps/web/src/shell/planted-server.ts': `export { router } from '../../../server/src/trpc/trpc.ts';`,
  'apps/web/src/shell/planted-type.ts': `export type { Context } from '../../../server/src/trpc/context.ts';`,
  'apps/web/src/shell/planted-model.ts': `export { Site } from '../../../../packages/domain/src/directory/model.ts';`,
  'apps/web/src/shell/planted-node.ts': `export { readFileSync } from 'node:fs';`,
  'migrations/20990101000000_system_planted.ts': `export { siteRow } from '@wardwright/domain/directory/schema';`,
  'packages/engine/src/planted.ts': `export { newId } from '../../domain/src/kernel/ids.ts';`,
  'packages/event-store/src/planted.ts': `export { newId } from '../../domain/src/kernel/ids.ts';`,
  'packages/domain/src/quality/planted-ring-a.ts': `import { b } from './planted-ring-b.ts';\nexport const a = () => b;`,
  'packages/domain/src/quality/planted-ring-b.ts': `import { a } from './planted-ring-a.ts';\nexport const b = () => a;`,
  'packages/domain/src/quality/planted-loop-a.ts': `import type { B } from './planted-loop-b.ts';\nexport type A = B | 1;\nexport const a = 1;`,
  'packages/domain/src/quality/planted-loop-b.ts': `import { a } from './planted-loop-a.ts';\nexport type B = 2;\nexport const b = a;`,
  'packages/domain/src/quality/planted-missing.ts': `export { nothing } from './planted-nowhere.ts';`,
};

let findings: Findings;
beforeAll(async () => {
  using copy = temporaryCopy((name) => /^(apps|packages|migrations)\/.*\.(tsx?|json)$/.test(name));
  for (const [name, text] of Object.entries(planted)) copy.plant(name, text);
  findings = await importRules.check(copy.root);
});

const against = (file: string) => findings.offences.filter((offence) => offence.includes(`${file}.ts`));

test.each([
  ['kernel-and-db-know-nobody', 'kernel/planted-upward'],
  ['pure-stays-pure', 'kernel/planted-node'],
  ['pure-stays-pure', 'rules/planted-model'],
  ['pure-stays-pure', 'rules/planted-knex'],
  ['neighbours-use-the-front-door', 'quality/planted-neighbour'],
  ['contexts-look-down-only', 'domain/src/directory/planted-above'],
  ['contexts-look-down-only', 'server/src/directory/planted-above'],
  ['kernel-and-db-know-nobody', 'db/planted-context'],
  ['web-never-reaches-the-server', 'shell/planted-server'],
  ['web-stays-in-the-browser', 'shell/planted-model'],
  ['web-stays-in-the-browser', 'shell/planted-node'],
  ['migrations-stand-alone', '20990101000000_system_planted'],
  ['packages-stand-alone', 'engine/src/planted'],
  ['packages-stand-alone', 'event-store/src/planted'],
  ['no-cycles', 'planted-ring-a'],
  ['everything-resolves', 'quality/planted-missing'],
])('%s catches %s', (rule, file) => {
  expect(against(file).filter((offence) => offence.startsWith(`${rule}:`))).not.toEqual([]);
});

test.each(['quality/planted-front-door', 'shell/planted-type', 'planted-loop-a', 'planted-loop-b'])('%s is innocent', (file) => {
  expect(against(file)).toEqual([]);
});

test('it has read the files, not just started', () => {
  expect(findings.looked).toBeGreaterThan(100);
  expect(findings.offences.filter((offence) => offence.startsWith('not-seen'))).toEqual([]);
});
