import type { AllergyIntolerance, Condition, Consent, Flag, Resource } from '../fhir/types.ts';
import { conceptText, hasCode } from '../format/quantity.ts';

/** What may kill or be done against the citizen's will if it is not known: one item for each chip of the banner. */
export type CriticalItem =
  | { kind: 'allergy'; severe: boolean; what: string; how: string; since: string | undefined; of: AllergyIntolerance }
  | { kind: 'limits'; what: string; clarified: string | undefined; renewed: string | undefined; of: Flag | Consent }
  | { kind: 'condition'; what: string; of: Condition | Flag }
  | { kind: 'capacity' | 'risk'; what: string; of: Flag };

/** Whether it is the citizen's own block of something towards someone: no event of the timeline. */
export function isBlock(resource: Resource): boolean {
  const { status, scope, provision } = resource as Consent;
  return (
    resource.resourceType === 'Consent' &&
    status === 'active' &&
    provision?.type === 'deny' &&
    hasCode(scope, 'patient-privacy')
  );
}

export type CriticalFacts = {
  allergies: readonly AllergyIntolerance[];
  flags: readonly Flag[];
  consents: readonly Consent[];
  conditions: readonly Condition[];
};

const noKnownAllergy = ['716186003', '409137002', 'no-known-allergies'];
const limitCodes = ['treatment-limits', 'treatment-limit', 'advance-directive', 'code-status', 'acd', 'dnr'];
const capacityCodes = ['consent-capacity', 'capacity'];
const conditionCodes = ['critical', 'critical-condition', 'critical-information'];

/** In the order of the banner: severe allergy, treatment limits, critical conditions, capacity to consent, risks, other allergies. */
export function criticalOf({ allergies, flags, consents, conditions }: CriticalFacts): CriticalItem[] {
  const known = allergies.filter((allergy) => isCurrent(allergy) && !isNoKnown(allergy)).map(allergyItem);
  const active = flags.filter(({ status }) => status === 'active');
  const of = (codes: readonly string[]) =>
    active.filter((flag) => hasCode([...(flag.category ?? []), ...(flag.code ? [flag.code] : [])], ...codes));
  const limits = of(limitCodes);
  const capacity = of(capacityCodes);
  const critical = of(conditionCodes);
  const named = new Set<Resource>([...limits, ...capacity, ...critical]);
  const directives = consents.filter((consent) => consent.status === 'active' && hasCode(consent.scope, 'adr'));
  return [
    ...known.filter(({ severe }) => severe),
    ...limits.map(
      (flag): CriticalItem => ({
        kind: 'limits',
        what: conceptText(flag.code),
        clarified: flag.period?.start,
        renewed: flag.period?.end,
        of: flag,
      }),
    ),
    ...directives.map(
      (consent): CriticalItem => ({
        kind: 'limits',
        what: conceptText(consent.provision?.code?.[0]) || conceptText(consent.category?.[0]),
        clarified: consent.dateTime,
        renewed: consent.provision?.period?.end,
        of: consent,
      }),
    ),
    ...conditions
      .filter((condition) => hasCode(condition.category, ...conditionCodes))
      .map((condition): CriticalItem => ({ kind: 'condition', what: conceptText(condition.code), of: condition })),
    ...critical.map((flag): CriticalItem => ({ kind: 'condition', what: conceptText(flag.code), of: flag })),
    ...capacity.map((flag): CriticalItem => ({ kind: 'capacity', what: conceptText(flag.code), of: flag })),
    ...active
      .filter((flag) => !named.has(flag))
      .map((flag): CriticalItem => ({ kind: 'risk', what: conceptText(flag.code), of: flag })),
    ...known.filter(({ severe }) => !severe),
  ];
}

/** Nobody asked, asked and there are none, or there are some: three different answers. */
export function allergyKnowledge(allergies: readonly AllergyIntolerance[]): 'unknown' | 'none' | 'some' {
  const current = allergies.filter(isCurrent);
  if (current.some((allergy) => !isNoKnown(allergy))) return 'some';
  return current.some(isNoKnown) ? 'none' : 'unknown';
}

function isCurrent({ clinicalStatus, verificationStatus }: AllergyIntolerance): boolean {
  return (
    !hasCode(clinicalStatus, 'inactive', 'resolved') && !hasCode(verificationStatus, 'refuted', 'entered-in-error')
  );
}

function isNoKnown({ code }: AllergyIntolerance): boolean {
  return hasCode(code, ...noKnownAllergy);
}

function allergyItem(allergy: AllergyIntolerance): Extract<CriticalItem, { kind: 'allergy' }> {
  const reactions = allergy.reaction ?? [];
  return {
    kind: 'allergy',
    severe: allergy.criticality === 'high' || reactions.some(({ severity }) => severity === 'severe'),
    what: conceptText(allergy.code),
    how: reactions
      .flatMap(({ manifestation }) => manifestation ?? [])
      .map(conceptText)
      .filter(Boolean)
      .join(', ')
      .toLocaleLowerCase('nb'),
    since: allergy.onsetDateTime ?? reactions.find(({ onset }) => onset)?.onset,
    of: allergy,
  };
}
