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
export const isOwnForm = (form: object | undefined): boolean => ownForms.some((kind) => isOfKind(form, kind));

/** Of these the one that personnel may write down for who tells it. */
export const isLifeStory = (form: object | undefined): boolean => isOfKind(form, 'life-story');

const isOfKind = (form: object | undefined, kind: OwnForm): boolean =>
  ((form as { code?: Coding[] } | undefined)?.code ?? []).some(
    ({ system, code }) => system === formTypes && code === kind,
  );

type Answered = { linkId?: string; answer?: unknown[]; item?: readonly Answered[] };

/** What is answered to each question, by its linkId, as text to compare. */
export function answersOf(response: object): Map<string, string> {
  const answers = new Map<string, string>();
  const visit = (items: readonly Answered[]): void => {
    for (const { linkId = '', answer = [], item: below = [] } of items) {
      if (answer.length > 0) answers.set(linkId, (answers.get(linkId) ?? '') + JSON.stringify(answer));
      visit(below);
    }
  };
  visit((response as { item?: readonly Answered[] }).item ?? []);
  return answers;
}
