import { Problem } from '../../fhir/issue.ts';
import type { Operation } from '../../record/index.ts';
import { asHouse, worded } from './governing.ts';
import type { FhirRequest } from './message.ts';
import type { FhirService } from './service.ts';

/**
 * Lets the processes of care make whole what comes in, before it is known in whose record it belongs.
 * @throws Problem of the first that nothing can be made of; in a Bundle it names the entry
 */
export async function receive(
  service: FhirService,
  request: FhirRequest,
  operations: readonly Operation[],
): Promise<void> {
  const { care, database } = service;
  for (const operation of operations) {
    if (operation.kind !== 'create' && operation.kind !== 'update') continue;
    for (const one of care.receivers.get(operation.type) ?? []) {
      const find = async (type: string, query: string) => {
        const [found] = await asHouse(service)(database.reader, [{ type, query }]);
        if (found instanceof Problem) throw found;
        return (found ?? []).map(({ id }) => id);
      };
      try {
        await one(operation.body.value, { actor: request.actor, find });
      } catch (error) {
        throw error instanceof Problem ? told(service, request, operation, error) : error;
      }
    }
  }
}

function told({ care }: FhirService, request: FhirRequest, { entry }: Operation, error: Problem): Problem {
  const issues = worded(care, request, error.issues).map((issue) =>
    entry === undefined || issue.expression === undefined
      ? issue
      : { ...issue, expression: `Bundle.entry[${entry}].resource${issue.expression.replace(/^[A-Za-z]+/, '')}` },
  );
  return new Problem(error.kind, issues, { cause: error });
}
