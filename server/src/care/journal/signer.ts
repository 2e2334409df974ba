import { idAt } from '../../access/reading.ts';
import { extensionOf, systems } from '../../access/rules/codes.ts';
import { roleAt } from '../../access/rules/roles.ts';
import { problem } from '../../fhir/issue.ts';
import type { JsonObject, Reference, Resource } from '../../fhir/resource.ts';
import { type CareContext, parameterOf } from '../process.ts';
import type { Attester } from './types.ts';

type Asker = Pick<CareContext, 'actor' | 'now'>;

/** Who signs, when, and in which of their jobs. @throws Problem rule for who is nobody at work */
export function signatureOf({ actor, now }: Asker): Attester {
  if (actor.kind !== 'staff' || actor.practitioner === undefined) {
    throw problem('rule', 'sign-in-person', {
      diagnostics: 'A note is signed by the person who is logged on, and by no system.',
      expression: 'Composition.attester',
    });
  }
  const { practitioner, practitionerRole, display } = actor;
  const reference =
    practitionerRole === undefined ? `Practitioner/${practitioner}` : `PractitionerRole/${practitionerRole}`;
  return { mode: 'professional', time: new Date(now).toISOString(), party: { reference, display } };
}

/** The person, by name. */
export const named = ({ actor }: Asker): Reference => ({ reference: actor.id, display: actor.display });

/** Roles whose notes somebody else signs too: content, that a municipality may add to. Students are among them whatever it says. */
export const countersignedRoles = 'https://enjournal.no/fhir/ValueSet/countersigned-roles';

/** Whether whoever asks is one whose notes somebody else signs too. */
export async function isSupervised({ actor, now, operate }: CareContext): Promise<boolean> {
  const role = actor.role ?? '';
  if (roleAt(role, now)?.isSupervised === true) return true;
  if (role === '') return false;
  const answer = await operate('ValueSet/$validate-code', {
    resourceType: 'Parameters',
    parameter: [
      { name: 'url', valueUri: countersignedRoles },
      { name: 'system', valueUri: systems.accessRole },
      { name: 'code', valueCode: role },
    ],
  }).catch(() => undefined); // without such a value set only students are
  return answer !== undefined && parameterOf(answer, 'result') === true;
}

/** Practitioner id of a student's supervisor. @throws Problem rule when none is registered */
export async function supervisorOf(context: CareContext): Promise<string> {
  const job = await context.read(`PractitionerRole/${context.actor.practitionerRole}`);
  const supervisor = supervisorIn(job);
  if (supervisor === undefined) {
    throw problem('rule', 'supervisor-missing', {
      diagnostics: 'No supervisor is registered who could countersign.',
      expression: 'Composition.attester',
    });
  }
  return supervisor;
}

/** Practitioner id of the supervisor that a PractitionerRole names. */
export function supervisorIn(job: Resource | undefined): string | undefined {
  const url = extensionOf('supervisor');
  const said = ((job?.extension ?? []) as JsonObject[]).find((one) => one.url === url);
  return idAt(said?.valueReference, 'Practitioner');
}
