import type { Json, JsonObject } from '../../fhir/resource.ts';

/**
 * The elements that say who wrote, signed, asked for or did something. Of a request for something to be done, `performer`
 * is who is asked to, and says nothing of who wrote.
 */
const AUTHOR_ELEMENTS: readonly string[] = [
  ...['author', 'recorder', 'performer', 'performer.actor', 'requester', 'enterer', 'assessor', 'asserter', 'source'],
  ...['sender', 'authenticator', 'attester.party', 'agent.who', 'agent.onBehalfOf', 'signature.who', 'expressedBy'],
  ...['informationSource', 'verification.verifiedBy', 'note.authorReference', 'recordedBy', 'resultsInterpreter'],
  ...['responsible', 'dispensingPerformer.actor', 'operator'],
];
const ASKED_PERFORMERS = new Set(
  `ServiceRequest MedicationRequest DeviceRequest CommunicationRequest NutritionOrder RequestGroup SupplyRequest
  VisionPrescription`.split(/\s+/),
);

export type NamedAuthor = { path: string; reference: JsonObject };

/** References of a resource that name its authors, with where they stand. */
export function authorsNamed(resource: JsonObject): NamedAuthor[] {
  const type = String(resource.resourceType);
  const found: NamedAuthor[] = [];
  for (const path of AUTHOR_ELEMENTS) {
    if (path.startsWith('performer') && ASKED_PERFORMERS.has(type)) continue;
    collect(resource, path.split('.'), type, found);
  }
  return found;
}

function collect(value: Json | undefined, path: readonly string[], at: string, found: NamedAuthor[]): void {
  if (Array.isArray(value)) {
    value.forEach((one, i) => {
      collect(one, path, `${at}[${i}]`, found);
    });
    return;
  }
  if (typeof value !== 'object' || value === null) return;
  const [name, ...deeper] = path;
  if (name !== undefined) collect(value[name], deeper, `${at}.${name}`, found);
  else if (isReference(value)) found.push({ path: at, reference: value });
}

/** `source` and `performer` are codes or quantities in some types, and in others an element that has the reference in its `actor`. */
const isReference = ({ coding, code, actor }: JsonObject): boolean =>
  coding === undefined && code === undefined && actor === undefined;

/** Who is meant by an author's reference, as far as it can be a person at work. */
export type Agent = { type: 'Practitioner' | 'PractitionerRole'; id: string } | 'nobody' | 'unclear';

/**
 * @returns `nobody` for who is no person at work (the patient, kin, an organisation, a device); `unclear` for one who is named
 *   by words, a number or a contained resource: who that is cannot be held against who writes
 */
export function agentOf({ reference, type }: JsonObject): Agent {
  if (typeof reference !== 'string' || reference.startsWith('#')) {
    return type === 'Organization' || type === 'Device' || type === 'Patient' ? 'nobody' : 'unclear';
  }
  const [, of, id] = /(?:^|\/)([A-Z][A-Za-z]+)\/([A-Za-z0-9\-.]{1,64})(?:\/_history\/.*)?$/.exec(reference) ?? [];
  if (of === 'Practitioner' || of === 'PractitionerRole') return { type: of, id: id as string };
  return of === undefined ? 'unclear' : 'nobody';
}
