import type { Patient, Questionnaire, QuestionnaireResponse } from '../../shared/fhir/types.ts';
import type { User } from '../../shared/session/session.ts';
import type { DraftKeeper } from '../workspace/draft-keeper.ts';
import { beginDraft, draftsOf } from '../workspace/drafts.ts';
import { newResponse } from '../workspace/new-response.ts';

/** The report's place in the templates: what was, in words. */
const group = 'course';
const field = 'report';

/** Those who may write notes report in one template, those who carry out the plan in another. */
export const templateUrl = (role: string | undefined): string =>
  `https://enjournal.no/fhir/Questionnaire/${role === 'sykepleier' || role === 'vernepleier' || role === 'lege' ? 'daily-report' : 'care-report'}`;

/** The reader's report on a person that is not signed. */
export const draftOn = (record: string, template: Questionnaire): DraftKeeper | undefined =>
  draftsOf(record).find((keeper) => keeper.current().response.questionnaire?.split('|')[0] === template.url);

export function textIn({ item }: QuestionnaireResponse): string {
  const course = item?.find(({ linkId }) => linkId === group);
  const text = course?.item?.find(({ linkId }) => linkId === field)?.answer?.[0]?.valueString;
  return typeof text === 'string' ? text : '';
}

/** Writes the report's words and leaves all else in the draft as it is. */
export function withText(response: QuestionnaireResponse, text: string): QuestionnaireResponse {
  const items = response.item ?? [];
  const before = items.find(({ linkId }) => linkId === group);
  const others = (before?.item ?? []).filter(({ linkId }) => linkId !== field);
  const own = text === '' ? [] : [{ linkId: field, answer: [{ valueString: text }] }];
  const course = { linkId: group, item: [...own, ...others] };
  const rest = items.filter(({ linkId }) => linkId !== group);
  return { ...response, item: course.item.length === 0 ? rest : [course, ...rest] };
}

/** Changes the draft, or begins one; it saves itself. */
export function writeReport(template: Questionnaire, patient: Patient, user: User, text: string): DraftKeeper {
  const record = patient.id ?? '';
  const keeper = draftOn(record, template) ?? beginDraft(record, newResponse(template, patient, user));
  keeper.change(withText(keeper.current().response, text));
  return keeper;
}
