import { Problem, problem } from '../../fhir/issue.ts';
import { bytesToText, type Parsed, parseJsonArray } from '../../fhir/json/index.ts';
import { outcomeOf } from '../../fhir/outcome.ts';
import { applyFhirPathPatch, applyJsonPatch } from '../../fhir/patch/index.ts';
import type { JsonObject } from '../../fhir/resource.ts';
import type { Operation, Outcome, Patch, Target } from '../../record/index.ts';
import { disclose } from './disclose.ts';
import { empty, type FhirRequest, type FhirResponse, resource, text, versionHeaders } from './message.ts';
import { formatOf, parsedBody, preference, versionOfTag } from './negotiate.ts';
import type { FhirService } from './service.ts';
import { changeThrough } from './write-gate.ts';

/** POST [type] */
export async function create(service: FhirService, request: FhirRequest, type: string): Promise<FhirResponse> {
  return single(service, request, createOperation(request, type));
}

/** PUT [type]/[id] and PUT [type]?criteria */
export async function update(
  service: FhirService,
  request: FhirRequest,
  type: string,
  target: Target,
): Promise<FhirResponse> {
  return single(service, request, updateOperation(request, type, target));
}

/** PATCH [type]/[id] and PATCH [type]?criteria */
export async function patch(
  service: FhirService,
  request: FhirRequest,
  type: string,
  target: Target,
): Promise<FhirResponse> {
  return single(service, request, patchOperation(request, type, target));
}

/** DELETE [type]/[id] and DELETE [type]?criteria */
export async function remove(
  service: FhirService,
  request: FhirRequest,
  type: string,
  target: Target,
): Promise<FhirResponse> {
  return single(service, request, deleteOperation(request, type, target));
}

export function createOperation(request: FhirRequest, type: string): Operation {
  const body = resourceBody(request, type);
  const ifNoneExist = request.headers['if-none-exist'];
  if (ifNoneExist === undefined) return { kind: 'create', type, body };
  return { kind: 'create', type, body, ifNoneExist: criteria(ifNoneExist, type) };
}

export function updateOperation(request: FhirRequest, type: string, target: Target): Operation {
  const body = resourceBody(request, type);
  if ('id' in target) {
    if (body.value.id === undefined) {
      throw problem('invalid', 'id-missing', {
        diagnostics: 'The resource must carry the id of its address.',
        expression: `${type}.id`,
        code: 'required',
      });
    }
    if (body.value.id !== target.id) {
      throw problem('invalid', 'id-differs', {
        diagnostics: 'The resource has another id than its address.',
        expression: `${type}.id`,
      });
    }
  }
  refuseSubset(body, type);
  const operation: Operation = { kind: 'update', type, target, body };
  const version = versionOfTag(request.headers['if-match']);
  if (version !== undefined) operation.ifMatch = version;
  if (request.headers['if-none-match'] === '*') operation.ifNoneMatch = true;
  return operation;
}

/** What was read with parts left out would take them from what is stored. @source FHIR R4, search.html#elements */
function refuseSubset({ value }: Parsed, type: string): void {
  const tags = (value.meta as JsonObject | undefined)?.tag;
  if (!Array.isArray(tags) || !tags.some((tag) => (tag as JsonObject | null)?.code === 'SUBSETTED')) return;
  throw problem('rule', 'subsetted', {
    diagnostics: 'This is a part of the resource (SUBSETTED), and would be stored in place of the whole. Use a patch.',
    expression: `${type}.meta.tag`,
  });
}

export function patchOperation(request: FhirRequest, type: string, target: Target): Operation {
  const operation: Operation = { kind: 'patch', type, target, patch: patchOf(request) };
  const version = versionOfTag(request.headers['if-match']);
  if (version !== undefined) operation.ifMatch = version;
  return operation;
}

export function deleteOperation(request: FhirRequest, type: string, target: Target): Operation {
  const operation: Operation = { kind: 'delete', type, target };
  const version = versionOfTag(request.headers['if-match']);
  if (version !== undefined) operation.ifMatch = version;
  return operation;
}

