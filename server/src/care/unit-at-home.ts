import type { JsonObject, Resource } from '../fhir/resource.ts';
import type { CareContext } from './process.ts';

/** Services by decision that look after somebody's medicines, the nearest first. @source Volven 9151 */
const NEAREST = ['27', '15'];

const objects = (value: unknown): JsonObject[] => (Array.isArray(value) ? (value as JsonObject[]) : []);
const referenceIn = (value: unknown): string | undefined => {
  const reference = (value as JsonObject | undefined)?.reference;
  return typeof reference === 'string' ? reference : undefined;
};

/**
 * The unit that is told of somebody's medicines at home: what supports the citizen with medicines, else nurses at home, else another
 * service that they have, else their general practitioner's.
 * @param episodes their active EpisodeOfCare @param patient their Patient; left out, no practice is told
 */
export function toldUnit(
  episodes: readonly (Resource | JsonObject)[],
  patient: Resource | JsonObject | undefined,
): JsonObject | undefined {
  const rank = (episode: Resource | JsonObject): number => {
    const codes = objects(episode.type).flatMap(({ coding }) => objects(coding).map(({ code }) => String(code)));
    const at = NEAREST.findIndex((one) => codes.includes(one));
    return at < 0 ? NEAREST.length : at;
  };
  const since = ({ period }: Resource | JsonObject): string => String((period as JsonObject | undefined)?.start ?? '');
  const units = [...episodes]
    .sort((a, b) => rank(a) - rank(b) || since(a).localeCompare(since(b)) || String(a.id).localeCompare(String(b.id)))
    .map(({ managingOrganization }) => managingOrganization as JsonObject | undefined);
  return [...units, ...objects(patient?.generalPractitioner)].find(
    (one) => referenceIn(one)?.startsWith('Organization/') === true,
  );
}

/** That unit, with its name. @param citizen `Patient/id` @param orPractice whether the general practitioner's is told where there is no other */
export async function unitAtHome(
  context: CareContext,
  citizen: string,
  orPractice: boolean,
): Promise<JsonObject | undefined> {
  const [episodes, [patient]] = await Promise.all([
    context.search('EpisodeOfCare', [
      ['patient', citizen],
      ['status', 'active'],
    ]),
    orPractice ? context.search('Patient', [['_id', citizen.slice('Patient/'.length)]]) : [],
  ]);
  const reference = referenceIn(toldUnit(episodes, patient));
  if (reference === undefined) return undefined;
  const [organization] = await context.search('Organization', [['_id', reference.slice('Organization/'.length)]]);
  return { reference, ...(organization?.name === undefined ? {} : { display: organization.name as string }) };
}
