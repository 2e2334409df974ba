import { globSync, readFileSync } from 'node:fs';
import { defineConfig } from 'vitest/config';

/** A test that uses a tool of a folder `test` needs a database; every other runs on nothing but the processor. */
const needsDatabase = /from '[^']*\btest\//;

const tests = globSync('{server,web,tools,bench}/src/**/*.test.{ts,tsx}');
const api = tests.filter((file) => needsDatabase.test(readFileSync(file, 'utf8')));

export default defineConfig({
  test: {
    projects: [
      { test: { name: 'unit', include: tests.filter((file) => !api.includes(file)) } },
      {
        test: {
          name: 'api',
          include: api,
          globalSetup: 'server/src/test/cluster.ts',
          testTimeout: 20_000,
          hookTimeout: 30_000,
        },
      },
    ],
  },
});
