import type { Issue } from '../../fhir/issue.ts';
import type { JsonObject, Resource } from '../../fhir/resource.ts';
import { isPersonSystem } from '../../registers/index.ts';
import { type Governed, refused } from '../process.ts';

/**
 * A citizen has one record: a national identity, D- or FH-number that is in force stands on one Patient, but for those that are
 * replaced by another or are not in use (`active` false). Asked of what a change adds; two at once take turns. That somebody has a
 * record is no secret to who may make one, and of it nothing is told.
 */
export async function numberIssues(change: Governed): Promise<Issue[]> {
  const { id, before, resource, stored } = change;
  const had = new Set(numbersOf(before).map(({ token }) => token));
  const added = numbersOf(resource).filter(({ token }) => !had.has(token));
  const found = await Promise.all(
    added.map(async ({ token, at }): Promise<Issue[]> => {
      await change.turn(token);
      const isOther = (holder: string | undefined) => holder !== id;
      if (holdersIn(stored).get(token)?.some(isOther)) return [taken(at)];
      const others = await standing(change, token);
      const isTaken = others.some((one) => isOther(one.id) && numbersOf(one).some((other) => other.token === token));
      return isTaken ? [taken(at)] : [];
    }),
  );
  return found.flat();
}

/** Those who are found by the number, as they will stand after this change. */
async function standing({ find, read }: Governed, token: string): Promise<Resource[]> {
  const found = await find('Patient', `identifier=${encodeURIComponent(token)}`, most);
  const after = await Promise.all(found.map(({ id }) => read(`Patient/${id}`)));
  return after.filter((one) => one !== undefined);
}

/** One, and those that it has replaced. */
const most = 20;

/** The ids of those who have each number by what a transaction stores, worked out once for all that it adds. */
function holdersIn(stored: Governed['stored']): ReadonlyMap<string, readonly (string | undefined)[]> {
  const known = holders.get(stored);
  if (known !== undefined) return known;
  const found = new Map<string, (string | undefined)[]>();
  for (const one of stored) {
    if (one.resourceType !== 'Patient') continue;
    for (const { token } of numbersOf(one)) {
      const ids = found.get(token);
      if (ids === undefined) found.set(token, [one.id]);
      else ids.push(one.id);
    }
  }
  holders.set(stored, found);
  return found;
}

const holders = new WeakMap<Governed['stored'], ReadonlyMap<string, readonly (string | undefined)[]>>();

/** The numbers by which a Patient is the record of somebody. */
function numbersOf(patient: Resource | undefined): { token: string; at: number }[] {
  if (patient === undefined || patient.active === false || isReplaced(patient)) return [];
  return objects(patient.identifier).flatMap(({ system, value, use }, at) =>
    isPersonSystem(system) && typeof value === 'string' && use !== 'old' ? [{ token: `${system}|${value}`, at }] : [],
  );
}

const isReplaced = ({ link }: Resource): boolean => objects(link).some(({ type }) => type === 'replaced-by');

const objects = (value: unknown): JsonObject[] => (Array.isArray(value) ? (value as JsonObject[]) : []);

const taken = (at: number): Issue => ({
  ...refused('number-taken', `Patient.identifier[${at}]`, 'Another Patient has this number: update that one.'),
  code: 'duplicate',
});
