import { actingWords } from './citizen/acting/acting.words.ts';
import { othersWords } from './citizen/acting/others.words.ts';
import { circleWords } from './citizen/circle/circle.words.ts';
import { consentsWords } from './citizen/consents/consents.words.ts';
import { dialogueWords } from './citizen/dialogue/dialogue.words.ts';
import { waysWords } from './citizen/dialogue/ways.words.ts';
import { frameWords } from './citizen/frame/frame.words.ts';
import { homeWords } from './citizen/home/home.words.ts';
import { toldWords } from './citizen/journal/told.words.ts';
import { ownRecordWords } from './citizen/own-record.words.ts';
import { ownWordsWords } from './citizen/own-words/own-words.words.ts';
import { ownLogWords } from './citizen/privacy/own-log.words.ts';
import { readingWords } from './citizen/reading/reading.words.ts';
import { sharingWords } from './citizen/sharing/sharing.words.ts';
import { accessWords } from './clinician/access/access.words.ts';
import { adviceWords } from './clinician/advice/advice.words.ts';
import { bandsWords } from './clinician/bands/bands.words.ts';
import { barWords } from './clinician/bar/bar.words.ts';
import { kurveWords } from './clinician/chart/kurve.words.ts';
import { citizenViewWords } from './clinician/citizen-view/citizen-view.words.ts';
import { delegationWords } from './clinician/delegation/delegation.words.ts';
import { dialogueWorkWords } from './clinician/dialogue/dialogue-work.words.ts';
import { dispenserWords } from './clinician/dispensers/dispenser.words.ts';
import { documentsWords } from './clinician/documents/documents.words.ts';
import { emergencyWords } from './clinician/emergency/emergency.words.ts';
import { findPersonWords } from './clinician/find-person/find-person.words.ts';
import { formsWords } from './clinician/forms/forms.words.ts';
import { inboxWords } from './clinician/inbox/inbox.words.ts';
import { catalogueWords } from './clinician/medication/catalogue.words.ts';
import { medicationWords } from './clinician/medication/medication.words.ts';
import { sfmWords } from './clinician/medication/sfm.words.ts';
import { parentsAccessWords } from './clinician/parents/parents.words.ts';
import { planWords } from './clinician/plan/plan.words.ts';
import { multidoseWords } from './clinician/prescriptions/multidose.words.ts';
import { prescriptionWords } from './clinician/prescriptions/prescriptions.words.ts';
import { problemsWords } from './clinician/problems/problems.words.ts';
import { reconciliationWords } from './clinician/reconciliation/reconciliation.words.ts';
import { cardWords } from './clinician/record/card.words.ts';
import { recordWords } from './clinician/record/record.words.ts';
import { laboratoryLinkWords, laboratoryWords } from './clinician/referral/laboratory.words.ts';
import { roundWords } from './clinician/round/round.words.ts';
import { shiftWords } from './clinician/shift/shift.words.ts';
import { startWords } from './clinician/start/start.words.ts';
import { stockLinkWords, stockScreenWords } from './clinician/stock/stock.words.ts';
import { timelineWords } from './clinician/timeline/timeline.words.ts';
import { vaccineLinkWords, vaccinesWords } from './clinician/vaccines/vaccines.words.ts';
import { workWords } from './clinician/work/work.words.ts';
import { workspaceWords } from './clinician/workspace/workspace.words.ts';
import { writingWords } from './clinician/workspace/writing.words.ts';
import { doorWords } from './door/door.words.ts';
import { checkWords } from './homecare/check/check.words.ts';
import { dosesWords } from './homecare/doses/doses.words.ts';
import { troubleWords } from './homecare/doses/trouble.words.ts';
import { unscheduledWords } from './homecare/unscheduled/unscheduled.words.ts';
import { visitWords } from './homecare/visit/visit.words.ts';
import { administrationWords } from './municipality/administration/administration.words.ts';
import { municipalityWords } from './municipality/municipality.words.ts';
import { privacyWords } from './municipality/privacy/privacy.words.ts';
import { chartWords } from './shared/chart/chart.words.ts';
import { growthWords } from './shared/chart/growth/growth.words.ts';
import { codingWords } from './shared/coding/coding.words.ts';
import { dialogueViewWords } from './shared/dialogue/dialogue-view.words.ts';
import { documentsViewWords } from './shared/documents/documents-view.words.ts';
import { formWords } from './shared/forms/form.words.ts';
import { outboxWords } from './shared/outbox/outbox.words.ts';
import { fieldWords } from './shared/resource/field.words.ts';
import { codeWords, resourceWords, serviceWords, typeWords } from './shared/resource/resource.words.ts';
import { scanWords } from './shared/scan/scan.words.ts';
import { uiWords } from './shared/ui/ui.words.ts';

/** Texts of the door and of what stands in front of either application. */
export const entryWords = { ...doorWords };

/** Texts of the pages of personnel that are fetched when somebody comes to them, by `withLaterTexts` (i18n.ts). */
export const laterWords = {
  ...laboratoryWords,
  ...sfmWords,
  ...dispenserWords,
  ...bandsWords,
  ...catalogueWords,
  ...multidoseWords,
  ...dialogueWorkWords,
  ...dialogueViewWords,
  ...kurveWords,
  ...privacyWords,
  ...administrationWords,
  ...visitWords,
  ...adviceWords,
  ...dosesWords,
  ...troubleWords,
  ...checkWords,
  ...scanWords,
  ...unscheduledWords,
  ...delegationWords,
  ...roundWords,
  ...vaccinesWords,
  ...stockScreenWords,
  ...parentsAccessWords,
  ...citizenViewWords,
  ...writingWords,
};

/** Texts that personnel have from the first page on. */
export const firstWords = {
  ...laboratoryLinkWords,
  ...accessWords,
  ...barWords,
  ...workspaceWords,
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

/** Texts that a citizen has from the first page on. */
export const citizenWords = {
  ...waysWords,
  ...frameWords,
  ...actingWords,
  ...homeWords,
  ...toldWords,
  ...serviceWords,
  ...uiWords,
};

/** Texts of the citizen's other pages, with what they share with those of personnel. */
export const citizenLaterWords = {
  ...dialogueWords,
  ...dialogueViewWords,
  ...ownRecordWords,
  ...ownLogWords,
  ...readingWords,
  ...ownWordsWords,
  ...othersWords,
  ...circleWords,
  ...consentsWords,
  ...sharingWords,
  ...typeWords,
  ...codeWords,
  ...resourceWords,
  ...fieldWords,
  ...chartWords,
  ...growthWords,
  ...documentsViewWords,
  ...formWords,
  ...codingWords,
};

/** Every text of the web, from the parts that use them. */
export const words = { ...entryWords, ...firstWords, ...laterWords, ...citizenWords, ...citizenLaterWords };

/** The parts, for the test that no key is given twice. */
export const wordParts = [
  laboratoryWords,
  laboratoryLinkWords,
  sfmWords,
  dispenserWords,
  bandsWords,
  catalogueWords,
  multidoseWords,
  waysWords,
  dialogueWords,
  dialogueWorkWords,
  dialogueViewWords,
  frameWords,
  actingWords,
  readingWords,
  ownWordsWords,
  othersWords,
  circleWords,
  consentsWords,
  sharingWords,
  parentsAccessWords,
  citizenViewWords,
  homeWords,
  toldWords,
  ownRecordWords,
  privacyWords,
  administrationWords,
  ownLogWords,
  visitWords,
  adviceWords,
  accessWords,
  barWords,
  workspaceWords,
  writingWords,
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
  checkWords,
  scanWords,
  unscheduledWords,
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
