import type { Json, JsonObject, Resource } from '../../fhir/resource.ts';
import { hasCode, identifiersOf, objects, referenceOf } from '../kinds/kind.ts';
import { codeSystems, extensionUrl, identifierSystems, isPersonSystem, volven } from '../systems.ts';

/** What happened to somebody, as far as the house must know. `of` is the resource that tells it. */
export type RegisterEvent = { of: Resource } & (
  | { kind: 'death'; on: string | undefined }
  | { kind: 'name' }
  /** A number is in force that was not; those before it are history. */
  | { kind: 'number'; was: readonly string[]; is: string }
  | { kind: 'address-protection'; was: string; is: string }
  | { kind: 'gp'; was: readonly string[]; is: readonly string[] }
  /** Someone got or lost parental responsibility, or guardianship, for the patient of a RelatedPerson. */
  | { kind: 'custody' | 'guardian'; isGiven: boolean; numbers: readonly string[] }
  | { kind: 'authorisation' }
  | { kind: 'employment'; isOpen: boolean }
);

export type EventKind = RegisterEvent['kind'];

/** The types whose changes are looked at. */
export const WATCHED = ['Patient', 'RelatedPerson', 'Practitioner', 'PractitionerRole'] as const;

/** What happened between two versions of a resource; one that is gone has no second. */
export function eventsOf(before: Resource, after: Resource | undefined): RegisterEvent[] {
  const of = after ?? before;
  switch (before.resourceType) {
    case 'Patient':
      return after === undefined
        ? []
        : [...deathOf(before, after), ...personEvents(before, after), ...listEvents(before, after)];
    case 'RelatedPerson':
      return [...standing('custody', isCustodian, before, after), ...standing('guardian', isGuardian, before, after)];
    case 'Practitioner':
      if (after === undefined) return [];
      return [
        ...numberEvents(before, after),
        ...(same(before.qualification, after.qualification) ? [] : [{ kind: 'authorisation', of } as const]),
      ];
    case 'PractitionerRole': {
      const [was, is] = [isOpen(before), after !== undefined && isOpen(after)];
      return was === is ? [] : [{ kind: 'employment', of, isOpen: is }];
    }
    default:
      return [];
  }
}

function deathOf(before: Resource, of: Resource): RegisterEvent[] {
  if (!isDead(of) || isDead(before)) return [];
  return [{ kind: 'death', of, on: of.deceasedDateTime as string | undefined }];
}

export const isDead = (patient: Resource): boolean =>
  patient.deceasedDateTime !== undefined || patient.deceasedBoolean === true;

function personEvents(before: Resource, of: Resource): RegisterEvent[] {
  const events: RegisterEvent[] = numberEvents(before, of);
  if (!same(officialName(before), officialName(of))) events.push({ kind: 'name', of });
  const [was, is] = [protectionOf(before), protectionOf(of)];
  if (was !== is) events.push({ kind: 'address-protection', of, was, is });
  return events;
}

const officialName = ({ name }: Resource): Json | undefined =>
  objects(name).find(({ use }) => use === 'official') ?? objects(name)[0];

const protectionOf = ({ extension }: Resource): string =>
  (objects(extension).find(({ url }) => url === extensionUrl('address-protection'))?.valueCode as string) ?? 'none';

/** The number in force of a person; identifiers marked old are not. */
export const numberInForce = (resource: Resource): string | undefined =>
  objects(resource.identifier).find(({ system, use }) => isPersonSystem(system) && use !== 'old')?.value as
    | string
    | undefined;

function numberEvents(before: Resource, of: Resource): RegisterEvent[] {
  const is = numberInForce(of);
  if (is === undefined || allNumbers(before).includes(is)) return [];
  const was = allNumbers(before);
  return was.length === 0 ? [] : [{ kind: 'number', of, was, is }];
}

const allNumbers = (resource: Resource): string[] =>
  [identifierSystems.FNR, identifierSystems.DNR, identifierSystems.FHN].flatMap((system) =>
    identifiersOf(resource, system),
  );

function listEvents(before: Resource, of: Resource): RegisterEvent[] {
  const references = ({ generalPractitioner }: Resource): string[] =>
    objects(generalPractitioner).flatMap((one) => referenceOf(one) ?? []);
  const [was, is] = [references(before), references(of)];
  return was.length === is.length && was.every((one) => is.includes(one)) ? [] : [{ kind: 'gp', of, was, is }];
}

const isCustodian = (one: Resource): boolean => hasCode(one.relationship, codeSystems.parentalResponsibility);
const isGuardian = (one: Resource): boolean => hasCode(one.relationship, volven(7611), 'VE');

function standing(
  kind: 'custody' | 'guardian',
  has: (one: Resource) => boolean,
  before: Resource,
  after: Resource | undefined,
): RegisterEvent[] {
  const [was, is] = [isStanding(before, has), after !== undefined && isStanding(after, has)];
  return was === is ? [] : [{ kind, of: after ?? before, isGiven: is, numbers: allNumbers(after ?? before) }];
}

const isStanding = (one: Resource, has: (one: Resource) => boolean): boolean => one.active !== false && has(one);

const isOpen = ({ active, period }: Resource): boolean =>
  active !== false && (period as JsonObject | undefined)?.end === undefined;

const same = (a: Json | undefined, b: Json | undefined): boolean => JSON.stringify(a) === JSON.stringify(b);
