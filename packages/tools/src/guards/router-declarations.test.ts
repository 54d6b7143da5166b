import { expect, test } from 'vitest';
import { judge } from '../guard.ts';
import { temporaryFolder } from '../testing/temporary-copy.ts';
import { routerDeclarations } from './router-declarations.ts';

const verdictOn = async (output: string, input = '{ id: string }') => {
  using folder = temporaryFolder();
  folder.plant(
    'apps/server/dist-types/apps/server/src/router.d.ts',
    `export declare const appRouter: import("@trpc/server").TRPCBuiltRouter<{ ctx: import("./trpc/context.ts").Context }, {
      sites: { get: import("@trpc/server").TRPCQueryProcedure<{
        input: ${input};
        output: ${output};
        meta: import("./trpc/meta.ts").ProcedureMeta;
        errorShape: { code: import("@wardwright/domain/kernel").DomainErrorCode };
      }>; }; }>;`,
  );
  return await judge(routerDeclarations, folder.root);
};

test.each([
  ['{ name: string; beds: { count: number }[] }'],
  ['import("@wardwright/domain/quality/schema").SignalRow'],
  ['{ company: string }'],
])('%s is a plain shape', async (output) => {
  expect(await verdictOn(output)).toMatchObject({ looked: 1, offences: [] });
});

test.each([
  ['import("@wardwright/domain/directory/model").Site'],
  ['import("@wardwright/domain/db").TenantModel'],
  ['import("objection").Page<object>'],
  ['import("knex").Knex.Raw'],
  ['any'],
  ['{ rows: any[] }'],
  ['unknown'],
])('%s is found', async (output) => {
  expect((await verdictOn(output)).offences).not.toEqual([]);
});

test('an input that nobody checks is found', async () => {
  expect((await verdictOn('{ id: string }', 'any')).offences).toEqual(['get is declared with any']);
});

test('declarations without a procedure prove nothing', async () => {
  using folder = temporaryFolder();
  folder.plant('apps/server/dist-types/apps/server/src/router.d.ts', 'export declare const appRouter: {};');
  expect((await judge(routerDeclarations, folder.root)).offences).toHaveLength(1);
});
