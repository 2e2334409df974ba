import { appendFileSync, mkdirSync, rmSync } from 'node:fs';
import { dirname } from 'node:path';
import type { Unit } from './transactions.ts';

/** Something that is not in the store, and why. */
export type Refusal = {
  file: string;
  line: number;
  /** Which entry of the Bundle, where that is known, and what it holds. */
  entry?: number;
  resource?: string;
  status?: number;
  issues: {
    severity?: string;
    code?: string;
    diagnostics?: string;
    expression?: string[];
    details?: { text?: string };
  }[];
  /** How many resources stayed out with it. */
  resources: number;
};

/** Writes refusals to a file, a line each, and counts the reasons for the screen. */
export class Refusals {
  readonly path: string;
  count = 0;
  resources = 0;
  readonly #reasons = new Map<string, { count: number; first: Refusal }>();

  constructor(path: string) {
    this.path = path;
    mkdirSync(dirname(path), { recursive: true });
    rmSync(path, { force: true });
  }

  add(refusal: Refusal): void {
    this.count++;
    this.resources += refusal.resources;
    appendFileSync(this.path, `${JSON.stringify(refusal)}\n`);
    const reason = reasonOf(refusal);
    const known = this.#reasons.get(reason);
    if (known !== undefined) known.count++;
    else if (this.#reasons.size < 1000) this.#reasons.set(reason, { count: 1, first: refusal });
  }

  /** The commonest reasons, each with where it was met first. */
  summary(most = 10): string[] {
    const reasons = [...this.#reasons].sort(([, a], [, b]) => b.count - a.count);
    const lines = reasons.slice(0, most).map(([reason, { count, first }]) => {
      const { file, line, entry, resource } = first;
      const place = [`${file}:${line}`, entry === undefined ? '' : `entry ${entry}`, resource ?? '']
        .filter(Boolean)
        .join(' ');
      return `  ${count} × ${reason}\n      first in ${place}`;
    });
    return reasons.length > most ? [...lines, `  and ${reasons.length - most} more reasons`] : lines;
  }
}

/** A refusal of the server, with the entry that its OperationOutcome names. */
export function refusalOf(unit: Unit, status: number, body: string): Refusal {
  let issues: Refusal['issues'] = [];
  try {
    const outcome = JSON.parse(body) as { issue?: Refusal['issues'] };
    issues = outcome.issue ?? [];
  } catch {
    issues = [{ severity: 'error', diagnostics: body.slice(0, 500) }];
  }
  const named = issues
    .flatMap(({ expression }) => expression ?? [])
    .map((text) => /Bundle\.entry\[(\d+)\]/.exec(text)?.[1]);
  const index = named.find((one) => one !== undefined);
  const refusal: Refusal = {
    file: unit.file,
    line: unit.lines[Number(index ?? 0)] ?? unit.lines[0] ?? 1,
    status,
    issues,
    resources: unit.entries,
  };
  if (index === undefined) return refusal;
  const resource = resourceAt(unit, Number(index));
  return { ...refusal, entry: Number(index), ...(resource === undefined ? {} : { resource }) };
}

function resourceAt(unit: Unit, index: number): string | undefined {
  const bundle = JSON.parse(unit.body.toString('utf8')) as {
    entry?: { resource?: { resourceType?: string; id?: string } }[];
  };
  const resource = bundle.entry?.[index]?.resource;
  return resource === undefined ? undefined : [resource.resourceType, resource.id].filter(Boolean).join('/');
}

function reasonOf({ status, issues }: Refusal): string {
  const [first] = issues;
  const text = first?.diagnostics ?? first?.details?.text ?? first?.code ?? 'no reason given';
  const place = first?.expression?.[0]?.replace(/\[\d+\]/g, '[]');
  return [status, text, place === undefined ? '' : `at ${place}`].filter(Boolean).join(' ');
}
