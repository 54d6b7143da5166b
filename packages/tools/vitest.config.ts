import { defineConfig } from 'vitest/config';

// Files share what they have loaded: loading it for each anew took half of the time. What a test puts in place of something goes with it.
export default defineConfig({
  test: {
    projects: [
      {
        test: {
          name: 'unit',
          isolate: false,
          restoreMocks: true,
          unstubEnvs: true,
          include: ['src/**/*.test.ts'],
          exclude: ['src/**/*.int.test.ts'],
          testTimeout: 120_000,
          hookTimeout: 120_000,
          maxWorkers: 2,
        },
      },
      {
        test: {
          name: 'int',
          isolate: false,
          restoreMocks: true,
          unstubEnvs: true,
          include: ['src/**/*.int.test.ts'],
          globalSetup: ['@wardwright/postgres/vitest-setup'],
          testTimeout: 120_000,
          hookTimeout: 120_000,
          maxWorkers: 2,
        },
      },
    ],
  },
});
