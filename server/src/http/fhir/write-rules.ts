import { isDeepStrictEqual } from 'node:util';
import type { Opened } from '../../access/gate/gate.ts';
import { labels } from '../../access/labels.ts';
import { idAt } from '../../access/reading.ts';
import type { ReasonKey } from '../../access/reasons.ts';
import type { Resource } from '../../fhir/resource.ts';
import type { FactRow, Intent } from '../../record/index.ts';

/** Something that a person is about to write, and the decision about the record. */
export type Written = Omit<Intent, 'resource'> & {
  resource: Resource | undefined;
  opened: Opened;
  /** Of an administrator: the legal entity and all below it. */
  ownUnits: ReadonlySet<string>;
};

/** What administrators of an organisation look after: who works where, and what is offered. */
const ADMINISTERED = new Set(
  `Endpoint HealthcareService Location Organization OrganizationAffiliation Practitioner PractitionerRole Schedule Slot`.split(
    ' ',
  ),
);
/** What those who work somewhere plan with. */
const PLANNED = new Set(['Schedule', 'Slot']);

/**
 * Why a person may not write something that is in nobody's record. Organisations and staff are administered by those
 * whose role it is, content is not yet governed by persons at all; nobody gives themself a job, and authorisations come
 * from the register.
 * @source pasientjournalforskriften § 13
 */
export function refusedInDirectory({
  type,
  letter,
  resource,
  current,
  record,
  opened,
  ownUnits,
}: Written): ReasonKey | undefined {
  const { actor } = opened;
  if (actor.kind !== 'staff' || !actor.isEmployed) return 'op-not-allowed';
  if (PLANNED.has(type) && letter !== 'd') return undefined;
  if (type === 'PractitionerRole' && isOwnAbsence(resource, current, actor.person)) return undefined;
  if (actor.role !== 'ikt-admin' || !ADMINISTERED.has(type)) return 'op-not-allowed';
  const before = current.state === 'current' ? labels.factsOf(JSON.parse(current.content) as Resource, record) : [];
  const after = resource === undefined ? [] : labels.factsOf(resource, record);
  const changed = differing(before, after);
  if (changed.some(({ kind }) => kind === 'authorisation')) return 'op-not-allowed';
  if (changed.some(({ person }) => person === actor.person)) return 'op-not-allowed';
  if (!changed.every((fact) => isWithin(fact, actor.org, ownUnits))) return 'op-not-allowed';
  return undefined;
}

/** Who works somewhere says when they are away, and who stands in for them; nothing else of their job. */
function isOwnAbsence(resource: Resource | undefined, current: Intent['current'], person: string): boolean {
  if (resource === undefined || current.state !== 'current') return false;
  const before = JSON.parse(current.content) as Resource;
  if (idAt(before.practitioner, 'Practitioner') !== person) return false;
  const beside = ({ notAvailable: _, meta: __, ...rest }: Resource) => rest;
  return isDeepStrictEqual(beside(before), beside(resource));
}

/** Jobs, units and contracts of the legal entity that the administrator has chosen to work for, and no other's. */
function isWithin({ kind, unit, data }: FactRow, top: string, own: ReadonlySet<string>): boolean {
  const { partOf, serves = [], for: client } = (data ?? {}) as { partOf?: string; serves?: string[]; for?: string };
  switch (kind) {
    case 'employment':
      return own.has(unit ?? '');
    case 'organisation':
      return (partOf === undefined ? unit === top : own.has(partOf)) && serves.every((one) => own.has(one));
    case 'affiliation':
      return own.has(client ?? '');
    default:
      return true;
  }
}

/** Kinds of facts that no person makes by writing a resource: registers, and the operations that are for it, do. */
const NEVER = new Set([
  'emergency',
  'custody',
  'address-named',
  'employment',
  'authorisation',
  'patient',
  'identity',
  'fastlege',
]);
/** What only the citizen decides: blocks (personnel write them on their behalf by $block), powers of attorney and who is in their circle. */
const CITIZENS = new Set(['block', 'mandate', 'circle']);

/**
 * Why a person may not write what is in nobody's record. Who wrote what in a record is told there, where it is judged: a Provenance names
 * the patient too.
 */
export const refusedOutside = ({ type, letter }: Written): ReasonKey | undefined =>
  type === 'Provenance' && letter !== 'd' ? 'op-not-allowed' : undefined;

/** Why a person may not write what the gate itself would then decide by. */
export function refusedFacts({ resource, current, record, opened }: Written): ReasonKey | undefined {
  const before = current.state === 'current' ? labels.factsOf(JSON.parse(current.content) as Resource, record) : [];
  const after = resource === undefined ? [] : labels.factsOf(resource, record);
  for (const { kind } of differing(before, after)) {
    if (NEVER.has(kind)) return 'op-not-allowed';
    if (CITIZENS.has(kind) && !isSelf(opened)) return 'op-not-allowed';
  }
  return undefined;
}

const isSelf = ({ actor, patient }: Opened): boolean =>
  actor.kind === 'citizen' && patient !== undefined && actor.person === patient.id;

function differing(before: readonly FactRow[], after: readonly FactRow[]): FactRow[] {
  const text = (fact: FactRow) => JSON.stringify([fact.kind, fact.unit, fact.person, fact.from, fact.to, fact.data]);
  const was = new Set(before.map(text));
  const is = new Set(after.map(text));
  return [...before.filter((one) => !is.has(text(one))), ...after.filter((one) => !was.has(text(one)))];
}
