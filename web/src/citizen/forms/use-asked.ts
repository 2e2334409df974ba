import { useQuery } from '@tanstack/react-query';
import { FhirFailure, matchesOf, search, send } from '../../shared/fhir/client.ts';
import type { Bundle, Questionnaire, QuestionnaireResponse, Resource, Task } from '../../shared/fhir/types.ts';
import { useRecordSearch } from '../../shared/record/record-queries.ts';
import { circleVisit } from '../circle/visit-code.ts';

export type AskedTask = Omit<Task, 'input'> & {
  input?: { valueCanonical?: string }[];
  output?: { valueReference?: { reference?: string } }[];
};

const taskCodes = 'https://enjournal.no/fhir/CodeSystem/task-code';

/** What somebody has asked the citizen to do, and what the citizen has set down for themself; done and not. */
export const useAsked = (patient: string) =>
  useRecordSearch<AskedTask>(
    patient,
    'Task',
    {
      owner: `Patient/${patient}`,
      'status:not': 'cancelled,entered-in-error',
      'code:not': circleVisit,
      _sort: '-authored-on',
    },
    { limit: 200 },
  );

/** The canonical of the form that a task asks to be answered. */
export const formOf = (task: AskedTask): string | undefined =>
  task.code?.coding?.some(({ system, code }) => system === taskCodes && code === 'answer-form')
    ? task.input?.find(({ valueCanonical }) => valueCanonical !== undefined)?.valueCanonical
    : undefined;

/** A form as it begins for the citizen, with what the record knows. @throws FhirFailure absent when the form is gone */
export const useBegun = (patient: string, canonical: string) =>
  useQuery({
    queryKey: ['begun-form', patient, canonical],
    staleTime: Number.POSITIVE_INFINITY,
    queryFn: async ({ signal }) => {
      const [url] = canonical.split('|');
      const found = await search<Questionnaire>('Questionnaire', { url: url ?? '', status: 'active' }, signal);
      const [questionnaire] = matchesOf(found);
      if (questionnaire === undefined) throw new FhirFailure('absent', 404);
      const answer = await send(`Questionnaire/${questionnaire.id}/$populate`, {
        method: 'POST',
        headers: { 'content-type': 'application/fhir+json' },
        body: JSON.stringify({
          resourceType: 'Parameters',
          parameter: [{ name: 'subject', valueReference: { reference: `Patient/${patient}` } }],
        }),
        signal,
      });
      return { questionnaire, response: responseIn((await answer.json()) as Resource) };
    },
  });

function responseIn(answer: Resource): QuestionnaireResponse {
  const { parameter = [] } = answer as Resource & { parameter?: { name: string; resource?: Resource }[] };
  const found = answer.resourceType === 'QuestionnaireResponse' ? answer : parameter[0]?.resource;
  return found as QuestionnaireResponse;
}

/**
 * Sends the answers, with what is measured in them as Observations of their own: all or nothing. What the record filled in itself, and
 * nobody changed, is measured once.
 * @throws FhirFailure
 */
export async function sendAnswers(response: QuestionnaireResponse, patient: string): Promise<void> {
  const { id: _, meta: __, ...rest } = response;
  const completed = {
    ...rest,
    status: 'completed',
    authored: new Date().toISOString(),
    source: { reference: `Patient/${patient}` },
  };
  const json = { 'content-type': 'application/fhir+json' };
  const extracted = (await (
    await send('QuestionnaireResponse/$extract', { method: 'POST', headers: json, body: JSON.stringify(completed) })
  ).json()) as Bundle;
  const own = `urn:uuid:${crypto.randomUUID()}`;
  const measured = (extracted.entry ?? []).filter(({ resource }) => resource?.resourceType === 'Observation');
  const entry = [
    { fullUrl: own, resource: completed, request: { method: 'POST', url: 'QuestionnaireResponse' } },
    ...measured.map(({ fullUrl, resource }) => ({
      fullUrl,
      resource: { ...resource, derivedFrom: [{ reference: own }] },
      request: { method: 'POST', url: 'Observation' },
    })),
  ];
  await send('', {
    method: 'POST',
    headers: json,
    body: JSON.stringify({ resourceType: 'Bundle', type: 'transaction', entry }),
  });
}
