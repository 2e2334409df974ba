export { Budget } from './budget.ts';
export { applyFhirPathPatch } from './fhirpath-patch.ts';
export { applyJsonPatch, type Patched } from './json-patch.ts';
