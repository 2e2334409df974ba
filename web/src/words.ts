import { ownLogWords } from './citizen/privacy/own-log.words.ts';
import { accessWords } from './clinician/access/access.words.ts';
import { adviceWords } from './clinician/advice/advice.words.ts';
import { barWords } from './clinician/bar/bar.words.ts';
import { kurveWords } from './clinician/chart/kurve.words.ts';
import { delegationWords } from './clinician/delegation/delegation.words.ts';
import { documentsWords } from './clinician/documents/documents.words.ts';
import { emergencyWords } from './clinician/emergency/emergency.words.ts';
import { findPersonWords } from './clinician/find-person/find-person.words.ts';
import { formsWords } from './clinician/forms/forms.words.ts';
import { inboxWords } from './clinician/inbox/inbox.words.ts';
import { medicationWords } from './clinician/medication/medication.words.ts';
import { planWords } from './clinician/plan/plan.words.ts';
import { multidoseWords } from './clinician/prescriptions/multidose.words.ts';
import { prescriptionWords } from './clinician/prescriptions/prescriptions.words.ts';
import { problemsWords } from './clinician/problems/problems.words.ts';
import { reconciliationWords } from './clinician/reconciliation/reconciliation.words.ts';
import { cardWords } from './clinician/record/card.words.ts';
import { recordWords } from './clinician/record/record.words.ts';
import { roundWords } from './clinician/round/round.words.ts';
import { shiftWords } from './clinician/shift/shift.words.ts';
import { startWords } from './clinician/start/start.words.ts';
import { stockLinkWords, stockScreenWords } from './clinician/stock/stock.words.ts';
import { timelineWords } from './clinician/timeline/timeline.words.ts';
import { vaccineLinkWords, vaccinesWords } from './clinician/vaccines/vaccines.words.ts';
import { workWords } from './clinician/work/work.words.ts';
import { workspaceWords } from './clinician/workspace/workspace.words.ts';
import { doorWords } from './door/door.words.ts';
import { dosesWords } from './homecare/doses/doses.words.ts';
import { troubleWords } from './homecare/doses/trouble.words.ts';
import { visitWords } from './homecare/visit/visit.words.ts';
import { administrationWords } from './municipality/administration/administration.words.ts';
import { municipalityWords } from './municipality/municipality.words.ts';
import { privacyWords } from './municipality/privacy/privacy.words.ts';
import { chartWords } from './shared/chart/chart.words.ts';
import { growthWords } from './shared/chart/growth/growth.words.ts';
import { codingWords } from './shared/coding/coding.words.ts';
import { documentsViewWords } from './shared/documents/documents-view.words.ts';
import { formWords } from './shared/forms/form.words.ts';
import { outboxWords } from './shared/outbox/outbox.words.ts';
import { fieldWords } from './shared/resource/field.words.ts';
import { codeWords, resourceWords, serviceWords, typeWords } from './shared/resource/resource.words.ts';
import { uiWords } from './shared/ui/ui.words.ts';

/** Texts of pages that are fetched when somebody comes to them, by `withLaterTexts` (i18n.ts). */
export const laterWords = {
  ...multidoseWords,
  ...kurveWords,
  ...privacyWords,
  ...administrationWords,
  ...ownLogWords,
  ...visitWords,
  ...adviceWords,
  ...dosesWords,
  ...troubleWords,
  ...delegationWords,
  ...roundWords,
  ...vaccinesWords,
  ...stockScreenWords,
};

/** Texts that are there from the first page on. */
export const firstWords = {
  ...accessWords,
  ...barWords,
  ...workspaceWords,
  ...doorWords,
  ...findPersonWords,
  ...emergencyWords,
  ...documentsWords,
  ...startWords,
  ...shiftWords,
  ...inboxWords,
  ...workWords,
  ...municipalityWords,
  ...recordWords,
  ...cardWords,
  ...planWords,
  ...timelineWords,
  ...outboxWords,
  ...medicationWords,
  ...prescriptionWords,
  ...reconciliationWords,
  ...typeWords,
  ...codeWords,
  ...serviceWords,
  ...resourceWords,
  ...fieldWords,
  ...chartWords,
  ...growthWords,
  ...documentsViewWords,
  ...uiWords,
  ...formWords,
  ...formsWords,
  ...problemsWords,
  ...vaccineLinkWords,
  ...stockLinkWords,
  ...codingWords,
};

/** Every text of the web, from the parts that use them. */
export const words = { ...firstWords, ...laterWords };

/** The parts, for the test that no key is given twice. */
export const wordParts = [
  multidoseWords,
  privacyWords,
  administrationWords,
  ownLogWords,
  visitWords,
  adviceWords,
  accessWords,
  barWords,
  workspaceWords,
  doorWords,
  findPersonWords,
  emergencyWords,
  documentsWords,
  startWords,
  shiftWords,
  inboxWords,
  workWords,
  municipalityWords,
  recordWords,
  cardWords,
  planWords,
  timelineWords,
  dosesWords,
  troubleWords,
  delegationWords,
  outboxWords,
  roundWords,
  medicationWords,
  prescriptionWords,
  reconciliationWords,
  typeWords,
  codeWords,
  serviceWords,
  resourceWords,
  fieldWords,
  chartWords,
  kurveWords,
  growthWords,
  documentsViewWords,
  uiWords,
  formWords,
  formsWords,
  problemsWords,
  vaccineLinkWords,
  vaccinesWords,
  stockLinkWords,
  stockScreenWords,
  codingWords,
];
