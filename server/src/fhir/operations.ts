import { readGenerated } from './definitions/generated.ts';
import type { JsonObject } from './resource.ts';

/** A parameter as an OperationDefinition has it. @source FHIR R4, operationdefinition.html */
export type OperationParameter = JsonObject & {
  name: string;
  use: 'in' | 'out';
  min: number;
  max: string;
  documentation?: string;
  /** Of one that has no parts. */
  type?: string;
  part?: OperationParameter[];
};

let ofR4: Readonly<Record<string, OperationParameter[]>> | undefined;

/** The parameters of an operation of R4's own, by the canonical URL of its OperationDefinition; undefined for others. */
export function r4OperationParameters(url: string): readonly OperationParameter[] | undefined {
  ofR4 ??= JSON.parse(readGenerated('operations.json')) as Record<string, OperationParameter[]>;
  return ofR4[url];
}
