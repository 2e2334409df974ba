import { readFileSync, writeFileSync } from 'node:fs';
import { cpus } from 'node:os';
import { againstBaseline } from './baseline.ts';
import { startCluster } from './cluster.ts';
import { jobOf } from './contest.ts';
import { decisionFigures } from './gate/decision.ts';
import { gateFigures } from './gate/gate.ts';
import { logFigures } from './gate/log.ts';
import { startGenerator } from './generator/index.ts';
import { growth } from './growth/index.ts';
import { startNoop } from './noop.ts';
import { type Options, type Part, parts, readOptions } from './options.ts';
import { say } from './say.ts';
import { starts } from './start.ts';
import { type Findings, tablesOf } from './tables.ts';

const marks = /(<!-- bench -->\n)[\s\S]*?(\n<!-- \/bench -->)/;

/** Measures everything in one run, and prints it as Markdown tables. */
async function main(): Promise<void> {
  const options = readOptions(process.argv.slice(2));
  const wants = (part: Part) => options.only.length === 0 || options.only.includes(part);
  const wantsFigures = wants('baseline') || options.only.some((key) => !parts.includes(key as Part));
  const began = performance.now();
  const cluster = await startCluster();
  const generator = await startGenerator();
  try {
    const noop = await startNoop();
    const side = { port: noop.port, headers: {}, requests: [{ method: 'GET', path: '/' }] };
    const { perSecond } = await generator.run(jobOf(side, 32, options.pace.seconds));
    noop.server.close();
    say(`the load generator reaches ${Math.round(perSecond)} requests a second`);
    const [processor] = cpus();
    const findings: Findings = {
      machine: `${cpus().length} cores (${processor?.model.trim()})`,
      database: `PostgreSQL ${cluster.version}`,
      generatorPerSecond: perSecond,
    };
    if (wants('start')) findings.start = await starts();
    if (wantsFigures) findings.baseline = await againstBaseline(cluster, generator, options);
    if (wants('decision')) findings.decision = decisionFigures();
    if (wants('gate')) findings.gate = await gateFigures(cluster, generator, options);
    if (wants('log')) findings.log = await logFigures(cluster, options.pace.seconds * 3);
    if (wants('growth')) findings.growth = await growth(cluster, generator, options);
    show(tablesOf(findings), options);
    say(`done in ${Math.round((performance.now() - began) / 1000)} s`);
  } finally {
    await generator.stop();
    await cluster.end();
  }
}

function show(tables: string, { write }: Options): void {
  process.stdout.write(`${tables}\n`);
  if (write === undefined) return;
  const text = readFileSync(write, 'utf8');
  if (!marks.test(text)) throw new Error(`${write} has no part between <!-- bench --> and <!-- /bench -->`);
  writeFileSync(
    write,
    text.replace(marks, (_, start: string, end: string) => start + tables + end),
  );
}

main().catch((error: unknown) => {
  say(error instanceof Error ? error.message : String(error));
  process.exitCode = 1;
});