function resourceBody(request: FhirRequest, type: string): Parsed {
  const body = parsedBody(request);
  if (body.value.resourceType === undefined) {
    throw problem('invalid', 'resource-type-missing', {
      diagnostics: 'The resource has no resourceType.',
      code: 'required',
      expression: 'resourceType',
    });
  }
  if (body.value.resourceType !== type) {
    throw problem('invalid', 'resource-type-differs', {
      diagnostics: `The resource is not a ${type}.`,
      expression: 'resourceType',
    });
  }
  return body;
}

/** JSON Patch, or FHIRPath Patch in a Parameters resource. @source FHIR R4 http.html#patch */
function patchOf(request: FhirRequest): Patch {
  const { body } = request;
  if (body.kind === 'bytes' && body.mediaType === 'application/json-patch+json') {
    const patch = parseJsonArray(bytesToText(body.bytes));
    return (current, budget) => applyJsonPatch(current, patch, budget);
  }
  if (body.kind === 'bytes' && formatOf(body.mediaType) === undefined) {
    throw problem('media-type', 'patch-format', {
      diagnostics: 'Send application/json-patch+json, or Parameters as FHIR JSON or XML.',
    });
  }
  const parsed = parsedBody(request);
  if (parsed.value.resourceType === 'Binary') {
    // in a Bundle, a JSON Patch is the content of a Binary
    const patch = parseJsonArray(bytesToText(Buffer.from(String(parsed.value.data ?? ''), 'base64')));
    return (current, budget) => applyJsonPatch(current, patch, budget);
  }
  if (parsed.value.resourceType !== 'Parameters') {
    throw problem('invalid', 'patch-format', {
      diagnostics: 'A FHIRPath Patch is a Parameters resource.',
      expression: 'resourceType',
    });
  }
  return (current, budget) => applyFhirPathPatch(current, parsed, budget);
}

/** The criteria of a conditional interaction, without its type. @throws Problem when there are none. */
export function criteria(given: string, type: string): string {
  const query = given.replace(new RegExp(`^/?${type}\\?`), '').replace(/^\?/, '');
  if (query === '') {
    throw problem('stale', 'criteria-missing', {
      diagnostics: 'A conditional interaction needs criteria that select.',
      code: 'required',
    });
  }
  return query;
}

async function single(service: FhirService, request: FhirRequest, operation: Operation): Promise<FhirResponse> {
  const { outcomes } = await changeThrough(service, request, { operations: [operation] });
  const outcome = outcomes[0]!;
  if (outcome.interaction === 'none' && operation.kind === 'create') return existing(service, request, outcome);
  return answer(service, request, outcome);
}

/** If-None-Exist found one: it is answered as it stands to whoever may read it, and to others by its address alone. */
async function existing(service: FhirService, request: FhirRequest, outcome: Outcome): Promise<FhirResponse> {
  const { type, id } = outcome;
  try {
    const wanted = { type, id, letter: 'r', interaction: 'read', line: { interaction: 'read' } } as const;
    const { place, content } = await disclose(service, request, wanted);
    if (content !== undefined && place.state === 'current') {
      return answer(service, request, { ...outcome, version: place.version, at: place.at, content });
    }
  } catch (error) {
    if (!(error instanceof Problem) || (error.kind !== 'forbidden' && error.kind !== 'absent')) throw error;
  }
  return empty(200, { location: `${service.base}/${type}/${id}` });
}

function answer(service: FhirService, request: FhirRequest, outcome: Outcome): FhirResponse {
  const headers = outcome.version === 0 ? {} : versionHeaders(outcome.version, outcome.at);
  if (outcome.status !== 204) {
    const location = locationOf(outcome);
    Object.assign(headers, { location: `${service.base}/${location}` });
  }
  const wanted = preference(request.headers.prefer).return;
  if (wanted === 'OperationOutcome')
    return resource(outcome.status === 204 ? 200 : outcome.status, outcomeOf(told(outcome)), headers);
  if (outcome.content === undefined) return empty(204, headers);
  if (wanted === 'minimal') return empty(outcome.status, headers);
  return text(outcome.status, outcome.content, headers);
}

export function locationOf(outcome: Outcome): string {
  return `${outcome.type}/${outcome.id}/_history/${outcome.version}`;
}

/** What the outcome of a change says when it is asked for. */
export function told(outcome: Outcome) {
  return [
    {
      severity: 'information' as const,
      code: 'informational',
      key: `${outcome.interaction}-done`,
      diagnostics: `Done: ${outcome.interaction}.`,
    },
    ...outcome.warnings,
  ];
}
