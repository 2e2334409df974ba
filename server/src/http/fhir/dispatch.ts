import { problem } from '../../fhir/issue.ts';
import { compartmentOf } from '../../fhir/search/parse.ts';
import { isResourceType } from '../../fhir/types.ts';
import type { Target } from '../../record/index.ts';
import { refuseNarrowed } from './asking.ts';
import { attempted } from './attempts.ts';
import { audit, searchAudit } from './audit.ts';
import { bundle } from './bundle.ts';
import { capabilityStatement } from './capability.ts';
import { notFound } from './disclose.ts';
import { historyOf } from './history.ts';
import { type FhirRequest, type FhirResponse, queryText, resource } from './message.ts';
import type { OperationCall } from './operations/operation.ts';
import { shaped } from './operations/shaped.ts';
import { read, vread } from './read.ts';
import { formParameters, search } from './search.ts';
import type { FhirService } from './service.ts';
import { create, criteria, patch, remove, update } from './write.ts';

const ID = /^[A-Za-z0-9\-.]{1,64}$/;

/** Answers one FHIR request, by its method and path. @source FHIR R4 http.html */
export async function dispatch(service: FhirService, request: FhirRequest): Promise<FhirResponse> {
  const [first, second, third, fourth, ...more] = request.path;
  if (more.length > 0) throw notFound();
  // a write's entry is part of its transaction, and can say who only of those whom the log knows
  await service.log.introduce(request.actor);
  if (first === undefined) return onBase(service, request);
  if (first.startsWith('$') && second === undefined)
    return operate(service, request, { request, level: 'system' }, first);
  if (first === 'metadata' && second === undefined) return metadata(service, request);
  if (first === '_history' && second === undefined) return onlyGet(request, () => historyOf(service, request));
  if (first === '_search' && second === undefined) return searchByPost(service, request, {});
  if (!isResourceType(first)) {
    throw problem('absent', 'type-unknown', {
      diagnostics: 'There is no such resource type in FHIR R4.',
      code: 'not-supported',
    });
  }
  const type = first;
  if (type === 'AuditEvent' && !request.path.some((part) => part.startsWith('$'))) return audit(service, request);
  if (second === undefined) return onType(service, request, type);
  if (second === '_search' && third === undefined) return searchByPost(service, request, { type });
  if (second === '_history' && third === undefined) return onlyGet(request, () => historyOf(service, request, type));
  if (second.startsWith('$') && third === undefined)
    return operate(service, request, { request, level: 'type', type }, second);
  if (!ID.test(second)) {
    throw problem(request.method === 'PUT' ? 'invalid' : 'absent', 'id-malformed', {
      diagnostics: 'An id has 1 to 64 letters, digits, hyphens and dots.',
    });
  }
  const id = second;
  if (third === undefined) return onInstance(service, request, type, id);
  if (third === '_history') {
    return onlyGet(request, () =>
      fourth === undefined ? historyOf(service, request, type, id) : vread(service, request, type, id, fourth),
    );
  }
  if (fourth !== undefined && fourth !== '_search') throw notFound();
  if (third.startsWith('$')) return operate(service, request, { request, level: 'instance', type, id }, third);
  return inCompartment(service, request, { type, id }, third, fourth === '_search');
}

function onBase(service: FhirService, request: FhirRequest): Promise<FhirResponse> {
  if (request.method === 'POST') return bundle(service, request, dispatch);
  return onlyGet(request, () => search(service, request, {}));
}

function onType(service: FhirService, request: FhirRequest, type: string): Promise<FhirResponse> {
  const byCriteria = (): Target => ({
    criteria: criteria(queryText(request.query.filter(([name]) => name !== '_format')), type),
  });
  switch (request.method) {
    case 'GET':
    case 'HEAD':
      return search(service, request, { type });
    case 'POST':
      return create(service, request, type);
    case 'PUT':
      return update(service, request, type, byCriteria());
    case 'PATCH':
      return patch(service, request, type, byCriteria());
    case 'DELETE':
      return remove(service, request, type, byCriteria());
    default:
      throw wrongMethod();
  }
}

function onInstance(service: FhirService, request: FhirRequest, type: string, id: string): Promise<FhirResponse> {
  switch (request.method) {
    case 'GET':
    case 'HEAD':
      return read(service, request, type, id);
    case 'PUT':
      return update(service, request, type, { id });
    case 'PATCH':
      return patch(service, request, type, { id });
    case 'DELETE':
      return remove(service, request, type, { id });
    default:
      throw wrongMethod();
  }
}

/** [compartment]/[id]/[type] and [compartment]/[id]/*. @source FHIR R4 search.html#2.21.1.2 */
function inCompartment(
  service: FhirService,
  request: FhirRequest,
  owner: { type: string; id: string },
  wanted: string,
  byPost: boolean,
): Promise<FhirResponse> {
  const compartment = compartmentOf(owner.type, owner.id);
  if (compartment === undefined || (wanted !== '*' && !isResourceType(wanted))) throw notFound();
  if (wanted === 'AuditEvent' && owner.type === 'Patient') {
    return onlyGet(request, () => searchAudit(service, request, owner.id));
  }
  const of = wanted === '*' ? { compartment } : { compartment, type: wanted };
  return byPost ? searchByPost(service, request, of) : onlyGet(request, () => search(service, request, of));
}

function searchByPost(
  service: FhirService,
  request: FhirRequest,
  of: Parameters<typeof search>[2],
): Promise<FhirResponse> {
  if (request.method === 'GET' || request.method === 'HEAD') return search(service, request, of);
  if (request.method !== 'POST') throw wrongMethod();
  return search(service, { ...request, query: [...request.query, ...formParameters(request)] }, of);
}

function metadata(service: FhirService, request: FhirRequest): Promise<FhirResponse> {
  return onlyGet(request, async () => resource(200, capabilityStatement(service)));
}

async function operate(
  service: FhirService,
  request: FhirRequest,
  call: OperationCall,
  segment: string,
): Promise<FhirResponse> {
  const name = segment.slice(1);
  const operation = service.operations.find(
    (one) =>
      one.name === name &&
      one.at.some(
        ({ level, types }) =>
          level === call.level && (types === '*' || call.type === undefined || types.includes(call.type)),
      ),
  );
  if (operation === undefined)
    throw problem('absent', 'operation-unknown', {
      diagnostics: 'There is no such operation here.',
      code: 'not-supported',
    });
  const isGet = request.method === 'GET' || request.method === 'HEAD';
  if (!(request.method === 'POST' || (isGet && operation.get))) throw wrongMethod();
  if (!readsAsAsked.has(name)) {
    await refuseNarrowed(service, request, () => attempted(service, { operations: [], reads: [request] }));
  }
  // what has another shape than FHIR's is what `$validate` is asked about
  return operation.run(service, name === 'validate' ? call : { ...call, request: shaped(request) });
}

/** The operations that read what their caller may see, and nothing by other ways. */
const readsAsAsked = new Set(
  'everything summary meta validate expand lookup validate-code subsumes translate find-matches'.split(' '),
);

async function onlyGet(request: FhirRequest, answer: () => Promise<FhirResponse>): Promise<FhirResponse> {
  if (request.method !== 'GET' && request.method !== 'HEAD') throw wrongMethod();
  return answer();
}

function wrongMethod() {
  return problem('method', 'method-not-allowed', { diagnostics: 'This address does not take that method.' });
}
