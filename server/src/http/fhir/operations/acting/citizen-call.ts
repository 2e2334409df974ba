import { identitiesIn } from '../../../../access/gate/record-facts.ts';
import { Problem } from '../../../../fhir/issue.ts';
import { guessRecord } from '../../../../record/index.ts';
import type { Line } from '../../asking.ts';
import { worded } from '../../governing.ts';
import type { FhirResponse } from '../../message.ts';
import type { FhirService } from '../../service.ts';
import type { FhirOperation, OperationCall } from '../operation.ts';
import { type Called, refuseFor } from '../record-call.ts';

/** Why a citizen may ask for a record: their own, or that of whom they are parent to or act for. */
const grounds = new Set(['self', 'parent', 'care-order', 'mandate', 'guardian', 'released-to-parents']);

/** Whose own record it is. @throws Problem forbidden, once it is in the log */
export async function onlySelf(service: FhirService, call: OperationCall, opened: Called, line: Line): Promise<void> {
  if (!isSelf(opened)) await refuseFor(service, call, opened, 'op-not-allowed', line);
}

/** It is the citizen's own record. */
export const isSelf = ({ actor, verdict }: Called): boolean =>
  actor.kind === 'citizen' && 'permit' in verdict && verdict.reason === 'self';

/** The citizen, or whoever may do all for them: not by a power for some kinds alone. */
export async function onlyForThem(
  service: FhirService,
  call: OperationCall,
  opened: Called,
  line: Line,
): Promise<void> {
  if (!mayDecide(opened)) await refuseFor(service, call, opened, 'op-not-allowed', line);
}

export function mayDecide({ actor, verdict, facts }: Called): boolean {
  if (actor.kind !== 'citizen' || !('permit' in verdict) || !grounds.has(verdict.reason)) return false;
  if (verdict.permit.only !== undefined) return false;
  if (verdict.reason !== 'mandate' && verdict.reason !== 'guardian') return true;
  return facts?.mandate?.scopes.some((one) => one === 'read-record' || one === 'personal') === true;
}

/** By which others' records name the citizen who asks. */
export async function identitiesOfCaller(service: FhirService, call: OperationCall): Promise<readonly string[]> {
  const { actor } = call.request;
  if (actor.kind !== 'citizen' || actor.ownPatient === undefined) return [];
  return identitiesIn((await service.gate.factsOf(guessRecord('Patient', actor.ownPatient))).rows);
}

/** The operation with what it refuses said in the user's language, from the words of the care processes. */
export const inWords = (operation: FhirOperation): FhirOperation => ({
  ...operation,
  async run(service, call): Promise<FhirResponse> {
    try {
      return await operation.run(service, call);
    } catch (error) {
      if (!(error instanceof Problem)) throw error;
      throw new Problem(error.kind, worded(service.care, call.request, error.issues), { cause: error });
    }
  },
});
