import type { JsonObject } from '../../fhir/resource.ts';
import { hash64 } from '../../fhir/search/hash.ts';
import { typeNumber } from '../../fhir/types.ts';
import type { Queryable } from '../../record/index.ts';
import type { Project } from '../facts.ts';

const categorySystem = 'https://enjournal.no/fhir/CodeSystem/research-data';
const smallestGroup = 'https://enjournal.no/fhir/StructureDefinition/smallest-group';

/**
 * The project that somebody leads: a ResearchStudy that is approved, says that its data are pseudonymised, and how small
 * the smallest group in it may be. Only systems write it.
 * @source helsepersonelloven § 29 e
 */
export async function projectOf(client: Queryable, practitioner: string): Promise<Project | undefined> {
  const { rows } = await client.query<{ content: string }>(
    `SELECT r.content FROM x_token x JOIN resource r ON r.record = x.record AND r.type = x.type AND r.id = x.id
     WHERE x.value = $1::int8 AND x.type = $2::int2`,
    [String(hash64(`principalinvestigator\u001fPractitioner/${practitioner}`)), typeNumber('ResearchStudy')],
    'projects-of',
  );
  const studies = rows.map(({ content }) => projectFrom(JSON.parse(content) as JsonObject));
  return studies.find(({ isApproved }) => isApproved) ?? studies[0];
}

function projectFrom({ status, category, extension }: JsonObject): Project {
  const codes = list(category).flatMap(({ coding }) => list(coding as JsonObject[] | undefined));
  const group = list(extension).find(({ url }) => url === smallestGroup)?.valuePositiveInt;
  return {
    isApproved: status === 'approved' || status === 'active',
    isPseudonymised: codes.some(({ system, code }) => system === categorySystem && code === 'pseudonymised'),
    k: typeof group === 'number' ? group : 0,
  };
}

const list = (value: unknown): JsonObject[] => (Array.isArray(value) ? (value as JsonObject[]) : []);
