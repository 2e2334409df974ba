import { problem } from '../../fhir/issue.ts';
import type { JsonObject } from '../../fhir/resource.ts';
import { groupsAt, type Value, type Values, valueAt } from '../../messages/index.ts';
import type { CareContext } from '../process.ts';
import { byApi, referenceOf } from './facts.ts';

/** Why a message is not taken, as the sender is told (Volven 8221), or undefined when it is. */
export type Refused = Values | undefined;

/** The content of a message. */
export const contentOf = (values: Values, root: string): Value | undefined =>
  valueAt(groupsAt(values, 'Document')[0], 'RefDoc', 'Content', root);

/** The unit of an employment. @throws Problem fault */
export const unitOf = async (context: CareContext, requester: unknown): Promise<JsonObject> => {
  const role = await byApi(context).read(referenceOf(requester) ?? 'PractitionerRole/none');
  const unit = role?.organization as JsonObject | undefined;
  if (unit === undefined) throw problem('fault', 'prescription-owner');
  return unit;
};
