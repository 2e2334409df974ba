import type { Consent, Reference } from '../../shared/fhir/types.ts';

const categories = 'https://enjournal.no/fhir/CodeSystem/consent-category';
const registers = 'https://enjournal.no/fhir/CodeSystem/health-register';
const shared = 'https://enjournal.no/fhir/CodeSystem/shared-outside';
const scope = 'http://terminology.hl7.org/CodeSystem/consentscope';

/** What one may reserve against here: two purposes, and the registers that the law lets one object to. */
export const reservations = ['research', 'learning', 'quality-registers', 'kjernejournal'] as const;
export type Reservation = (typeof reservations)[number];

const kinds = [
  'share-outside',
  'register-reservation',
  'sperring',
  'share-link',
  'care-circle',
  'individual-plan',
] as const;
export type Kind = (typeof kinds)[number];

const codes = (consent: Consent): readonly string[] =>
  (consent.category ?? []).flatMap(({ coding = [] }) =>
    coding.flatMap(({ system, code }) => (system === categories ? (code ?? []) : [])),
  );

/** Which of our kinds; a block only where it is a reservation: others are told with the log. */
export function kindOf(consent: Consent): Kind | undefined {
  const kind = kinds.find((one) => codes(consent).includes(one));
  return kind === 'sperring' && whatOf(consent) === undefined ? undefined : kind;
}

/** Which reservation, where it is one. */
export function whatOf(consent: Consent): Reservation | undefined {
  const purposes = (consent.provision?.purpose ?? []).map(({ code }) => code);
  if (codes(consent).includes('sperring')) {
    return purposes.includes('HRESCH') ? 'research' : purposes.includes('HQUALIMP') ? 'learning' : undefined;
  }
  const code = consent.provision?.code?.[0]?.coding?.find(({ system }) => system === registers)?.code;
  return reservations.find((one) => one === code);
}

/** @param now epoch ms */
export const isInForce = ({ status, provision }: Consent, now: number): boolean => {
  const end = provision?.period?.end;
  return (
    status === 'active' && (end === undefined || Date.parse(end.length === 10 ? `${end}T23:59:59+01:00` : end) > now)
  );
};

export type OutsideKind = 'plan' | 'services' | 'contact';

export function outsideOf({ provision }: Consent): { whom: string; what: OutsideKind } {
  const code = provision?.code?.[0]?.coding?.find(({ system }) => system === shared)?.code;
  return {
    whom: provision?.actor?.[0]?.reference?.display ?? '',
    what: code === 'services' || code === 'contact' ? code : 'plan',
  };
}

const consentOf = (patient: string, kind: Kind, now: number): Consent =>
  ({
    resourceType: 'Consent',
    status: 'active',
    scope: { coding: [{ system: scope, code: 'patient-privacy' }] },
    category: [{ coding: [{ system: categories, code: kind }] }],
    patient: { reference: `Patient/${patient}` },
    dateTime: new Date(now).toISOString(),
    performer: [{ reference: `Patient/${patient}` }],
    policyRule: { text: 'Personvernforordningen artikkel 6 og 21, helseregisterloven' },
  }) as unknown as Consent;

export const reservationConsent = (patient: string, register: string, now: number): Consent =>
  ({
    ...consentOf(patient, 'register-reservation', now),
    provision: {
      type: 'deny',
      period: { start: new Date(now).toISOString() },
      code: [{ coding: [{ system: registers, code: register }] }],
    },
  }) as unknown as Consent;

export const shareConsent = (
  patient: string,
  { whom, place, what, until }: { whom: string; place?: Reference | undefined; what: string; until: string },
  now: number,
): Consent =>
  ({
    ...consentOf(patient, 'share-outside', now),
    provision: {
      type: 'permit',
      period: { start: new Date(now).toISOString(), end: until },
      actor: [
        {
          role: { coding: [{ system: 'http://terminology.hl7.org/CodeSystem/v3-ParticipationType', code: 'IRCP' }] },
          // a place that is known by more than its name is let in; others are told by those who help
          reference: place ?? { display: whom.trim() },
        },
      ],
      code: [{ coding: [{ system: shared, code: what }] }],
    },
  }) as unknown as Consent;
