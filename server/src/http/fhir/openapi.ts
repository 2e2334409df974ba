import type { JsonObject } from '../../fhir/resource.ts';
import { searchParametersOf } from '../../fhir/search/parameters.ts';
import { resourceTypes } from '../../fhir/types.ts';
import {
  answerOf,
  type Described,
  operationDescriptions,
  parametersBody,
  queryParameters,
} from './openapi-operations.ts';
import type { FhirOperation } from './operations/operation.ts';
import type { FhirService } from './service.ts';

/**
 * The API as OpenAPI 3.1, made from what is registered: the types, their search parameters and the operations. For the
 * shape of resources it points to R4 itself.
 */
export function openApi(service: FhirService): JsonObject {
  const described = operationDescriptions();
  return {
    openapi: '3.1.0',
    info: {
      title: 'Enjournal',
      version: service.software.version,
      description: 'FHIR R4 (4.0.1) REST: one record for each citizen.',
      license: { name: 'Apache-2.0', identifier: 'Apache-2.0' },
    },
    externalDocs: { url: 'http://hl7.org/fhir/R4/http.html' },
    servers: [{ url: service.base }],
    security: [{ smart: [] }],
    paths: {
      '/metadata': { get: { ...does('capabilities', 'CapabilityStatement', 'What this server can'), security: [] } },
      '/': { post: takes(does('transaction', 'Bundle', 'A batch or a transaction'), 'Bundle') },
      '/_history': {
        get: { ...does('history-system', 'Bundle', 'What changed, everywhere'), parameters: historyParameters },
      },
      '/Patient/{id}/*': {
        get: {
          ...does('record', 'Bundle', 'Resources of several types in one record, in one order'),
          parameters: [id],
        },
      },
      '/Patient/{id}/$changes': { get: changes },
      ...Object.fromEntries(resourceTypes.flatMap(pathsOf)),
      ...Object.fromEntries(service.operations.flatMap((one) => operationPaths(one, described(one.definition)))),
    },
    components: {
      securitySchemes: { smart: security(service) },
      parameters: {
        id: { name: 'id', in: 'path', required: true, schema: { type: 'string', pattern: '^[A-Za-z0-9.-]{1,64}$' } },
        vid: { name: 'vid', in: 'path', required: true, schema: { type: 'string', pattern: '^[0-9]+$' } },
        ...Object.fromEntries(sharedParameters().map((parameter) => [parameter.name as string, parameter])),
      },
      responses: {
        Problem: { description: 'Why it was not done', content: contentOf('OperationOutcome') },
      },
      schemas: {
        Resource: {
          type: 'object',
          required: ['resourceType'],
          properties: { resourceType: { enum: [...resourceTypes] }, id: { type: 'string' }, meta: { type: 'object' } },
          externalDocs: { url: 'http://hl7.org/fhir/R4/resourcelist.html' },
        },
      },
    },
  };
}

const ref = (name: string): JsonObject => ({ $ref: `#/components/parameters/${name}` });
const id = ref('id');
const historyParameters = ['_since', '_at', '_count'].map(ref);

/** Those that every type has, and those that shape any search. */
function sharedParameters(): JsonObject[] {
  const shaping = [
    '_sort',
    '_count',
    '_total',
    '_summary',
    '_elements',
    '_include',
    '_revinclude',
    '_has',
    '_since',
    '_at',
  ];
  const ofAll = [...searchParametersOf('Resource').values()].map(({ code }) => code);
  return [...new Set([...ofAll, ...shaping])].map((name) => query(name));
}

function query(name: string, kind?: string): JsonObject {
  const described = kind === undefined ? {} : { description: kind };
  return { name, in: 'query', ...described, schema: { type: 'array', items: { type: 'string' } }, explode: true };
}

