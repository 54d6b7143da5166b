import { randomUUID } from 'node:crypto';
import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { emptyDatabase } from '@wardwright/postgres/testing';
import pg from 'pg';
import { expect, test, vi } from 'vitest';

test('the five-minute example of the README runs as it stands', async () => {
  const page = readFileSync(path.join(import.meta.dirname, '../README.md'), 'utf8');
  const [, code = ''] = /```ts\n([\s\S]*?)```/.exec(page) ?? [];
  const own = code.replaceAll(/'@wardwright\/event-store(?:\/(\w+))?'/g, (_, door: string | undefined) => `'./${door ?? 'event-store'}.ts'`);
  const imports = own.split('\n').filter((line) => line.startsWith('import ')).join('\n');
  const body = own.split('\n').filter((line) => !line.startsWith('import ')).join('\n');
  const file = path.join(import.meta.dirname, `example-${randomUUID()}.gen.ts`);
  writeFileSync(file, `${imports}\nexport async function example({ admin, url, hospital, nurse }) {\n${body}\n}\n`);

  const database = await emptyDatabase();
  const admin = new pg.Client({ connectionString: database.adminUrl });
  await admin.connect();
  await admin.query("do $$ begin create role ward_app login password 'ward'; exception when duplicate_object then null; end $$");
  const said = vi.spyOn(console, 'log').mockImplementation(() => undefined);
  const [hospital, nurse] = [randomUUID(), randomUUID()];
  try {
    const { example } = (await import(file)) as { example: (world: object) => Promise<void> };
    await example({ admin, url: database.url('ward_app', 'ward'), hospital, nurse });
    expect(said.mock.calls).toEqual([['The bed is taken by Ada.'], [{ patient: 'Ada' }]]);
    const { rows } = await admin.query('select tenant_id, patient from beds');
    expect(rows).toEqual([{ tenant_id: hospital, patient: 'Ada' }]);
  } finally {
    rmSync(file, { force: true });
    await admin.end();
    await database.drop();
    said.mockRestore();
  }
});
