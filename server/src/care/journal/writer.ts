import { codeAt, idAt, tagsOf } from '../../access/reading.ts';
import { systems } from '../../access/rules/codes.ts';
import { roleAt } from '../../access/rules/roles.ts';
import type { Json, Resource } from '../../fhir/resource.ts';
import type { Governed } from '../process.ts';
import { countersignedRoles, supervisorIn } from './signer.ts';
import type { Attester } from './types.ts';

/** Who is about to write, as the registers know them: what a token says of a role is not believed. */
export type Writer = {
  kind: 'system' | 'staff' | 'citizen';
  /** Practitioner id. */
  person: string;
  /** `Type/id` of the person and of the job they act in. */
  names: readonly string[];
  /** Organization ids of the unit and the legal entity. */
  places: readonly string[];
  /** Acts by an authorisation of their own. */
  isAuthorised: boolean;
  /** Somebody else signs too. */
  isSupervised: boolean;
};

export async function writerOf({ actor, now, read, includes }: Governed): Promise<Writer> {
  const { kind, practitioner = '', practitionerRole, organization, legalEntity, ownPatient } = actor;
  const person = kind === 'citizen' ? (ownPatient ?? '') : practitioner;
  const own = kind === 'citizen' ? `Patient/${person}` : `Practitioner/${person}`;
  const job = practitionerRole === undefined ? undefined : await read(`PractitionerRole/${practitionerRole}`);
  const code = codeAt(job?.code, systems.accessRole) ?? actor.role ?? '';
  const role = roleAt(code, now);
  const isNamed = code !== '' && (await includes(countersignedRoles, { system: systems.accessRole, code })) === true;
  const isSupervised = role?.isSupervised === true || isNamed;
  return {
    kind,
    person: kind === 'citizen' ? own : person,
    names: [own, ...(practitionerRole === undefined ? [] : [`PractitionerRole/${practitionerRole}`])],
    places: [organization?.id, legalEntity, idAt(job?.organization, 'Organization')].filter((one) => one !== undefined),
    isAuthorised: role?.hpr !== undefined && !isSupervised,
    isSupervised,
  };
}

/** Whether it is the writer that is meant. */
export const isWriter = ({ names }: Writer, reference: Json | undefined): boolean =>
  typeof reference === 'string' && names.includes(reference);

/** Wrote it: is named as its author, or recorded it where none is named. */
export function isAuthor(writer: Writer, resource: Resource): boolean {
  const { author } = resource;
  const named = (Array.isArray(author) ? author : author === undefined ? [] : [author]) as { reference?: string }[];
  if (named.length > 0) return named.some(({ reference }) => isWriter(writer, reference));
  return tagsOf(resource, systems.recorder).includes(writer.person);
}

/** May amend what the organisation answers for: the author, and those of the same organisation who are authorised. */
export const mayAmend = (writer: Writer, resource: Resource): boolean =>
  isAuthor(writer, resource) ||
  (writer.isAuthorised && tagsOf(resource, systems.custodian).some((one) => writer.places.includes(one)));

/** Whether the writer supervises the student who signed first. */
export async function supervises(writer: Writer, attesters: readonly Attester[], { read }: Governed): Promise<boolean> {
  const student = attesters[0]?.party?.reference ?? '';
  if (!student.startsWith('PractitionerRole/')) return false;
  return supervisorIn(await read(student)) === writer.person;
}
