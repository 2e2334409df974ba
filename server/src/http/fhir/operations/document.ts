import { parseJson, printJson } from '../../../fhir/json/index.ts';
import { outcomeOf } from '../../../fhir/outcome.ts';
import type { JsonObject, Resource } from '../../../fhir/resource.ts';
import { localReferences } from '../../../fhir/search/values/references.ts';
import { type Current, change, findCurrent } from '../../../record/index.ts';
import { text } from '../message.ts';
import { notFound } from '../read.ts';
import { permitted, writeContext } from '../service.ts';
import type { FhirOperation } from './operation.ts';
import { parametersOf } from './parameters.ts';

/**
 * Composition/[id]/$document: the composition and everything it refers to, directly or through those, as a document Bundle.
 * What cannot be found is told in the Bundle's first warning, since a document that silently lacks something misleads.
 * @source FHIR R4 composition-operation-document.html
 */
export const document: FhirOperation = {
  name: 'document',
  definition: 'http://hl7.org/fhir/OperationDefinition/Composition-document',
  at: [{ level: 'instance', types: ['Composition'] }],
  get: true,
  summary: 'A composition with all it refers to, as one document',
  async run(service, { request, id = '' }) {
    const parameters = parametersOf(request);
    const persist = parameters.flag('persist') ?? false;
    const [place] = await findCurrent(service.database.reader, [{ type: 'Composition', id }], false);
    if (place?.state !== 'current') throw notFound();
    await permitted(service, request, { letter: 'r', type: 'Composition', record: place.record }, '$document');
    await service.log.append({
      actor: request.actor,
      interaction: '$document',
      type: 'Composition',
      id,
      record: place.record,
      decision: 'permit',
    });

    const contents = new Map<string, string>([[`Composition/${id}`, place.content]]);
    let wanted = direct(place.content);
    for (let round = 0; round < MAX_DEPTH && wanted.length > 0; round += 1) {
      const keys = wanted
        .filter((one) => !contents.has(one))
        .map((one) => ({ type: one.split('/')[0]!, id: one.split('/')[1]! }));
      const found = await findCurrent(service.database.reader, keys, false);
      wanted = [];
      found.forEach((current: Current, i) => {
        if (current.state !== 'current') return;
        contents.set(`${keys[i]!.type}/${keys[i]!.id}`, current.content);
        if (FOLLOWED.has(keys[i]!.type)) wanted.push(...direct(current.content));
      });
    }
    const missing = direct(place.content).filter((reference) => !contents.has(reference));
    const entries = [...contents].map(
      ([reference, content]) => `{"fullUrl":"${service.base}/${reference}","resource":${content}}`,
    );
    if (missing.length > 0) {
      const outcome = outcomeOf(
        missing.map((reference) => ({
          severity: 'warning' as const,
          code: 'not-found',
          key: 'document-incomplete',
          diagnostics: `${reference.split('/')[0]} that the composition refers to is not here.`,
        })),
      );
      entries.push(`{"fullUrl":"urn:uuid:${crypto.randomUUID()}","resource":${printJson(outcome)}}`);
    }
    const identifier = { system: 'urn:ietf:rfc:3986', value: `urn:uuid:${crypto.randomUUID()}` };
    const body = `{"resourceType":"Bundle","identifier":${JSON.stringify(identifier)},"type":"document","timestamp":"${new Date(service.now()).toISOString()}","entry":[${entries.join(',')}]}`;
    if (!persist) return text(200, body);
    const { outcomes } = await change(
      service.database,
      [{ kind: 'create', type: 'Bundle', body: parseJson(body) }],
      writeContext(service, request),
    );
    const outcome = outcomes[0]!;
    return text(200, outcome.content!, { location: `${service.base}/Bundle/${outcome.id}` });
  },
};

/** How far references are followed from a composition's entries. */
const MAX_DEPTH = 3;
/** What is followed on from: entries that are understood only with their parts. */
const FOLLOWED = new Set([
  'DiagnosticReport',
  'Observation',
  'List',
  'CarePlan',
  'MedicationRequest',
  'MedicationStatement',
  'Encounter',
  'PractitionerRole',
]);

function direct(content: string): string[] {
  return localReferences(parseJson(content).value as JsonObject & Resource);
}
