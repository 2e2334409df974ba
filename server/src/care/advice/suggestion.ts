import type { Json, JsonObject, Resource } from '../../fhir/resource.ts';
import type { Words } from '../process.ts';
import type { Medicine } from './medicine.ts';
import type { Suggested } from './rule.ts';

/** What one click does: a change of what stands in the record, or something new in it. */
export type Suggestion = {
  id: string;
  title: Words;
  actions: readonly ({ type: 'create' | 'update'; resource: Resource } | { type: 'delete'; reference: string })[];
};

const REASONS = 'urn:oid:2.16.578.1.12.4.1.1.7494';

/** A draft that is to be stopped is taken out of what is ordered; an order that stands is stopped with the reason. */
export function suggestionsOf(
  suggested: Suggested,
  patient: string | undefined,
  say: (words: Words) => Words,
  valuesOf: (expression: string) => Json[],
): Suggestion[] {
  const { id } = suggested;
  const title = say(suggested.title);
  if (suggested.kind === 'order') {
    if (patient === undefined) return [];
    return [{ id, title, actions: [{ type: 'create', resource: orderOf(suggested.code, patient) }] }];
  }
  return (valuesOf(suggested.of) as unknown as Medicine[]).flatMap((medicine): Suggestion[] => {
    if (medicine.resource?.resourceType !== 'MedicationRequest') return [];
    const mine = { id: `${id}-${medicine.reference.split('/')[1]}`, title: withName(title, medicine.name) };
    if (medicine.draft) return [{ ...mine, actions: [{ type: 'delete', reference: medicine.reference }] }];
    const statusReason = { coding: [{ system: REASONS, code: suggested.reason }] };
    const resource = { ...medicine.resource, status: 'stopped', statusReason } as Resource;
    return [{ ...mine, actions: [{ type: 'update', resource }] }];
  });
}

const withName = ({ nb, nn, en }: Words, name: string): Words => ({
  nb: nb.replace('{name}', name),
  nn: nn.replace('{name}', name),
  en: en.replace('{name}', name),
});

const orderOf = (code: JsonObject, patient: string): Resource =>
  ({
    resourceType: 'ServiceRequest',
    status: 'active',
    intent: 'order',
    category: [{ coding: [{ system: 'http://snomed.info/sct', code: '108252007', display: 'Laboratory procedure' }] }],
    code,
    subject: { reference: `Patient/${patient}` },
  }) as unknown as Resource;
