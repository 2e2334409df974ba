import type { Coding, Resource } from '../../fhir/resource.ts';

/** What the browser may import. */

export { contributionWords } from './words.ts';

export const selfReportedTag: Coding = {
  system: 'https://enjournal.no/fhir/CodeSystem/verification',
  code: 'self-reported',
  display: 'Egenmålt',
};

/** Whether the citizen, or who acts for them, has measured or said it. */
export const isSelfReported = (resource: Resource | undefined): boolean =>
  ((resource?.meta?.tag ?? []) as Coding[]).some(
    ({ system, code }) => system === selfReportedTag.system && code === selfReportedTag.code,
  );

/** What a citizen can tell by a form without being asked: kinds of Questionnaire, by their `useContext`. */
export const formTypes = 'https://enjournal.no/fhir/CodeSystem/form-type';
const ownForms = ['life-story', 'decision-aid', 'own-measurement'] as const;
export type OwnForm = (typeof ownForms)[number];

/** Whether citizens tell of themselves by it, so that personnel neither begin it nor fill it in for them. */
export const isOwnForm = (form: object | undefined): boolean =>
  ((form as { code?: Coding[] } | undefined)?.code ?? []).some(
    ({ system, code }) => system === formTypes && ownForms.some((one) => one === code),
  );
