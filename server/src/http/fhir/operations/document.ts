import type { Opened } from '../../../access/gate/gate.ts';
import { problem } from '../../../fhir/issue.ts';
import { parseJson, printJson } from '../../../fhir/json/index.ts';
import { outcomeOf } from '../../../fhir/outcome.ts';
import type { JsonObject, Resource } from '../../../fhir/resource.ts';
import { localReferences } from '../../../fhir/search/values/references.ts';
import { findCurrent } from '../../../record/index.ts';
import { accessLine, askFor } from '../asking.ts';
import { disclose } from '../disclose.ts';
import { see } from '../judging.ts';
import { type FhirRequest, text } from '../message.ts';
import { suppressed } from '../read.ts';
import type { FhirService } from '../service.ts';
import { changeThrough } from '../write-gate.ts';
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
    // a link that is only followed changes nothing
    if (persist && request.method !== 'POST') throw needsPost();
    const line = { interaction: '$document' };
    const wanted = { type: 'Composition', id, letter: 'r', interaction: 'read', line } as const;
    const { content: composition, opened } = await disclose(service, request, wanted);
    if (composition === undefined) return suppressed(request);
    const contents = new Map<string, string>([[`Composition/${id}`, composition]]);
    let keys = direct(composition);
    for (let round = 0; round < MAX_DEPTH && keys.length > 0; round += 1) {
      const fresh = keys.filter((one) => !contents.has(one));
      keys = [];
      for (const { type, id: own, content } of await seenOf(service, request, opened, fresh)) {
        contents.set(`${type}/${own}`, content);
        if (FOLLOWED.has(type)) keys.push(...direct(content));
      }
    }
    const shown = [...contents.keys()].join(',');
    await service.log.append(accessLine(request, opened, { ...line, type: 'Composition', id, shown }));
    const missing = direct(composition).filter((reference) => !contents.has(reference));
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
    const { outcomes } = await changeThrough(service, request, {
      operations: [{ kind: 'create', type: 'Bundle', body: parseJson(body) }],
    });
    const outcome = outcomes[0]!;
    return text(200, outcome.content!, { location: `${service.base}/Bundle/${outcome.id}` });
  },
};

const needsPost = () =>
  problem('method', 'persist-by-post', {
    diagnostics: 'A document is kept by POST. By GET it is shown, and not kept.',
  });

/** What the references lead to, of what the reader may see; what they may not see is as if it were not there. */
async function seenOf(
  service: FhirService,
  request: FhirRequest,
  opened: Opened | undefined,
  references: readonly string[],
): Promise<{ type: string; id: string; content: string }[]> {
  const keys = references.map((one) => ({ type: one.split('/')[0]!, id: one.split('/')[1]! }));
  const found = await findCurrent(service.database.reader, keys, false);
  const ask = askFor(request);
  const records = found.flatMap((one) =>
    one.state === 'current' && one.record !== opened?.record ? [one.record] : [],
  );
  const decided = await service.gate.openAll(ask, [...new Set(records)], 'read');
  if (opened !== undefined) decided.set(opened.record, opened);
  return found.flatMap((current, i) => {
    if (current.state !== 'current') return [];
    const { type, id } = keys[i]!;
    const seen = see(service, request, { type, id, ...current }, decided.get(current.record));
    return seen.is === 'shown' ? [{ type, id, content: seen.content }] : [];
  });
}

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
