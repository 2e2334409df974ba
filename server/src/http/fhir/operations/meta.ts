import { problem } from '../../../fhir/issue.ts';
import { parseJson } from '../../../fhir/json/index.ts';
import type { Coding, Json, JsonObject, Meta } from '../../../fhir/resource.ts';
import type { Body } from '../../../record/index.ts';
import { disclose } from '../disclose.ts';
import { resource, versionHeaders } from '../message.ts';
import { suppressed } from '../read.ts';
import type { FhirService } from '../service.ts';
import { changeThrough } from '../write-gate.ts';
import type { FhirOperation, OperationCall } from './operation.ts';
import { parametersOf } from './parameters.ts';

const R4 = 'http://hl7.org/fhir/OperationDefinition';

/** Resource/$meta on an instance. @source FHIR R4 resource-operation-meta.html */
export const meta: FhirOperation = {
  name: 'meta',
  definition: `${R4}/Resource-meta`,
  at: [{ level: 'instance', types: '*' }],
  get: true,
  summary: 'The profiles, tags and security labels of a resource',
  async run(service, { request, type = '', id = '' }) {
    const wanted = { type, id, letter: 'r', interaction: 'read', line: { interaction: '$meta' } } as const;
    const { content } = await disclose(service, request, wanted);
    if (content === undefined) return suppressed(request);
    return metaAnswer(parseJson(content).value.meta as Meta);
  },
};

/** Resource/$meta-add: what is there already stays. */
export const metaAdd: FhirOperation = {
  name: 'meta-add',
  definition: `${R4}/Resource-meta-add`,
  at: [{ level: 'instance', types: '*' }],
  get: false,
  summary: 'Adds profiles, tags and security labels to a resource',
  run: (service, call) => changeMeta(service, call, add),
};

/** Resource/$meta-delete: what is not there is passed over. */
export const metaDelete: FhirOperation = {
  name: 'meta-delete',
  definition: `${R4}/Resource-meta-delete`,
  at: [{ level: 'instance', types: '*' }],
  get: false,
  summary: 'Takes profiles, tags and security labels from a resource',
  run: (service, call) => changeMeta(service, call, take),
};

async function changeMeta(
  service: FhirService,
  { request, type = '', id = '' }: OperationCall,
  how: (own: Meta, given: Meta) => void,
) {
  const given = givenMeta(parametersOf(request).all('meta')[0]);
  const patch = (body: Body) => {
    const { value } = body;
    const own = (value.meta ?? {}) as Meta;
    how(own, given);
    value.meta = own;
    return body;
  };
  const { outcomes } = await changeThrough(service, request, {
    operations: [{ kind: 'patch', type, target: { id }, patch }],
  });
  const outcome = outcomes[0]!;
  const answer = metaAnswer(parseJson(outcome.content!).value.meta as Meta);
  return { ...answer, headers: versionHeaders(outcome.version, outcome.at) };
}

/** What is added is validated with the resource; here only what would be taken for something else is refused. */
function givenMeta(given: Json | undefined): Meta {
  if (given === undefined || given === null || typeof given !== 'object' || Array.isArray(given)) {
    throw problem('invalid', 'parameter-required', {
      diagnostics: 'The operation needs the parameter meta.',
      code: 'required',
    });
  }
  for (const name of ['profile', 'tag', 'security']) {
    const list = given[name];
    const isItem = (item: Json) =>
      name === 'profile' ? typeof item === 'string' : typeof item === 'object' && item !== null;
    if (list === undefined || (Array.isArray(list) && list.every(isItem))) continue;
    throw problem('invalid', 'parameter-value', {
      diagnostics: `meta.${name} is a list of ${name === 'profile' ? 'canonical addresses' : 'Codings'}.`,
      expression: `meta.${name}`,
    });
  }
  return given as Meta;
}

function metaAnswer(value: Meta) {
  return resource(200, { resourceType: 'Parameters', parameter: [{ name: 'return', valueMeta: value }] });
}

function same(a: Coding, b: Coding): boolean {
  return a.system === b.system && a.code === b.code;
}

function add(own: Meta, given: Meta): void {
  if (given.profile !== undefined) own.profile = [...new Set([...(own.profile ?? []), ...given.profile])];
  for (const kind of ['tag', 'security'] as const) {
    const more = (given[kind] ?? []).filter((one) => !(own[kind] ?? []).some((there) => same(there, one)));
    if (more.length > 0) own[kind] = [...(own[kind] ?? []), ...more];
  }
}

function take(own: Meta, given: Meta): void {
  const left: JsonObject = {
    profile: (own.profile ?? []).filter((one) => !(given.profile ?? []).includes(one)),
    tag: (own.tag ?? []).filter((one) => !(given.tag ?? []).some((gone) => same(gone, one))),
    security: (own.security ?? []).filter((one) => !(given.security ?? []).some((gone) => same(gone, one))),
  };
  for (const [name, values] of Object.entries(left)) {
    if ((values as unknown[]).length > 0) own[name] = values as Meta['tag'] & string[];
    else delete own[name];
  }
}
