import type { JsonObject } from '../../../../server/src/fhir/resource.ts';
import { isoDate, isoTime } from '../calendar.ts';
import { coded } from '../codes/displays.ts';
import { fixed, hl7, systems, volven } from '../fhir.ts';
import type { Staff } from '../town.ts';
import type { Act, Life } from './writing.ts';

/** The plan that all services share, and that this one is the individual plan (Volven 9602). */
const SHARED_PLAN = fixed([coded(systems.planKind, 'shared')]);
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

/** The plan that all services share, where there is no individual plan. @returns the reference to it */
export function writeSharedPlan(life: Life, act: Act, goals: readonly JsonObject[]): string {
  return life.record.add(act.unit, 'CarePlan', {
    status: 'active',
    intent: 'plan',
    category: SHARED_PLAN,
    title: 'Felles plan',
    subject: life.record.patient,
    period: { start: isoDate(act.day) },
    created: isoTime(act.day, act.minute),
    author: act.by.reference,
    ...(goals.length === 0 ? {} : { goal: [...goals] }),
  });
}

/** What matters to the citizen, in their own words. */
export function writeOwnGoal(life: Life, act: Act, words: string): JsonObject {
  const { given, family } = life.citizen.name;
  const reference = life.record.add(act.unit, 'Goal', {
    lifecycleStatus: 'active',
    category: [OWN],
    description: { text: words },
    subject: life.record.patient,
    startDate: isoDate(act.day),
    expressedBy: { ...life.record.patient, display: `${given} ${family}` },
  });
  return { reference, display: words };
}

const OWN = fixed({ text: 'Hva er viktig for deg' });
