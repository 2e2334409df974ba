import type { Issue } from '../../fhir/issue.ts';
import type { Resource } from '../../fhir/resource.ts';
import type { Governed, Rule } from '../process.ts';
import { adviceFor } from './evaluate.ts';
import type { Knowledge } from './knowledge.ts';
import { searchesOf } from './needed.ts';
import { overridesIn } from './override.ts';

/** Where rules come from, and where it is told that one fails. */
export type AdviceSource = { knowledge(): Promise<Knowledge>; failed(rule: string, what: string): void };

/** More of a type than this no one is asked about. */
const MOST = 2_000;

/**
 * Whoever signs an order meets what is critical about it, by whichever program: it is refused until somebody has said why it
 * is right all the same. What other systems bring in was decided there; its advice is shown when the record is opened.
 */
export const orderAdvice =
  (source: AdviceSource): Rule =>
  async (change) => {
    if (!isSigned(change)) return [];
    const knowledge = await source.knowledge();
    if (knowledge.rules.length === 0) return [];
    const { resource, now } = change;
    const record = await recordOf(change, knowledge);
    const drafts = [resource!];
    const failed = ({ id }: { id: string }, what: string) => source.failed(id, what);
    const critical = adviceFor(knowledge, { hook: 'order-sign', record, drafts, now }, failed).filter(
      ({ grade }) => grade === 'critical',
    );
    const overrides = overridesIn(record, now);
    return critical
      .filter(({ key }) => !overrides.has(key))
      .map(
        ({ title, rule, key }): Issue => ({
          severity: 'error',
          code: 'business-rule',
          key: 'advice-critical',
          values: { what: title },
          diagnostics: `Rule ${rule.id}. Change the order, or store a DetectedIssue with the identifier ${key.split(':').slice(0, 2).join(':')}… and the reason, as Patient/$advice tells.`,
          expression: 'MedicationRequest.medication',
        }),
      );
  };

const ordering: ReadonlySet<string> = new Set([
  'order',
  'original-order',
  'reflex-order',
  'filler-order',
  'instance-order',
]);

/** It becomes one to give by, or another medicine or dose than it was. */
function isSigned({ resource, before, actor }: Governed): boolean {
  if (actor.kind !== 'staff' || resource === undefined) return false;
  if (resource.status !== 'active' || !ordering.has(String(resource.intent))) return false;
  if (before === undefined || before.status !== 'active' || !ordering.has(String(before.intent))) return true;
  return ['medicationCodeableConcept', 'dosageInstruction'].some(
    (member) => JSON.stringify(resource[member]) !== JSON.stringify(before[member]),
  );
}

/** What the writer may see of what rules ask about, as it will stand after the transaction. */
async function recordOf(change: Governed, { codes }: Knowledge): Promise<Resource[]> {
  const { resource, stored, now } = change;
  const patient = (resource!.subject as { reference?: string } | undefined)?.reference ?? '';
  const about = `patient=${encodeURIComponent(patient)}`;
  const [person, ...found] = await Promise.all([
    change.findShown('Patient', `_id=${encodeURIComponent(patient.split('/').at(-1) ?? '')}`, 1),
    ...searchesOf(codes, now).map(([type, more]) =>
      change.findShown(
        type,
        [about, ...more.map(([name, value]) => `${name}=${encodeURIComponent(value)}`)].join('&'),
        MOST,
      ),
    ),
  ]);
  const own = `${resource!.resourceType}/${resource!.id}`;
  const changed = new Map(stored.map((one) => [`${one.resourceType}/${one.id}`, one]));
  const standing = found
    .flat()
    .filter((one) => !changed.has(`${one.resourceType}/${one.id}`))
    .concat(stored.filter((one) => `${one.resourceType}/${one.id}` !== own && isAbout(one, patient)));
  return [...person!, ...standing];
}

const isAbout = ({ subject, patient }: Resource, whom: string): boolean =>
  ((subject ?? patient) as { reference?: string } | undefined)?.reference === whom;
