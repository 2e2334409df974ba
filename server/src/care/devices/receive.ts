import { problem } from '../../fhir/issue.ts';
import type { JsonObject } from '../../fhir/resource.ts';
import { identifierSystems } from '../../registers/index.ts';
import type { Incoming, Receive } from '../process.ts';
import { unverifiedTag, verificationSystem } from './rules.ts';

const numbers: readonly string[] = [identifierSystems.FNR, identifierSystems.DNR, identifierSystems.FHN];

/**
 * What comes from outside with the citizen's number and no reference (as VKP sends it) is led to the citizen's record; a number
 * that is nobody's, or another's than the reference says, is refused. What a device has measured is not verified until a person
 * has said so, whatever it says of itself.
 */
export const receiveMeasurement: Receive = async (observation, { actor, find }) => {
  if (actor.kind === 'citizen') return;
  await leadToCitizen(observation, find);
  if (actor.kind === 'system' && isOfDevice(observation)) markUnverified(observation);
};

async function leadToCitizen(observation: JsonObject, find: Incoming['find']): Promise<void> {
  const subject = observation.subject as JsonObject | undefined;
  const { system, value } = (subject?.identifier ?? {}) as { system?: string; value?: string };
  if (subject === undefined || value === undefined || !numbers.includes(system ?? '')) return;
  const named = typeof subject.reference === 'string' ? subject.reference : undefined;
  const [citizen, another] = await find('Patient', `identifier=${encodeURIComponent(`${system}|${value}`)}`);
  if (citizen === undefined || another !== undefined)
    throw refusedPerson('device-person-unknown', 'Exactly one citizen has the number.');
  const reference = `Patient/${citizen}`;
  if (named !== undefined && named !== reference)
    throw refusedPerson('device-person-differs', 'The reference and the number are of different citizens.');
  subject.reference = reference;
}

const refusedPerson = (key: string, diagnostics: string) =>
  problem('rule', key, { diagnostics, expression: 'Observation.subject.identifier', code: 'not-found' });

const isOfDevice = ({ device, status }: JsonObject): boolean =>
  device !== undefined && status !== 'entered-in-error' && status !== 'cancelled';

function markUnverified(observation: JsonObject): void {
  const meta = (observation.meta ?? {}) as JsonObject;
  const tags = ((meta.tag ?? []) as JsonObject[]).filter(({ system }) => system !== verificationSystem);
  observation.meta = { ...meta, tag: [...tags, { ...unverifiedTag }] };
}
