import { globSync, readFileSync } from 'node:fs';
import { defineConfig } from 'vitest/config';

/** A test that uses a tool of a folder `test` needs a database; every other runs on nothing but the processor. */
const needsDatabase = /from '[^']*\btest\//;

const tests = globSync('{server,web,tools,bench}/src/**/*.test.{ts,tsx}');
const api = tests.filter((file) => needsDatabase.test(readFileSync(file, 'utf8')));
const web = tests.filter((file) => file.startsWith('web/') && !api.includes(file));
const unit = tests.filter((file) => !api.includes(file) && !web.includes(file));

/** What the server runs as it stands is tested as it stands: that saves making it over. */
const asItStands = { experimental: { viteModuleRunner: false } };

/** Of a machine that does much else. */
const patient = { testTimeout: 30_000, hookTimeout: 60_000, expect: { poll: { timeout: 10_000 } } };

export default defineConfig({
  test: {
    projects: [
      { test: { name: 'web', include: web, ...patient } },
      { test: { name: 'unit', include: unit, ...patient, ...asItStands } },
      {
        test: {
          name: 'api',
          include: api,
          globalSetup: 'server/src/test/cluster.ts',
          ...patient,
          // The whole server is read once for all files of a worker: each has a database of its own, which is what must be apart.
          isolate: false,
          ...asItStands,
        },
      },
    ],
  },
});
