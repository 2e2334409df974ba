import type { CareOperation } from '../../../care/index.ts';
import { Problem } from '../../../fhir/issue.ts';
import type { JsonObject, Resource } from '../../../fhir/resource.ts';
import { careContext } from '../care-context.ts';
import { worded } from '../governing.ts';
import { resource } from '../message.ts';
import { parsedBody, versionOfTag } from '../negotiate.ts';
import type { FhirOperation, OperationCall } from './operation.ts';

/** An operation of a care process as the API offers it. What it does, it does as its caller. */
export function careOperation({ run, ...described }: CareOperation): FhirOperation {
  return {
    ...described,
    async run(service, call) {
      const { request, level, type, id } = call;
      const context = careContext(service, request);
      const parameters = parametersOf(call);
      const ifMatch = versionOfTag(request.headers['if-match']);
      try {
        const answer = await run(context, {
          level,
          parameters,
          ...(type === undefined ? {} : { type }),
          ...(id === undefined ? {} : { id }),
          ...(ifMatch === undefined ? {} : { ifMatch: String(ifMatch) }),
        });
        return resource(200, answer);
      } catch (error) {
        if (!(error instanceof Problem)) throw error;
        throw new Problem(error.kind, worded(service.care, request, error.issues), { cause: error });
      }
    },
  };
}

/** The query and the body as one Parameters resource; a body of another type is the parameter `resource`. */
function parametersOf({ request }: OperationCall): Resource {
  const named: JsonObject[] = request.query
    .filter(([name]) => !name.startsWith('_'))
    .map(([name, valueString]) => ({ name, valueString }));
  const hasBody = request.body.kind === 'parsed' || (request.body.kind === 'bytes' && request.body.bytes.length > 0);
  if (!hasBody) return { resourceType: 'Parameters', parameter: named };
  const body = parsedBody(request).value as Resource;
  const given =
    body.resourceType === 'Parameters'
      ? ((body.parameter ?? []) as JsonObject[])
      : [{ name: 'resource', resource: body }];
  return { resourceType: 'Parameters', parameter: [...named, ...given] };
}
