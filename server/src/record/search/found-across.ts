import { countsActors, countsCodes } from '../../fhir/search/globals.ts';
import type { Modifier, SearchedParameter, Value } from '../../fhir/search/parse.ts';
import { isResourceType, patientTypes } from '../../fhir/types.ts';

/**
 * Whether x_token has every resource of a type that a value finds, in whichever record it lives: the policy of globals.ts
 * seen from the query. Where it says no, a record must be named or the type be read through.
 */
export function isFoundAcross(
  type: string,
  parameter: SearchedParameter,
  modifier: Modifier | undefined,
  value: Value,
): boolean {
  if (modifier !== undefined && modifier !== 'identifier' && modifier !== 'of-type') return false;
  if (value.is === 'of-type') return true;
  // Outside patients' records all tokens count.
  const isAll = !patientTypes.has(type);
  if (value.is === 'reference') return isAll || value.references.every((one) => leadsAcross(type, parameter.code, one));
  if (modifier === 'identifier') return isAll || countsActors(type, parameter.code);
  if (value.is === 'text') return isAll && parameter.type === 'uri' && modifier === undefined;
  if (value.is !== 'token' || parameter.code === '_id') return false;
  if (isAll) return true;
  return value.code !== undefined && (isIdentifier(parameter) || countsCodes(type, parameter.code));
}

/** Of a patient's resource: a reference to something that is in no patient's record. */
function leadsAcross(type: string, code: string, reference: string): boolean {
  const target = typeOfReference(reference);
  return (target === undefined || !patientTypes.has(target)) && countsActors(type, code);
}

/** Undefined for what is not on this server. */
export function typeOfReference(reference: string): string | undefined {
  const type = reference.slice(0, Math.max(0, reference.indexOf('/')));
  return isResourceType(type) ? type : undefined;
}

/** Identifiers always count. These parameters are on elements of that data type, and on no other. */
const identifiers = new Set([
  ...['identifier', 'group-identifier', 'related-id', 'requisition', 'accession', 'container-id'],
]);

const isIdentifier = ({ type, code }: SearchedParameter) => type === 'token' && identifiers.has(code);