function pathsOf(type: string): [string, JsonObject][] {
  const shared = sharedParameters().map(({ name }) => name as string);
  const own = [...searchParametersOf(type).values()].filter(({ code }) => !shared.includes(code));
  const search = [...own.map(({ code, type: kind }) => query(code, kind)), ...shared.map(ref)];
  const one = (summary: string, answer = type) => ({ ...does(type, answer, summary), parameters: [id] });
  return [
    [
      `/${type}`,
      {
        get: { ...does(type, 'Bundle', 'Search'), parameters: search },
        post: takes(does(type, type, 'Create', '201'), type),
        put: takes(does(type, type, 'Update what the criteria find'), type),
        patch: takes(does(type, type, 'Patch what the criteria find'), 'Parameters'),
        delete: does(type, 'OperationOutcome', 'Delete what the criteria find'),
      },
    ],
    [`/${type}/_search`, { post: { ...does(type, 'Bundle', 'Search by a form'), requestBody: form } }],
    [`/${type}/_history`, { get: { ...does(type, 'Bundle', 'What changed'), parameters: historyParameters } }],
    [
      `/${type}/{id}`,
      {
        get: one('Read'),
        put: takes(one('Update, or create with an id of one’s own'), type),
        patch: takes(one('Patch'), 'Parameters'),
        delete: one('Delete', 'OperationOutcome'),
      },
    ],
    [
      `/${type}/{id}/_history`,
      { get: { ...does(type, 'Bundle', 'All versions'), parameters: [id, ...historyParameters] } },
    ],
    [`/${type}/{id}/_history/{vid}`, { get: { ...does(type, type, 'One version'), parameters: [id, ref('vid')] } }],
  ];
}

function operationPaths(
  { name, at, get, summary, definition }: FhirOperation,
  about: Described | undefined,
): [string, JsonObject][] {
  const answer = about === undefined ? undefined : answerOf(about);
  const described = {
    ...does('operations', 'Resource', summary),
    ...(answer === undefined ? {} : { description: `Answers: ${answer}` }),
    externalDocs: { url: definition },
  };
  const asked = about === undefined ? [] : queryParameters(about);
  const body = about === undefined ? contentOf('Parameters') : parametersBody(about);
  const isNeeded = about === undefined || about.takes.some(({ min }) => min > 0);
  return at.flatMap(({ level, types }) => {
    const item = (parameters: JsonObject[]): JsonObject => ({
      post: { ...described, requestBody: { required: isNeeded, content: body }, parameters },
      ...(get ? { get: { ...described, parameters: [...parameters, ...asked] } } : {}),
    });
    if (level === 'system') return [[`/$${name}`, item([])] as [string, JsonObject]];
    return (types === '*' ? resourceTypes : types).map((type): [string, JsonObject] =>
      level === 'type' ? [`/${type}/$${name}`, item([])] : [`/${type}/{id}/$${name}`, item([id])],
    );
  });
}

function does(tag: string, answer: string, summary: string, status = '200'): JsonObject {
  return {
    tags: [tag],
    summary,
    responses: {
      [status]: { description: answer, content: contentOf(answer) },
      default: { $ref: '#/components/responses/Problem' },
    },
  };
}

function takes(operation: JsonObject, type: string): JsonObject {
  return { ...operation, requestBody: { required: true, content: contentOf(type) } };
}

function contentOf(type: string): JsonObject {
  const schema = { $ref: '#/components/schemas/Resource', description: type };
  return { 'application/fhir+json': { schema }, 'application/fhir+xml': {} };
}

const form = { content: { 'application/x-www-form-urlencoded': { schema: { type: 'object' } } } };

const changes: JsonObject = {
  tags: ['record'],
  summary: 'What changes in a record from now on, as server-sent events',
  parameters: [id],
  responses: {
    200: { description: 'Events `change`', content: { 'text/event-stream': { schema: { type: 'string' } } } },
    default: { $ref: '#/components/responses/Problem' },
  },
};

function security({ base }: FhirService): JsonObject {
  const at = base.replace(/\/fhir$/, '/oauth');
  const scopes = { 'system/*.cruds': 'Everything, for a system', 'user/*.cruds': 'Everything that the user may' };
  return {
    type: 'oauth2',
    flows: {
      clientCredentials: { tokenUrl: `${at}/token`, scopes },
      authorizationCode: { authorizationUrl: `${at}/auth`, tokenUrl: `${at}/token`, refreshUrl: `${at}/token`, scopes },
    },
  };
}
