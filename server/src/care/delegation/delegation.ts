import { beginningOf, endOf } from '../../fhir/norwegian/day.ts';
import type { JsonObject, Resource } from '../../fhir/resource.ts';

/** A CareTeam of this kind says that one named person may give a citizen certain medicines for a time. */
export const teamKindSystem = 'https://enjournal.no/fhir/CodeSystem/care-team-kind';
export const delegationKind = 'medication-delegation';
const extension = (name: string): string => `https://enjournal.no/fhir/StructureDefinition/${name}`;
export const delegatedBy = extension('delegated-by');
export const delegatedMedicine = extension('delegated-medicine');
export const delegatedRoute = extension('delegated-route');

export type Delegation = {
  /** `PractitionerRole/…` or `Practitioner/…`, one or more. */
  to: readonly string[];
  by: string | undefined;
  /** Epoch ms, half-open; NaN where it is not said. */
  from: number;
  until: number;
  /** `MedicationRequest/…`. */
  medicines: readonly string[];
  /** Codes of Volven 7477. */
  routes: readonly string[];
  status: string;
};

export function isDelegation(team: Resource | undefined): boolean {
  const categories = (team?.category ?? []) as { coding?: { system?: string; code?: string }[] }[];
  return categories.some(({ coding = [] }) =>
    coding.some(({ system, code }) => system === teamKindSystem && code === delegationKind),
  );
}

export function delegationOf(team: Resource): Delegation {
  const { start, end } = (team.period ?? {}) as { start?: string; end?: string };
  const extensions = (team.extension ?? []) as unknown as {
    url: string;
    valueReference?: { reference?: string };
    valueCoding?: { code?: string };
  }[];
  const of = (url: string) => extensions.filter((one) => one.url === url);
  const members = (team.participant ?? []) as { member?: { reference?: string } }[];
  return {
    to: members.flatMap(({ member }) => member?.reference ?? []),
    by: of(delegatedBy)[0]?.valueReference?.reference,
    from: beginningOf(start) ?? Number.NaN,
    until: endOf(end) ?? Number.NaN,
    medicines: of(delegatedMedicine).flatMap(({ valueReference }) => valueReference?.reference ?? []),
    routes: of(delegatedRoute).flatMap(({ valueCoding }) => valueCoding?.code ?? []),
    status: String(team.status),
  };
}

/** Whether it lets this medicine be given at that time. What is taken as needed is judged, and is given only where it is named. */
export function covers({ from, until, medicines, routes, status }: Delegation, order: Resource, at: number): boolean {
  if (status === 'entered-in-error' || !(from <= at && at < until)) return false;
  if (medicines.includes(`MedicationRequest/${order.id}`)) return true;
  const lines = (order.dosageInstruction ?? []) as JsonObject[];
  const isAsNeeded = lines.some((line) => line.asNeededBoolean === true || line.asNeededCodeableConcept !== undefined);
  return !isAsNeeded && lines.length > 0 && lines.every((line) => routes.some((route) => hasRoute(line, route)));
}

function hasRoute({ route }: JsonObject, code: string): boolean {
  const codings = ((route as JsonObject | undefined)?.coding ?? []) as { code?: string }[];
  return codings.some((one) => one.code === code);
}
