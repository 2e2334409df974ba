import { type Issue, Problem } from '../fhir/issue.ts';
import { findCurrent } from './current.ts';
import type { Queryable } from './database.ts';
import type { Place } from './operation.ts';
import type { Step } from './step.ts';
import type { Change } from './write.ts';

/**
 * Refuses local references that lead neither to something in the store nor to something the same transaction writes.
 * @param see which of the places the actor may know of: the others are as good as not there.
 */
export async function refuseDangling(
  client: Queryable,
  steps: readonly Step[],
  changes: readonly Change[],
  see: (places: readonly Place[]) => Promise<boolean[]>,
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
  const places = wanted.flatMap(({ type, id }, i) => {
    const current = found[i]!;
    return current.state === 'current' ? [{ type, id, record: current.record, current }] : [];
  });
  const seen = await see(places);
  const known = new Set(places.filter((_, i) => seen[i]).map(({ type, id }) => `${type}/${id}`));
  const missing = wanted.filter(({ type, id }) => !known.has(`${type}/${id}`));
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
