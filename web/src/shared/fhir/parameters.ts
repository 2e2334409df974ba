import { send } from './client.ts';
import type { CodeableConcept, Coding, Dosage, Identifier, Period, Quantity, Reference, Resource } from './types.ts';

/** One parameter of an operation's answer, or a part of one. */
export type Parameter = {
  name: string;
  valueString?: string;
  valueCode?: string;
  valueBoolean?: boolean;
  valueInstant?: string;
  valueDate?: string;
  valueDateTime?: string;
  valuePositiveInt?: number;
  valueUnsignedInt?: number;
  valueCoding?: Coding;
  valueReference?: Reference;
  valuePeriod?: Period;
  valueQuantity?: Quantity;
  valueDosage?: Dosage;
  valueId?: string;
  valueUri?: string;
  valueUuid?: string;
  valueInteger?: number;
  valueCodeableConcept?: CodeableConcept;
  valueIdentifier?: Identifier;
  resource?: Resource;
  part?: Parameter[];
};

export type Parameters = Resource & { resourceType: 'Parameters'; parameter?: Parameter[] };

export const parameterOf = (all: readonly Parameter[] | undefined, name: string): Parameter | undefined =>
  all?.find((one) => one.name === name);

export const parametersNamed = (all: readonly Parameter[] | undefined, name: string): Parameter[] =>
  all?.filter((one) => one.name === name) ?? [];

/** Asks an operation that changes nothing. @throws FhirFailure */
export async function askOperation(path: string, signal?: AbortSignal): Promise<Parameter[]> {
  const answer = await send(path, { signal });
  return ((await answer.json()) as Parameters).parameter ?? [];
}

/** Does what an operation does. What is given stands in the body: an address is kept in too many places. @throws FhirFailure */
export async function callOperation(path: string, given: readonly Parameter[]): Promise<Parameter[]> {
  const answer = await send(path, {
    method: 'POST',
    headers: { 'content-type': 'application/fhir+json' },
    body: JSON.stringify({ resourceType: 'Parameters', parameter: given }),
  });
  return ((await answer.json()) as Parameters).parameter ?? [];
}
