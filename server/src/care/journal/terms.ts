import { extensionOf } from '../../access/rules/codes.ts';

/** The extensions by which notes and drafts say what FHIR has no element for; see content/extensions. */
export const extensions = {
  /** On a Questionnaire: `note`, `form` or `score`. */
  templateKind: extensionOf('template-kind'),
  /** On an answer: what of the record was put in. */
  insertedFrom: extensionOf('inserted-from'),
  /** On a draft: the version of the note that it will replace. */
  corrects: extensionOf('corrects'),
  /** On a draft that was written for somebody else: since when it is written out and waits for their signature. */
  readyToSign: extensionOf('ready-to-sign'),
  /** On what was struck: why, as a code or in words. */
  struckReason: extensionOf('struck-reason'),
  /** On a problem: why it stands as it does, and by whose word. */
  statusReason: extensionOf('status-reason'),
  /** On what the citizen sees later or not at all: until when, and when that is looked at again. */
  citizenAccess: extensionOf('citizen-access'),
  hidden: 'http://hl7.org/fhir/StructureDefinition/questionnaire-hidden',
  unit: 'http://hl7.org/fhir/StructureDefinition/questionnaire-unit',
} as const;

/** Code systems of ours; see content/code-systems. */
export const codeSystems = {
  task: 'https://enjournal.no/fhir/CodeSystem/task-code',
  struckReason: 'https://enjournal.no/fhir/CodeSystem/struck-reason',
  noteActivity: 'https://enjournal.no/fhir/CodeSystem/note-activity',
} as const;
