import type { Actor } from '../../access/actor.ts';
import type { Parsed } from '../../fhir/json/index.ts';
import type { Resource } from '../../fhir/resource.ts';

/** A FHIR request, whether it came by HTTP or as an entry of a Bundle. */
export type FhirRequest = {
  method: string;
  /** Decoded path segments below the FHIR base: `['Patient', '1', '_history']`. */
  path: readonly string[];
  query: readonly (readonly [string, string])[];
  /** Lower-case names. */
  headers: Readonly<Record<string, string | undefined>>;
  body: RequestBody;
  actor: Actor;
  /** Ends when the client has gone. */
  signal: AbortSignal;
  /** From within: a transaction is tried by all rules, and nothing of it is stored. */
  rehearses?: boolean;
};

export type RequestBody =
  | { kind: 'none' }
  | { kind: 'bytes'; bytes: Buffer; mediaType: string }
  | { kind: 'parsed'; parsed: Parsed };

/** A FHIR answer. `text` and `stream` are FHIR JSON that goes out as it is; `resource` is printed. */
export type FhirResponse = {
  status: number;
  headers: Record<string, string>;
  body:
    | { kind: 'none' }
    | { kind: 'text'; text: string }
    | { kind: 'stream'; chunks: AsyncIterable<string> }
    | { kind: 'resource'; resource: Resource }
    /** Not FHIR: another media type. */
    | { kind: 'raw'; bytes: Buffer | string; mediaType: string };
};

export function text(status: number, body: string, headers: Record<string, string> = {}): FhirResponse {
  return { status, headers, body: { kind: 'text', text: body } };
}

export function resource(status: number, body: Resource, headers: Record<string, string> = {}): FhirResponse {
  return { status, headers, body: { kind: 'resource', resource: body } };
}

export function empty(status: number, headers: Record<string, string> = {}): FhirResponse {
  return { status, headers, body: { kind: 'none' } };
}

/** The header values that tell which version was answered. @source FHIR R4 http.html#versions */
export function versionHeaders(version: number, at: number): Record<string, string> {
  return { etag: `W/"${version}"`, 'last-modified': new Date(at).toUTCString() };
}

/** The first value of a query parameter. */
export function parameter(request: FhirRequest, name: string): string | undefined {
  return request.query.find(([key]) => key === name)?.[1];
}

export function queryText(query: readonly (readonly [string, string])[]): string {
  return new URLSearchParams(query.map(([name, value]): [string, string] => [name, value])).toString();
}
