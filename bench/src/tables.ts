import type { Baseline, Measured } from './baseline.ts';
import type { DecisionFigures } from './gate/decision.ts';
import type { GateFigures } from './gate/gate.ts';
import type { LogFigures } from './gate/log.ts';
import type { Growth } from './growth/index.ts';
import type { Start } from './start.ts';

export type Findings = {
  machine: string;
  database: string;
  /** Requests a second that the load generator reaches against a server that does nothing. */
  generatorPerSecond: number;
  baseline?: Baseline;
  decision?: DecisionFigures;
  gate?: GateFigures;
  growth?: Growth;
  log?: LogFigures;
  start?: Start;
};

/** The findings as Markdown, in the order of the wishes. */
export function tablesOf(findings: Findings): string {
  const { baseline, growth, log, start } = findings;
  const parts = [
    `Measured on ${findings.machine}, shared by ${findings.database}, the server and the load generator (which reaches ` +
      `${thousands(findings.generatorPerSecond)} requests/s against a server that does nothing).`,
  ];
  if (baseline !== undefined && baseline.figures.length > 0) parts.push(baselineTable(baseline));
  if (growth !== undefined) parts.push(growthTable(growth));
  const rest = [
    ...restRows(baseline, growth, start),
    ...decisionRows(findings.decision),
    ...gateRows(findings.gate),
    ...logRows(log),
  ];
  if (rest.length > 0) parts.push(table(['', 'wanted', 'measured'], rest));
  return parts.join('\n\n');
}

function baselineTable({ figures, resources }: Baseline): string {
  const rows = figures.map((figure) => [
    figure.name,
    figure.wanted,
    ...figure.outcomes.map(([, { ratio }]) => `**${ratio.toFixed(2)}**`),
    figure.outcomes.map(([, { theirs }]) => perSecond(figure, theirs.perSecond)).join(' · '),
    figure.outcomes.map(([, { base }]) => perSecond(figure, base.perSecond)).join(' · '),
  ]);
  return (
    `Speed as a share of a bare Node server's that does the same with one prepared statement on the same database ` +
    `(${thousands(resources)} resources; 1 and 32 connections, loading 1 and 4):\n\n` +
    table(['', 'wanted', 'few', 'many', 'ours, per second', 'bare, per second'], rows)
  );
}

const perSecond = ({ unit }: Measured, requests: number) => thousands(requests * unit.perRequest);

function growthTable({ citizens, figures }: Growth): string {
  const [small, large] = citizens.map(thousands);
  const rows = figures.map(({ name, outcomes }) => [
    name,
    '≤ 1.3',
    ...outcomes.map(([, { ratio }]) => `**${(1 / ratio).toFixed(2)}**`),
    outcomes.map(([, { base, theirs }]) => `${ms(base.medianMs)} → ${ms(theirs.medianMs)}`).join(' · '),
  ]);
  return (
    `Cost with ${large} citizens in the store as a multiple of the cost with ${small}:\n\n` +
    table(['', 'wanted', '1 connection', '32 connections', 'median'], rows)
  );
}

function restRows(baseline: Baseline | undefined, growth: Growth | undefined, start: Start | undefined): string[][] {
  const rows: string[][] = [];
  const everything = baseline?.figures.find(({ key }) => key === 'everything-3000');
  if (everything !== undefined) {
    const times = everything.outcomes.map(([connections, { theirs }]) => `${ms(theirs.firstByteMs)} at ${connections}`);
    rows.push(['First byte of `$everything` of 3 000', '< 50 ms', times.join(', ')]);
  }
  if (start !== undefined) {
    const settled = `all ${start.citizens} citizens there after ${seconds(start.settledMs)}`;
    rows.push([
      'Start to ready, empty database and demo municipality',
      '≤ 10 s',
      `${seconds(start.emptyMs)}, ${settled}`,
    ]);
    rows.push(['Start to ready, existing database', '≤ 2 s', seconds(start.existingMs)]);
  }
  if (growth !== undefined) {
    rows.push([`Start to ready, ${thousands(growth.citizens[1])} citizens`, '≤ 2 s', seconds(growth.readyMs)]);
  }
  if (baseline !== undefined) {
    rows.push(['Memory of the server under load, at most', '≤ 400 MB', `${Math.round(baseline.memoryMb)} MB`]);
    rows.push(['Disk, as a multiple of the JSON', '≤ 3', baseline.disk.toFixed(2)]);
  }
  return rows;
}

function logRows(log: LogFigures | undefined): string[][] {
  if (log === undefined) return [];
  return [
    [`Log entries on disk a second, ${log.readers} readers`, '≥ 10\u202f000', thousands(log.entriesPerSecond)],
    [
      `Verification of a log of ${thousands(log.verified)}, entries a second`,
      '≥ 200\u202f000',
      thousands(log.verifiedPerSecond),
    ],
  ];
}

function decisionRows(decision: DecisionFigures | undefined): string[][] {
  if (decision === undefined) return [];
  const { organisations, relations, cpuMs } = decision;
  return [[`CPU of a decision, ${organisations} organisations and ${relations} relations`, '≤ 0.3 ms', ms(cpuMs)]];
}

function gateRows(gate: GateFigures | undefined): string[][] {
  if (gate === undefined) return [];
  const { ratios, firstLook, hidden, whoCanSee } = gate;
  return [
    ...ratios.map(({ name, wanted, outcomes }) => [
      `${name} with the gate, as a share of the speed without; ${outcomes.map(([count]) => count).join(' and ')} connections`,
      wanted,
      outcomes.map(([, { ratio }]) => ratio.toFixed(2)).join(' · '),
    ]),
    ['The first read in a record since the start, likewise; 1 connection', '', firstLook.toFixed(2)],
    ['Time of a hidden resource’s 404, as a multiple of that of one that does not exist', '0.9–1.1', hidden.toFixed(2)],
    ['`$who-can-see`, the first time and again', '≤ 100 ms', `${ms(whoCanSee.firstMs)} · ${ms(whoCanSee.againMs)}`],
  ];
}

function table(head: string[], rows: string[][]): string {
  const line = (cells: string[]) => `| ${cells.join(' | ')} |`;
  return [line(head), line(head.map(() => '---')), ...rows.map(line)].join('\n');
}

const thousands = (n: number): string =>
  String(
    n >= 1000
      ? Math.round(n / 10 ** (Math.floor(Math.log10(n)) - 2)) * 10 ** (Math.floor(Math.log10(n)) - 2)
      : Math.round(n),
  ).replace(/\B(?=(\d{3})+$)/g, '\u202f');
const ms = (n: number): string => `${n < 10 ? n.toFixed(2) : Math.round(n)} ms`;
const seconds = (n: number): string => `${(n / 1000).toFixed(1)} s`;
