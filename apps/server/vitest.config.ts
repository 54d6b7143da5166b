import { defineConfig } from 'vitest/config';

// Files share what they have loaded: loading Knex, Fastify or Mantine for each anew took most of the time.
export default defineConfig({
  test: {
    projects: [
      { test: { name: 'unit', isolate: false, include: ['src/**/*.test.ts'], exclude: ['src/**/*.int.test.ts'] } },
      {
        test: {
          name: 'int',
          include: ['src/**/*.int.test.ts'],
          globalSetup: ['@wardwright/postgres/vitest-setup', './src/testing/build-setup.ts'],
          testTimeout: 60_000,
          hookTimeout: 60_000,
          isolate: false,
          maxWorkers: 2,
        },
      },
    ],
  },
});
