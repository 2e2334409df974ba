import { type Issue, problem } from '../../../fhir/issue.ts';
import { parseJson } from '../../../fhir/json/index.ts';
import { outcomeOf } from '../../../fhir/outcome.ts';
import type { JsonObject, Resource } from '../../../fhir/resource.ts';
import { isResourceType } from '../../../fhir/types.ts';
import { accessLine, refuseUncovered } from '../asking.ts';
import { disclose } from '../disclose.ts';
import { resource as answer } from '../message.ts';
import { suppressed } from '../read.ts';
import type { FhirOperation } from './operation.ts';
import { parametersOf } from './parameters.ts';

/** Resource/$validate: 200 with an OperationOutcome, whatever it finds. @source FHIR R4 resource-operation-validate.html */
export const validate: FhirOperation = {
  name: 'validate',
  definition: 'http://hl7.org/fhir/OperationDefinition/Resource-validate',
  at: [
    { level: 'type', types: '*' },
    { level: 'instance', types: '*' },
  ],
  get: true,
  summary: 'What is wrong with a resource, against FHIR R4 and the profiles it names',
  async run(service, { request, type = '', id }) {
    await refuseUncovered(service, request, 'r', type, { interaction: '$validate', type });
    const parameters = parametersOf(request);
    const mode = parameters.text('mode');
    if (mode !== undefined && !MODES.includes(mode)) {
      throw problem('invalid', 'mode-unknown', { diagnostics: `mode is one of ${MODES.join(', ')}.`, code: 'value' });
    }
    const profile = parameters.text('profile');
    const given = parameters.all('resource')[0] ?? parameters.all(type.charAt(0).toLowerCase() + type.slice(1))[0];
    let subject = (given ?? undefined) as Resource | undefined; // null is nothing given
    const line = { interaction: '$validate', type };
    if (id === undefined) await service.log.append(accessLine(request, undefined, line));
    else {
      // also with a resource to be put in its place: whether it is there is for those to know who may read it
      const { content } = await disclose(service, request, { type, id, letter: 'r', interaction: 'read', line });
      if (content === undefined) return suppressed(request);
      subject ??= parseJson(content).value as Resource;
    }
    if (mode === 'delete' && id !== undefined) return answer(200, outcomeOf([]));
    if (subject === undefined || typeof subject !== 'object' || !isResourceType(String(subject.resourceType))) {
      throw problem('invalid', 'resource-missing', {
        diagnostics: 'There is no resource to validate.',
        code: 'required',
      });
    }
    if (subject.resourceType !== type) {
      return answer(
        200,
        outcomeOf([
          {
            severity: 'error',
            code: 'invalid',
            key: 'resource-type-differs',
            diagnostics: `The resource is not a ${type}.`,
          },
        ]),
      );
    }
    if (profile === undefined) return answer(200, outcomeOf(service.conformance.validate(subject)));
    const meta = (subject.meta ?? {}) as JsonObject;
    const profiles = [...new Set([...(Array.isArray(meta.profile) ? (meta.profile as string[]) : []), profile])];
    const issues = service.conformance.validate({ ...subject, meta: { ...meta, profile: profiles } } as Resource);
    const place = `.meta.profile[${profiles.indexOf(profile)}]`;
    return answer(200, outcomeOf(issues.map((issue) => asAsked(issue, place))));
  },
};

const MODES = ['create', 'update', 'delete', 'profile'];

/** The profile that was asked for, and could not be checked, is an error: it is a remark where the resource claims it. */
const asAsked = (issue: Issue, place: string): Issue =>
  issue.key === 'profile-unknown' && issue.expression?.endsWith(place) === true
    ? { ...issue, severity: 'error' }
    : issue;
