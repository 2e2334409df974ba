import { type Day, isoDate, isoTime } from './calendar.ts';
import { coded } from './codes/displays.ts';
import { compact, concept, fixed, hl7, systems, volven } from './fhir.ts';
import type { Citizen, CitizenRecord } from './record.ts';

/** Volven 7611: power of attorney, and guardian. */
const KINDS = {
  power: {
    category: coded(volven(7611), 'FU'),
    role: concept(hl7('v3-RoleCode'), 'HPOWATT', 'healthcare power of attorney'),
    code: 'Fullmakt i helse- og omsorgssaker',
    rule: { text: 'Pasient- og brukerrettighetsloven § 4-6 og kapittel 3' },
  },
  guardian: {
    category: coded(volven(7611), 'VE'),
    role: concept(hl7('v3-RoleCode'), 'GUARD', 'guardian'),
    code: 'Vergemål som omfatter personlige forhold',
    rule: { text: 'Vergemålsloven § 31, pasient- og brukerrettighetsloven § 4-7' },
  },
} as const;

export type Mandate = keyof typeof KINDS;

/** What a RelatedPerson with a mandate is to the citizen, beside kin. */
export const mandateRoles = (kind: Mandate) => [KINDS[kind].category, KINDS[kind].role];

/**
 * Someone acts for the citizen: a Consent that permits, naming who by reference and by national identity number, for
 * the number is what a log-on tells.
 */
export function writeMandate(
  record: CitizenRecord,
  citizen: Citizen,
  kind: Mandate,
  holder: { reference: string; nationalNumber: string; display: string },
  period: { start: Day; end?: Day },
): string {
  const { category, role, code, rule } = KINDS[kind];
  return record.add(citizen.practice, 'Consent', {
    status: 'active',
    scope: TREATMENT,
    category: [category],
    patient: record.patient,
    dateTime: isoTime(period.start, 12 * 60),
    ...(kind === 'power' ? { performer: [record.patient] } : {}),
    organization: [citizen.practice.reference],
    policyRule: rule,
    provision: {
      type: 'permit',
      period: compact({
        start: isoDate(period.start),
        end: period.end === undefined ? undefined : isoDate(period.end),
      }),
      code: [{ text: code }],
      actor: [
        {
          role,
          reference: {
            reference: holder.reference,
            identifier: { system: systems.nationalNumber, value: holder.nationalNumber },
            display: holder.display,
          },
        },
      ],
    },
  });
}

const TREATMENT = fixed(concept(hl7('consentscope'), 'treatment', 'Treatment'));
