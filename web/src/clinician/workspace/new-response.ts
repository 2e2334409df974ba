import type { Patient, Questionnaire, QuestionnaireResponse } from '../../shared/fhir/types.ts';
import { nameOf } from '../../shared/format/person.ts';
import type { User } from '../../shared/session/session.ts';

/** An empty draft in a template, about a person, by who is logged on. */
export function newResponse(
  template: Questionnaire,
  patient: Patient,
  user: Pick<User, 'reference' | 'name'>,
  now = new Date(),
): QuestionnaireResponse {
  return {
    resourceType: 'QuestionnaireResponse',
    status: 'in-progress',
    questionnaire: template.version === undefined ? (template.url ?? '') : `${template.url}|${template.version}`,
    subject: { reference: `Patient/${patient.id}`, display: nameOf(patient) },
    authored: now.toISOString(),
    author: { reference: user.reference, display: user.name },
  };
}
