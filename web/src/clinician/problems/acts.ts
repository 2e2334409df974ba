import { extensions } from '@enjournal/server/care/problems';
import type {
  AllergyIntolerance,
  CodeableConcept,
  Condition,
  Extension,
  Flag,
  Reference,
} from '../../shared/fhir/types.ts';
import { hasCode } from '../../shared/format/quantity.ts';

/** What has a status that somebody answers for: in the list of problems, or in the banner. */
export type Standing = Condition | AllergyIntolerance | Flag;

const hl7 = (name: string) => `http://terminology.hl7.org/CodeSystem/${name}`;
export const status = (system: string, code: string): CodeableConcept => ({ coding: [{ system: hl7(system), code }] });

const clinical = { Condition: 'condition-clinical', AllergyIntolerance: 'allergyintolerance-clinical' } as const;
const verification = {
  Condition: 'condition-ver-status',
  AllergyIntolerance: 'allergyintolerance-verification',
} as const;

/** Acts on something that stands; each gives it as it is to be stored. */
export type Act = 'confirm' | 'refute' | 'end' | 'reopen' | 'in-error';

/** What can be done with it now, the most common first. */
export function actsFor(of: Standing): Act[] {
  if (of.resourceType === 'Flag') return of.status === 'active' ? ['end', 'in-error'] : [];
  const { verificationStatus, clinicalStatus } = of;
  if (hasCode(verificationStatus, 'entered-in-error')) return [];
  if (hasCode(verificationStatus, 'refuted')) return ['reopen'];
  const isOver = hasCode(clinicalStatus, 'inactive', 'resolved', 'remission');
  return [
    ...(hasCode(verificationStatus, 'confirmed') ? [] : (['confirm'] as const)),
    ...(isOver ? (['reopen'] as const) : (['end'] as const)),
    'refute',
    'in-error',
  ];
}

/** Whether an act is done only with words of why. */
export const needsReason = (of: Standing, act: Act): boolean =>
  act === 'refute' ||
  act === 'in-error' ||
  (act === 'end' && of.resourceType === 'Flag') ||
  (act === 'reopen' && of.resourceType !== 'Flag' && hasCode(of.verificationStatus, 'refuted'));

/** The resource with the act done. `today` is the day it ends, where it has one. */
export function acted(of: Standing, act: Act, reason: Extension, self: Reference, today: string): Standing {
  const extension = [...(of.extension ?? []).filter(({ url }) => url !== extensions.statusReason), reason];
  if (of.resourceType === 'Flag') {
    return { ...of, extension, status: act === 'in-error' ? 'entered-in-error' : 'inactive' };
  }
  const type = of.resourceType;
  const verified = (code: string) => ({ verificationStatus: status(verification[type], code) });
  const clinically = (code: string) => ({ clinicalStatus: status(clinical[type], code) });
  switch (act) {
    case 'confirm':
      return { ...of, extension, ...verified('confirmed'), asserter: self } as Standing;
    case 'refute':
      return { ...of, extension, ...verified('refuted') } as Standing;
    case 'end':
      return {
        ...of,
        extension,
        ...clinically('resolved'),
        ...(type === 'Condition' ? { abatementDateTime: today } : {}),
      } as Standing;
    case 'reopen': {
      const { abatementDateTime: _, ...rest } = of as Condition;
      const refuted = hasCode(of.verificationStatus, 'refuted') ? verified('unconfirmed') : {};
      return { ...rest, extension, ...clinically('active'), ...refuted } as Standing;
    }
    case 'in-error': {
      const { clinicalStatus: _, ...rest } = of;
      return { ...rest, extension, ...verified('entered-in-error') } as Standing;
    }
  }
}
