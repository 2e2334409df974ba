import { defineConfig } from 'vitest/config';

/** Browser tests have a name of their own (`*.e2e.ts`), so that a plain `vitest run` never starts a product and a browser. */
export default defineConfig({
  test: {
    root: import.meta.dirname,
    include: ['src/**/*.e2e.ts'],
    globalSetup: ['src/harness/global-setup.ts'],
    testTimeout: 180_000,
    hookTimeout: 120_000,
    expect: { poll: { timeout: 15_000 } },
    // One browser at a time: what is measured must not be measured against itself.
    fileParallelism: false,
  },
});
