import type { JsonObject } from '../../../../server/src/fhir/resource.ts';
import { isoDate, isoTime } from '../calendar.ts';
import { coded } from '../codes/displays.ts';
import { fixed, hl7, systems, volven } from '../fhir.ts';
import type { Staff } from '../town.ts';
import type { Act, Life } from './writing.ts';

/** The plan that all services share, and that this one is the individual plan (Volven 9602). */
export const INDIVIDUAL_PLAN = fixed([coded(systems.planKind, 'shared'), coded(volven(9602), 'A02-2')]);

const COORDINATOR = coded(volven(9034), '8', 'Koordinator');
const INVITED = coded(systems.planParty, 'invited');

/** Who keeps the plan moving. */
export const coordinator = (who: Staff): JsonObject => ({ role: [COORDINATOR], member: who.reference });

/** Takes part as the consent says, and never reads the record. */
export const invited = (role: string, member: JsonObject): JsonObject => ({
  role: [{ ...INVITED, text: role }],
  member,
});

/** The citizen, or who decides for them, has said yes to an individual plan, and with whom it is worked out. */
export function consentToPlan(
  life: Life,
  act: Act,
  given: { by: JsonObject; sharedWith: readonly JsonObject[] },
): string {
  return life.record.add(act.unit, 'Consent', {
    status: 'active',
    scope: { coding: [{ system: hl7('consentscope'), code: 'treatment' }] },
    category: [coded(systems.consentCategory, 'individual-plan')],
    patient: life.record.patient,
    dateTime: isoTime(act.day, act.minute),
    performer: [given.by],
    organization: [act.unit.reference],
    policyRule: { text: 'Pasient- og brukerrettighetsloven § 2-5' },
    provision: {
      type: 'permit',
      period: { start: isoDate(act.day) },
      ...(given.sharedWith.length === 0
        ? {}
        : { actor: given.sharedWith.map((reference) => ({ role: RECIPIENT, reference })) }),
    },
  });
}

const RECIPIENT = fixed({ coding: [{ system: hl7('v3-ParticipationType'), code: 'IRCP' }] });
