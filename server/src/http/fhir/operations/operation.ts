import type { FhirRequest, FhirResponse } from '../message.ts';
import type { FhirService } from '../service.ts';

export type OperationLevel = 'system' | 'type' | 'instance';

/** A FHIR operation as it is registered: the CapabilityStatement and the OpenAPI description are made from these. */
export type FhirOperation = {
  /** Without the dollar sign. */
  name: string;
  /** Canonical of its OperationDefinition. */
  definition: string;
  /** Where it can be called: at which levels, on which types (`*` for every type). */
  at: readonly { level: OperationLevel; types: readonly string[] | '*' }[];
  /** GET is answered too (it changes nothing and its parameters are simple). */
  get: boolean;
  summary: string;
  run(service: FhirService, call: OperationCall): Promise<FhirResponse>;
};

export type OperationCall = {
  request: FhirRequest;
  level: OperationLevel;
  type?: string;
  id?: string;
};
