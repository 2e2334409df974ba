import { type Parameter, parameterOf, parametersNamed } from '../shared/fhir/parameters.ts';
import type { Reference } from '../shared/fhir/types.ts';

type Parts = readonly Parameter[] | undefined;

/** The values of the parts with this name, of whatever type. */
function valuesOf(parts: Parts, name: string): unknown[] {
  return parametersNamed(parts, name).map((one) => Object.entries(one).find(([key]) => key.startsWith('value'))?.[1]);
}

export function textsOf(parts: Parts, name: string): string[] {
  return valuesOf(parts, name).filter((value) => typeof value === 'string');
}

export const textOf = (parts: Parts, name: string): string | undefined => textsOf(parts, name)[0];

export function numberOf(parts: Parts, name: string): number | undefined {
  const [value] = valuesOf(parts, name);
  return typeof value === 'number' ? value : undefined;
}

export const flagOf = (parts: Parts, name: string): boolean => valuesOf(parts, name)[0] === true;

export const referenceOf = (parts: Parts, name: string): Reference | undefined =>
  parameterOf(parts, name)?.valueReference;
