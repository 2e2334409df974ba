import { type Issue, Problem } from '../fhir/issue.ts';
import { findCurrent } from './current.ts';
import type { Queryable } from './database.ts';
import type { Step } from './step.ts';
import type { Change } from './write.ts';

/** Refuses local references that lead neither to something in the store nor to something the same transaction writes. */
export async function refuseDangling(
  client: Queryable,
  steps: readonly Step[],
  changes: readonly Change[],
): Promise<void> {
  const own = new Set(
    steps.filter((s) => s.id !== undefined && s.operation.kind !== 'delete').map((s) => `${s.operation.type}/${s.id}`),
  );
  const wanted: { type: string; id: string; from: string }[] = [];
  for (const one of changes) {
    if (one.op === 'D') continue;
    for (const reference of one.entries.references) {
      if (own.has(reference)) continue;
      const [type = '', id = ''] = reference.split('/');
      wanted.push({ type, id, from: one.id });
    }
  }
  const found = await findCurrent(client, wanted, false);
  const missing = wanted.filter((_, i) => found[i]!.state !== 'current');
  if (missing.length === 0) return;
  throw new Problem(
    'rule',
    missing.map(({ type, from }) => {
      const step = steps.find((s) => s.id === from);
      const issue: Issue = {
        severity: 'error',
        code: 'not-found',
        key: 'reference-dangling',
        diagnostics: `A reference to a ${type} leads to nothing that exists.`,
      };
      if (step?.operation.entry !== undefined) issue.expression = `Bundle.entry[${step.operation.entry}].resource`;
      return issue;
    }),
  );
}
