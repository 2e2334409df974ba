import { randomUUID } from 'node:crypto';
import type { Resource } from '../../../server/src/fhir/resource.ts';
import { bundleOf, create } from './fill.ts';
import { recordOf } from './record.ts';
import { patient } from './resources.ts';

/**
 * A new citizen's record of 100 resources: as a transaction, and for the baseline the same resources one a line. The citizen has no
 * number, for each is sent many times and a number stands on one Patient.
 */
export function newcomer(serial: number): { transaction: string; lines: string } {
  const fullUrl = `urn:uuid:${randomUUID()}`;
  const { identifier: _, ...citizen } = patient(serial);
  const resources: Resource[] = [citizen, ...recordOf(fullUrl, 100, serial)];
  const entries = resources.map((resource, i) => create(resource, i === 0 ? fullUrl : `urn:uuid:${randomUUID()}`));
  return { transaction: bundleOf(entries), lines: resources.map((resource) => JSON.stringify(resource)).join('\n') };
}
