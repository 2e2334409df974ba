import type { JsonObject } from '../../fhir/resource.ts';
import type { Receive } from '../process.ts';
import { selfReportedTag } from './rules.ts';

/**
 * Who has measured is taken from the log-on, and the mark that says so is the house's: on what a citizen writes, and on nothing
 * that personnel write anew. What a system sends keeps the mark it came with.
 */
export const receiveObservation: Receive = async (observation, { actor }) => {
  if (actor.kind !== 'citizen') return;
  observation.performer = [{ reference: actor.id, display: actor.display }];
  const meta = (observation.meta ?? {}) as JsonObject;
  const tags = ((meta.tag ?? []) as JsonObject[]).filter(({ system }) => system !== selfReportedTag.system);
  observation.meta = { ...meta, tag: [...tags, { ...selfReportedTag }] };
};

/**
 * Whose answers they are is the form's to say; who wrote them is taken from the log-on: the citizen, or who acts for them; and whoever
 * writes down what somebody tells.
 */
export const receiveResponse: Receive = async (response, { actor }) => {
  const isWrittenDown = actor.kind === 'staff' && response.author === undefined && response.source !== undefined;
  if (actor.kind === 'citizen' || isWrittenDown) response.author = { reference: actor.id, display: actor.display };
};
