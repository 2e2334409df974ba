import type { CodeableConcept, Extension, Reference, Resource } from './datatypes.ts';

// What the server answers with.

export type Bundle<T extends Resource = Resource> = Resource & {
  resourceType: 'Bundle';
  type?: string;
  total?: number;
  link?: { relation: string; url: string }[];
  entry?: { resource?: T; fullUrl?: string; search?: { mode?: string } }[];
};

export type OperationOutcome = Resource & {
  resourceType: 'OperationOutcome';
  issue?: {
    severity?: string;
    code?: string;
    diagnostics?: string;
    details?: CodeableConcept;
    expression?: string[];
  }[];
};

export type AuditEvent = Resource & {
  resourceType: 'AuditEvent';
  extension?: Extension[];
  recorded?: string;
  /** 0: it was done; 4: refused. */
  outcome?: string;
  outcomeDesc?: string;
  purposeOfEvent?: CodeableConcept[];
  agent?: { type?: CodeableConcept; role?: CodeableConcept[]; who?: Reference; requestor?: boolean }[];
};
