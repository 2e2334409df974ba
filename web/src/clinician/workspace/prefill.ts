import { send } from '../../shared/fhir/client.ts';
import type { Patient, Questionnaire, QuestionnaireResponse, Resource } from '../../shared/fhir/types.ts';
import type { DraftKeeper } from './draft-keeper.ts';

/** Fills in what the record knows, each with its source and date. When it cannot, the note is written without. */
export async function prefill(keeper: DraftKeeper, template: Questionnaire, patient: Patient): Promise<void> {
  try {
    const answer = await send(`Questionnaire/${template.id}/$populate`, {
      method: 'POST',
      headers: { 'content-type': 'application/fhir+json' },
      body: JSON.stringify({
        resourceType: 'Parameters',
        parameter: [{ name: 'subject', valueReference: { reference: `Patient/${patient.id}` } }],
      }),
      record: keeper.record,
    });
    keeper.prefill(responseIn((await answer.json()) as Resource)?.item ?? []);
  } catch {
    // Nothing is lost: the fields are empty, as they would be where the record knows nothing.
  }
}

/** The response alone, or as the parameter of that name. */
function responseIn(answer: Resource): QuestionnaireResponse | undefined {
  if (answer.resourceType === 'QuestionnaireResponse') return answer as QuestionnaireResponse;
  const { parameter = [] } = answer as Resource & { parameter?: { name: string; resource?: QuestionnaireResponse }[] };
  return parameter.find(({ name }) => name === 'response')?.resource;
}
