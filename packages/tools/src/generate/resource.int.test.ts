import path from 'node:path';
import { connect } from '@wardwright/domain/db';
import { testDatabase } from '@wardwright/domain/testing';
import type { steps as realSteps } from '@wardwright/migrations';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { z } from 'zod';
import { tenantKeys } from '../database/keys.ts';
import { reversible } from '../database/reversible.ts';
import { rowShapesAgainst } from '../database/row-shapes.ts';
import { tenancy } from '../database/tenancy.ts';
import { judge } from '../guard.ts';
import { runTool } from '../run/process.ts';
import { type Folder, temporaryCopy } from '../testing/temporary-copy.ts';
import { newResource } from './resource.ts';

let copy: Folder;
let written: readonly string[];
beforeAll(() => {
  copy = temporaryCopy((name) => /^(apps|packages|migrations|data)\/.*\.(tsx?|css|json)$|^[^/]+$/.test(name));
  written = newResource(copy.root, 'directory', 'call room', new Date('2099-01-01T00:00:00Z'));
});
afterAll(() => copy[Symbol.dispose]());

test('everything from the migration to the page is written', () => {
  expect(written.toSorted()).toEqual([
    'apps/server/src/directory/router.ts',
    'apps/web/src/directory/call-rooms-page.tsx',
    'apps/web/src/directory/messages.ts',
    'apps/web/src/directory/routes.tsx',
    'migrations/20990101000000_directory_call_rooms.ts',
    'migrations/index.ts',
    'packages/domain/src/directory/access.ts',
    'packages/domain/src/directory/model.ts',
    'packages/domain/src/directory/resources.ts',
    'packages/domain/src/directory/schema.ts',
    'packages/domain/src/directory/schema/call-room.ts',
    'packages/domain/src/tables.ts',
  ]);
});

test('a second time is refused and changes nothing', () => {
  expect(() => newResource(copy.root, 'directory', 'call room', new Date('2099-01-02T00:00:00Z'))).toThrow('exists already');
});

// The second reads what was written in the domain and the server, and leaves the declarations that the third needs.
test.each(['migrations', 'apps/server/tsconfig.types.json', 'apps/web'])('%s compiles', async (project) => {
  const { code, out } = await runTool(copy.root, 'typescript/bin/tsc', ['-p', project, '--pretty', 'false', '--checkers', '1']);
  expect(out).toBe('');
  expect(code).toBe(0);
});

test('the table keeps the house rules and its zod row fits', async () => {
  const { steps } = (await import(path.join(copy.root, 'migrations/index.ts'))) as { steps: typeof realSteps };
  const { tables } = (await import(path.join(copy.root, 'packages/domain/src/tables.ts'))) as { tables: Record<string, z.ZodObject> };
  const clone = await testDatabase();
  const owner = connect(clone.urls.owner);
  const admin = connect(clone.urls.admin);
  try {
    expect((await judge(reversible(steps), owner)).offences).toEqual([]);
    for (const guard of [tenancy, tenantKeys, rowShapesAgainst(tables)]) expect((await judge(guard, admin)).offences).toEqual([]);
    expect(await admin('directory.callRooms').count()).toEqual([{ count: 0 }]);
  } finally {
    await Promise.all([owner.destroy(), admin.destroy()]);
    await clone.close();
  }
});
