import type { Issue } from '../../fhir/issue.ts';
import { type Governed, refused } from '../process.ts';
import { hasCode } from './measured.ts';

/** Code of the Flag that says that a doctor has decided on scale 2 of saturation, in `flag-kind`. */
export const scale2Code = 'spo2-scale-2';

const doctors = new Set(['lege', 'kommuneoverlege']);

/** A wrong scale hides that somebody gets too little air: a doctor decides it, and a doctor ends it. */
export function scaleIssues({ resource, before, actor }: Governed): Issue[] {
  const isScale = hasCode(resource?.code, scale2Code) || hasCode(before?.code, scale2Code);
  if (!isScale || actor.kind !== 'staff' || doctors.has(actor.role ?? '')) return [];
  return [refused('scale-2-doctor', 'Flag.code', 'Only a doctor decides on scale 2.')];
}
