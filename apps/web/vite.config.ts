import react from '@vitejs/plugin-react';
import type { Plugin } from 'vite';
import { defineConfig } from 'vitest/config';
import { serverAddresses } from './dev-addresses.ts';

const SERVER_ONLY = /^(node:|knex(\/|$)|pg(\/|$)|objection(\/|$)|fastify(\/|$)|@wardwright\/(postgres|migrations|server)(\/|$))/;

/** A server module in the browser bundle stops the build; Vite alone would replace it by an empty one. */
function refuseServerCode(): Plugin {
  return {
    name: 'refuse-server-code',
    enforce: 'pre',
    resolveId(source, importer) {
      if (SERVER_ONLY.test(source)) {
        this.error(`${importer ?? 'The page'} imports ${source}, which only runs on the server.`);
      }
    },
  };
}

// The name stays the one in the browser's address, because the server compares it with where a change comes from.
const server = { target: 'http://127.0.0.1:4000', changeOrigin: false };

export default defineConfig({
  plugins: [process.env['VITEST'] ? null : refuseServerCode(), react()],
  server: {
    port: 4001,
    strictPort: true,
    proxy: Object.fromEntries(serverAddresses.map((address) => [address, server])),
  },
  build: {
    modulePreload: { polyfill: false },
    rolldownOptions: {
      output: {
        codeSplitting: {
          groups: [
            { name: 'react', test: /node_modules[\\/](react|react-dom|scheduler)[\\/]/, priority: 30 },
            {
              name: 'mantine',
              test: /node_modules[\\/](@mantine|@floating-ui|react-remove-scroll|react-number-format|react-textarea-autosize)[\\/]/,
              priority: 20,
              entriesAware: true,
            },
            { name: 'data', test: /node_modules[\\/]@(trpc|tanstack[\\/](react-)?(query|router|store|history))/, priority: 20 },
            { name: 'zod', test: /node_modules[\\/]zod[\\/]/, priority: 20 },
          ],
        },
      },
    },
  },
  test: {
    name: 'web',
    environment: 'happy-dom',
    // Files share what they have loaded: loading the components for each anew took four fifths of the time.
    isolate: false,
    testTimeout: 30_000,
    setupFiles: ['./src/shell/test-setup.ts'],
    include: ['src/**/*.test.{ts,tsx}'],
  },
});
