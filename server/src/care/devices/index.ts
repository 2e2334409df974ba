import type { JsonObject } from '../../fhir/resource.ts';
import { careProcess, type Rule } from '../process.ts';
import { askForVerification } from './follow.ts';
import { receiveMeasurement } from './receive.ts';
import { deviceIssues, isUnverified } from './rules.ts';
import { words } from './words.ts';

const observationRule: Rule = async ({ resource, before, actor, readShown }) => {
  const isSystem = actor.kind === 'system';
  const device = (resource?.device as JsonObject | undefined)?.reference;
  const isAsked = isUnverified(resource) && typeof device === 'string' && device.startsWith('Device/');
  const owner = isAsked ? ((await readShown(device))?.patient as JsonObject | undefined)?.reference : undefined;
  return deviceIssues({ resource, before, isSystem, owner: typeof owner === 'string' ? owner : undefined });
};

/** What devices measure: led to the right citizen, unverified until a person says so. */
export const devices = careProcess({
  name: 'devices',
  receives: { Observation: receiveMeasurement },
  governs: { Observation: observationRule },
  on: [askForVerification],
  words,
});
