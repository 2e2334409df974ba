import { systems } from '../fhir/systems.ts';
import type { AllergyIntolerance, Condition, Consent, Flag, Resource } from '../fhir/types.ts';
import { conceptText, hasCode } from '../format/quantity.ts';

/** What a Flag warns of, in the order of the banner. @source Volven 7650 and 7651, and what else a banner must say */
export const warningKinds = [
  'limits',
  'condition',
  'implant',
  'infection',
  'routine',
  'anaesthesia',
  'capacity',
  'risk',
] as const;
export type WarningKind = (typeof warningKinds)[number];

/** What may kill or be done against the citizen's will if it is not known: one item for each chip of the banner. */
export type CriticalItem =
  | { kind: 'allergy'; severe: boolean; what: string; how: string; since: string | undefined; of: AllergyIntolerance }
  | { kind: 'limits'; what: string; clarified: string | undefined; renewed: string | undefined; of: Flag | Consent }
  | { kind: Exclude<WarningKind, 'limits'>; what: string; of: Condition | Flag };

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
const conditionCodes = ['critical', 'critical-condition', 'critical-information'];
const kindsByCode: Readonly<Record<string, WarningKind>> = {
  ...Object.fromEntries(
    ['treatment-limits', 'treatment-limit', 'advance-directive', 'code-status', 'acd', 'dnr'].map((code) => [
      code,
      'limits' as const,
    ]),
  ),
  ...Object.fromEntries(conditionCodes.map((code) => [code, 'condition' as const])),
  'consent-capacity': 'capacity',
  capacity: 'capacity',
};
/** Volven 7651. */
const kindsByType: Readonly<Record<string, WarningKind>> = {
  3: 'anaesthesia',
  4: 'anaesthesia',
  5: 'condition',
  6: 'implant',
  7: 'implant',
  8: 'limits',
  9: 'routine',
  10: 'infection',
};

/** What a warning is of; what says nothing of itself is a risk. */
export function kindOf({ category, code }: Flag): WarningKind {
  const codings = [...(category ?? []), ...(code ? [code] : [])].flatMap(({ coding }) => coding ?? []);
  for (const { system, code: one = '' } of codings) {
    const kind = system === systems.criticalType ? kindsByType[one] : kindsByCode[one];
    if (kind) return kind;
  }
  return 'risk';
}

export const isLimits = (flag: Flag): boolean => kindOf(flag) === 'limits';

/**
 * In the order of the banner: severe allergy, treatment limits, critical conditions, implants, infection, changed routines,
 * capacity to consent, risks, other allergies.
 */
export function criticalOf({ allergies, flags, consents, conditions }: CriticalFacts): CriticalItem[] {
  const known = allergies.filter((allergy) => isCurrent(allergy) && !isNoKnown(allergy)).map(allergyItem);
  const active = flags.filter(({ status }) => status === 'active');
  const of = (kind: WarningKind) => active.filter((flag) => kindOf(flag) === kind);
  const directives = consents.filter((consent) => consent.status === 'active' && hasCode(consent.scope, 'adr'));
  return [
    ...known.filter(({ severe }) => severe),
    ...of('limits').map(
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
    ...warningKinds.flatMap((kind) =>
      kind === 'limits' ? [] : of(kind).map((flag): CriticalItem => ({ kind, what: conceptText(flag.code), of: flag })),
    ),
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
