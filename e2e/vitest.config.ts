import { defineConfig } from 'vitest/config';

/** What is measured must not be measured against another test. */
const measured = ['src/{citizen-standards,kurve,legevakt-day,session,twenty-years}.e2e.ts', 'src/days/gp.e2e.ts'];

const patient = { testTimeout: 180_000, hookTimeout: 120_000, expect: { poll: { timeout: 30_000 } } };

/**
 * Browser tests have a name of their own (`*.e2e.ts`), so that a plain `vitest run` never starts a product and a browser. All share
 * one product; those that are measured come last and one at a time, the others two at a time.
 */
export default defineConfig({
  test: {
    root: import.meta.dirname,
    globalSetup: ['src/harness/global-setup.ts'],
    projects: [
      {
        test: { name: 'measured', include: measured, ...patient, fileParallelism: false, sequence: { groupOrder: 2 } },
      },
      {
        test: {
          name: 'two at a time',
          include: ['src/**/*.e2e.ts'],
          exclude: measured,
          ...patient,
          maxWorkers: 2,
          sequence: { groupOrder: 1 },
        },
      },
    ],
  },
});
