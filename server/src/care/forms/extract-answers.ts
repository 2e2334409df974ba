import { randomUUID } from 'node:crypto';
import { problem } from '../../fhir/issue.ts';
import type { JsonObject, Resource } from '../../fhir/resource.ts';
import { type CareCall, type CareContext, type CareOperation, parameterOf } from '../process.ts';
import { definitionOf } from './definition.ts';
import { type Extracted, extracted, type KnownProblem } from './extract.ts';
import { questionnaireOf } from './questionnaire-of.ts';
import { formState } from './state.ts';
import type { QuestionnaireResponse } from './types.ts';

/**
 * QuestionnaireResponse/$extract: what the answers become, as a transaction that can be sent as it is. Nothing is stored.
 * @throws Problem rule when the questionnaire of the answers is not here
 * @source SDC 3.0.0, QuestionnaireResponse/$extract
 */
export const extract: CareOperation = {
  name: 'extract',
  definition: 'https://enjournal.no/fhir/OperationDefinition/questionnaireresponse-extract',
  at: [
    { level: 'type', types: ['QuestionnaireResponse'] },
    { level: 'instance', types: ['QuestionnaireResponse'] },
  ],
  get: false,
  summary: 'What answers become: Observations, Conditions, and what their questionnaire defines',
  async run(context, call) {
    const response = await responseAsked(context, call);
    const questionnaire = await questionnaireOf(context, response.questionnaire);
    if (questionnaire === undefined) {
      throw problem('rule', 'form-unknown', {
        diagnostics: 'The questionnaire of the answers is not here.',
        expression: 'QuestionnaireResponse.questionnaire',
      });
    }
    const form = definitionOf(questionnaire);
    const subject = response.subject?.reference;
    const hasProblems = [...form.byLinkId.values()].some(({ extractAs }) => extractAs === 'Condition');
    const patient = subject?.startsWith('Patient/') ? await context.read(subject) : undefined;
    const problems =
      hasProblems && patient !== undefined ? await context.search('Condition', [['patient', String(patient.id)]]) : [];
    const environment = patient === undefined ? {} : { patient };
    const state = formState(questionnaire, response, { environment });
    const now = new Date(context.now).toISOString();
    const made = extracted(state, { now, problems: problems as unknown as KnownProblem[] });
    const entry = made.map(entryOf);
    return { resourceType: 'Bundle', type: 'transaction', ...(entry.length === 0 ? {} : { entry }) } as Resource;
  },
};

async function responseAsked(context: CareContext, { id, parameters }: CareCall): Promise<QuestionnaireResponse> {
  if (id !== undefined) return (await context.read(`QuestionnaireResponse/${id}`)) as unknown as QuestionnaireResponse;
  const given = (parameterOf(parameters, 'questionnaire-response') ?? parameterOf(parameters, 'resource')) as
    | QuestionnaireResponse
    | undefined;
  if (given?.resourceType === 'QuestionnaireResponse') return given;
  throw problem('invalid', 'extract-response', {
    diagnostics: 'Give the answers as questionnaire-response.',
    expression: 'questionnaire-response',
  });
}

/** What the record has already is found again by its id, and made anew by nobody. */
function entryOf({ resource, existing }: Extracted): JsonObject {
  const { id: _id, meta: _meta, ...fresh } = resource as JsonObject;
  const type = resource.resourceType;
  const condition = existing === undefined ? {} : { ifNoneExist: `_id=${existing.split('/')[1]}` };
  return {
    fullUrl: `urn:uuid:${randomUUID()}`,
    resource: fresh,
    request: { method: 'POST', url: type, ...condition },
  };
}
