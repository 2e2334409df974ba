import { chromium, debianPostgres, provide } from './needs.ts';
import { type Count, check, vitest } from './step.ts';

/**
 * The one test command: definitions, checks, unit and API tests on the embedded PostgreSQL, API tests on Debian's
 * PostgreSQL 15, the web build, browser tests. Ends with one line that counts everything.
 */
const counts: Count[] = [];
const there = provide([debianPostgres, chromium]);

counts.push(await check('FHIR definitions', 'node', ['server/src/fhir/definitions/compile.ts']));
counts.push(
  ...(await Promise.all([
    check('Format and lint', 'biome', ['check', '.']),
    check('Types', 'tsc', ['-p', 'tsconfig.json']),
    check('Types of the web', 'tsc', ['-p', 'web/tsconfig.json']),
    check('Types of the browser tests', 'tsc', ['-p', 'e2e/tsconfig.json']),
    check('Dead code', 'knip', []),
  ])),
);
// Each on a database server of its own, so that neither waits for the other's transactions.
counts.push(
  ...(await Promise.all([
    vitest('Unit and API tests on the embedded PostgreSQL', []),
    there.has(debianPostgres)
      ? vitest(
          'API tests on Debian’s PostgreSQL 15',
          ['--project=api', '--exclude=server/src/{durability,main}.test.ts'],
          { ENJOURNAL_TEST_POSTGRES: 'debian' },
          'kept',
        )
      : missing(),
  ])),
);
counts.push(await check('Web build', 'node', ['node_modules/vite/bin/vite.js', 'build', 'web']));
counts.push(there.has(chromium) ? await vitest('Browser tests', ['--config', 'e2e/vitest.config.ts']) : missing());

const sum = (part: keyof Count) => counts.reduce((all, count) => all + count[part], 0);
const failed = sum('failed');
console.info(`\n${sum('passed')} passed, ${failed} failed, ${sum('skipped')} skipped`);
process.exitCode = failed === 0 ? 0 : 1;

/** A part that cannot run here is skipped for a person, who was told what to type; on CI it is a failure. */
function missing(): Count {
  return process.env.CI ? { passed: 0, failed: 1, skipped: 0 } : { passed: 0, failed: 0, skipped: 1 };
}
