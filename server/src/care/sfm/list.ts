import type { JsonObject, Resource } from '../../fhir/resource.ts';

/** The list as SFM has it: a document Bundle, whose resource ids are of this one answer only. */
export type SfmList = {
  bundle: Resource;
  composition: Resource;
  patient: Resource;
  statements: readonly Resource[];
};

const objects = (value: unknown): JsonObject[] => (Array.isArray(value) ? (value as JsonObject[]) : []);

/** @returns undefined when it is no list that we can read */
export function listIn(bundle: unknown): SfmList | undefined {
  if ((bundle as Resource | undefined)?.resourceType !== 'Bundle') return undefined;
  const all = objects((bundle as Resource).entry).flatMap(({ resource }) => (resource as Resource | undefined) ?? []);
  const composition = all.find(({ resourceType }) => resourceType === 'Composition');
  const patient = all.find(({ resourceType }) => resourceType === 'Patient');
  if (composition === undefined || patient === undefined) return undefined;
  if (identifierOf(composition) === undefined) return undefined;
  const statements = all.filter(({ resourceType }) => resourceType === 'MedicationStatement');
  if (statements.some((one) => identifierIn(one, 'pll') === undefined)) return undefined;
  return { bundle: bundle as Resource, composition, patient, statements };
}

const identifierOf = ({ identifier }: Resource): string | undefined =>
  ((Array.isArray(identifier) ? identifier[0] : identifier) as JsonObject | undefined)?.value as string | undefined;

/** What a list is called. */
export const nameOfList = ({ composition }: SfmList): string => identifierOf(composition)!;

/** By what an entry is known, for ids change from answer to answer. @source SFM, sfm-MedicationStatement */
const systems = {
  pll: 'http://ehelse.no/fhir/NamingSystem/PLL-id',
  prescription: 'http://ehelse.no/fhir/NamingSystem/reseptid',
  treatment: 'http://ehelse.no/fhir/NamingSystem/treatmentID',
} as const;
export const identifierSystems = systems;

export const identifierIn = ({ identifier }: Resource, kind: keyof typeof systems): string | undefined =>
  objects(identifier).find(({ system }) => system === systems[kind])?.value as string | undefined;

/** Of a treatment's chain what is current; what came before it is completed and a part of it. */
export const isTail = ({ status, partOf }: Resource): boolean => status === 'completed' && objects(partOf).length > 0;

export const headsOf = ({ statements }: SfmList): Resource[] => statements.filter((one) => !isTail(one));

/** Whether a list is of the citizen that it was asked for. */
export function isOf(list: SfmList, citizen: Resource): boolean {
  const numbers = (of: Resource) => objects(of.identifier).map(({ system, value }) => `${system}|${value}`);
  const own = new Set(numbers(citizen));
  return numbers(list.patient).some((one) => own.has(one));
}
