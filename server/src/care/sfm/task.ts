import { categorySystem } from '../../access/categories.ts';
import { type Problem, problem } from '../../fhir/issue.ts';
import type { JsonObject, Resource } from '../../fhir/resource.ts';
import type { CareContext } from '../process.ts';
import type { fetchedCode, sentCode } from './rules.ts';

const CODES = 'https://enjournal.no/fhir/CodeSystem/task-code';
const FAILURES = 'https://enjournal.no/fhir/CodeSystem/message-failure';
const names = { 'medication-fetched': 'Hentet fra SFM', 'medication-sent': 'Sendt til SFM' } as const;
type Code = typeof fetchedCode | typeof sentCode;

/** What was done with the national list, and what came of it. */
export function taskFor(
  { actor, now }: CareContext,
  citizen: Resource,
  code: Code,
  status: 'completed' | 'failed',
  output: { readonly [name: string]: JsonObject },
  why?: { code: string; text?: string | undefined },
): Resource {
  const { practitionerRole, organization, display } = actor;
  return {
    resourceType: 'Task',
    meta: { security: [{ system: categorySystem, code: 'medication' }] },
    status,
    intent: 'order',
    code: { coding: [{ system: CODES, code, display: names[code] }] },
    ...(why === undefined
      ? {}
      : {
          statusReason: {
            coding: [{ system: FAILURES, code: why.code }],
            ...(why.text === undefined || why.text === '' ? {} : { text: why.text }),
          },
        }),
    for: { reference: `Patient/${citizen.id}` },
    authoredOn: new Date(now).toISOString(),
    ...(practitionerRole === undefined
      ? {}
      : { requester: { reference: `PractitionerRole/${practitionerRole}`, display } }),
    ...(organization === undefined
      ? {}
      : { owner: { reference: `Organization/${organization.id}`, display: organization.display } }),
    ...(Object.keys(output).length === 0
      ? {}
      : { output: Object.entries(output).map(([text, value]) => ({ type: { text }, ...value })) }),
  } as unknown as Resource;
}

/** Keeps that it failed, so that others see it too, and says why. */
export async function failed(
  context: CareContext,
  citizen: Resource,
  code: Code,
  why: 'sfm-away' | 'sfm-refused' | 'sfm-strange' | 'sfm-person',
  text?: string,
): Promise<Problem> {
  const resource = taskFor(context, citizen, code, 'failed', {}, { code: why, text });
  await context.transact([{ method: 'POST', resource }]);
  return problem(why === 'sfm-refused' ? 'rule' : 'unavailable', why, {
    expression: 'Patient',
    ...(text === undefined ? {} : { diagnostics: text }),
  });
}
