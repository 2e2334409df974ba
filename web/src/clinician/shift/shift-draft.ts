import type { Patient, Questionnaire } from '../../shared/fhir/types.ts';
import type { User } from '../../shared/session/session.ts';
import type { DraftKeeper } from '../workspace/draft-keeper.ts';
import { beginDraft, draftsOf } from '../workspace/drafts.ts';
import { newResponse } from '../workspace/new-response.ts';
import { type Field, withText } from './shift-text.ts';

/** Those who may write notes report in one template, those who carry out the plan in another. */
export const templateUrl = (role: string | undefined): string =>
  `https://enjournal.no/fhir/Questionnaire/${role === 'sykepleier' || role === 'vernepleier' || role === 'lege' ? 'daily-report' : 'care-report'}`;

/** The reader's report on a person that is not signed. */
export const draftOn = (record: string, template: Questionnaire): DraftKeeper | undefined =>
  draftsOf(record).find((keeper) => keeper.current().response.questionnaire?.split('|')[0] === template.url);

/** Changes the draft, or begins one; it saves itself. */
export function writeReport(template: Questionnaire, patient: Patient, user: User, field: Field, text: string): void {
  const record = patient.id ?? '';
  const keeper = draftOn(record, template) ?? beginDraft(record, newResponse(template, patient, user));
  keeper.change(withText(keeper.current().response, field, text));
}
