import { expect, test } from 'vitest';
import { judge } from '../guard.ts';
import { temporaryCopy } from '../testing/temporary-copy.ts';
import { outputTypes } from './output-types.ts';

const procedure = (input: string, output: string) =>
  `import("@trpc/server").TRPCQueryProcedure<{ input: ${input}; output: ${output}; meta: object; errorShape: object }>`;

const router = (branches: string) =>
  `import("@trpc/server").TRPCBuiltRouter<{ ctx: object; meta: object; errorShape: object; transformer: false },
    import("@trpc/server").TRPCDecorateCreateRouterOptions<{ ${branches} }>>`;

const verdictOn = async (answer: string) => {
  using copy = temporaryCopy((name) => /^apps\/(web|server)\/[^/]+\.json$|^[^/]+$/.test(name));
  const sites = router(`list: ${procedure('{}', answer)}; get: ${procedure('{ id: string }', '{ name: string }')}`);
  copy.plant(
    'apps/server/dist-types/apps/server/src/router.d.ts',
    `export declare const appRouter: ${router(`directory: ${router(`sites: ${sites}`)}`)};\nexport type AppRouter = typeof appRouter;\n`,
  );
  return await judge(outputTypes, copy.root);
};

test('an answer with a shape is innocent', async () => {
  expect(await verdictOn('{ rows: { name: string; timeZone: string }[] }')).toMatchObject({ looked: 6, offences: [] });
});

test.each(['any', '{ rows: any[] }'])('an answer that has become %s is found', async (answer) => {
  expect((await verdictOn(answer)).offences).not.toEqual([]);
});

test('an answer whose rows come from a module that pages cannot see is found', async () => {
  const { offences } = await verdictOn('{ rows: import("@wardwright/domain/directory/model").Site[] }');
  expect(offences).toContainEqual(expect.stringContaining('row.nmae'));
});

test('a field that no longer exists is found', async () => {
  const { offences } = await verdictOn('{ rows: { title: string; timeZone: string }[] }');
  expect(offences).toContainEqual(expect.stringContaining('right.ts(5,'));
});
