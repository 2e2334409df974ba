import type { CareTeam, Extension, Period, Reference } from '../../shared/fhir/types.ts';

const kind = { system: 'https://enjournal.no/fhir/CodeSystem/care-team-kind', code: 'medication-delegation' };
const extensionUrl = (name: string) => `https://enjournal.no/fhir/StructureDefinition/${name}`;
/** Volven 9132: handing over, alone or with seeing that it is taken. */
export const tasks = ['6', '7'] as const;
export type HandlingTask = (typeof tasks)[number];
const taskSystem = 'urn:oid:2.16.578.1.12.4.1.1.9132';

/** How a search finds delegations among teams. */
export const delegationCategory = `${kind.system}|${kind.code}`;

export type DelegationTeam = CareTeam & { subject?: Reference; period?: Period; extension?: Extension[] };

const referencesOf = ({ extension = [] }: DelegationTeam, name: string): Reference[] =>
  extension
    .filter(({ url }) => url === extensionUrl(name))
    .flatMap(({ valueReference }) => (valueReference as Reference | undefined) ?? []);

/** Whom it is given to, by whom, and what may be given, in words of when it was given. */
export const memberOf = ({ participant = [] }: DelegationTeam): Reference | undefined => participant[0]?.member;
export const giverOf = (team: DelegationTeam): Reference | undefined => referencesOf(team, 'delegated-by')[0];
export const medicinesOf = (team: DelegationTeam): Reference[] => referencesOf(team, 'delegated-medicine');
export const hasRoutes = ({ extension = [] }: DelegationTeam): boolean =>
  extension.some(({ url }) => url === extensionUrl('delegated-route'));

type Wanted = {
  /** Patient id. */
  patient: string;
  to: Reference;
  by: Reference;
  /** `MedicationRequest/…` with the medicine's name. */
  medicines: readonly Reference[];
  task: HandlingTask;
  /** `2026-12-29`, that day too. */
  until: string;
};

export const delegationTo = ({ patient, to, by, medicines, task, until }: Wanted): DelegationTeam => ({
  resourceType: 'CareTeam',
  status: 'active',
  category: [{ coding: [kind] }],
  subject: { reference: `Patient/${patient}` },
  period: { start: new Date().toISOString(), end: until },
  participant: [{ role: [{ coding: [{ system: taskSystem, code: task }] }], member: to }],
  extension: [
    { url: extensionUrl('delegated-by'), valueReference: by },
    ...medicines.map((valueReference) => ({ url: extensionUrl('delegated-medicine'), valueReference })),
  ],
});

/** It ends now. */
export const ended = (team: DelegationTeam): DelegationTeam => ({
  ...team,
  status: 'inactive',
  period: { ...team.period, end: new Date().toISOString() },
});

/** One that is running, of those that are not ended: what is over by its date has ended too. */
export const isRunning = ({ status, period }: DelegationTeam, now: number): boolean => {
  const end = period?.end;
  const until = end === undefined ? Number.POSITIVE_INFINITY : Date.parse(end) + (end.length === 10 ? 86_400_000 : 0);
  return status === 'active' && now < until;
};
