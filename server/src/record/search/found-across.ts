import { countsActors, countsCodes, countsOutside } from '../../fhir/search/globals.ts';
import { isHome } from '../../fhir/search/home.ts';
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
  const { code } = parameter;
  if (modifier !== undefined && modifier !== 'identifier' && modifier !== 'of-type') return false;
  const isOutside = !patientTypes.has(type);
  if (isOutside && !countsOutside(type, code)) return false;
  if (value.is === 'of-type') return true;
  if (value.is === 'reference') return isOutside || value.references.every((one) => leadsAcross(type, parameter, one));
  if (modifier === 'identifier') return isOutside || countsActors(type, code);
  if (value.is === 'text') return isOutside && parameter.type === 'uri';
  if (value.is !== 'token' || code === '_id') return false;
  return isOutside || (value.code !== undefined && (isIdentifier(parameter) || countsCodes(type, code)));
}

/** Of a patient's resource: a reference to something that is in no patient's record. */
function leadsAcross(type: string, parameter: SearchedParameter, reference: string): boolean {
  const target = typeOfReference(reference);
  if (target !== undefined && patientTypes.has(target)) return false;
  return countsActors(type, parameter.code) || isHome(type, parameter);
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
