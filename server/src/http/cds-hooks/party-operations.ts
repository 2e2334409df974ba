import { parametersNamed } from '../../care/process.ts';
import { problem } from '../../fhir/issue.ts';
import type { JsonObject, Resource } from '../../fhir/resource.ts';
import { mayApproveAdvice, mayRegister } from '../../identity/apps/index.ts';
import { type FhirResponse, resource } from '../fhir/message.ts';
import { parsedBody } from '../fhir/negotiate.ts';
import { allowed, needed } from '../fhir/operations/apps/answer.ts';
import type { FhirOperation } from '../fhir/operations/operation.ts';
import { parametersOf } from '../fhir/operations/parameters.ts';
import type { FhirService } from '../fhir/service.ts';
import {
  approvalsOf,
  approveParty,
  listParties,
  type Party,
  type Registered,
  registerParty,
  WAITED_MS,
} from './parties.ts';

const ours = 'https://enjournal.no/fhir/OperationDefinition';

/** A program that asks for our advice, or a service whose advice we ask; again with the same id its next version. */
const register: FhirOperation = {
  name: 'register-cds',
  definition: `${ours}/register-cds`,
  at: [{ level: 'system', types: '*' }],
  get: false,
  summary: 'Registers a client or a service of CDS Hooks',
  async run(service, call) {
    const { writer } = service.database;
    const party = partyOf(parsedBody(call.request).value as Resource);
    await allowed(service, call, 'register-cds', await mayRegister(writer, call.request.actor), { party: party.id });
    const isActive = parametersOf(call.request).flag('active') ?? true;
    const author = call.request.actor.id;
    const isDemo = service.base.startsWith('http:');
    return answered([await registerParty(writer, party, { author, isDemo, isActive })]);
  },
};

const approve: FhirOperation = {
  name: 'approve-cds',
  definition: `${ours}/Organization-approve-cds`,
  at: [{ level: 'instance', types: ['Organization'] }],
  get: false,
  summary: 'Lets a service of CDS Hooks advise the staff of the organisation, with what it is given to know',
  async run(service, call) {
    const { writer } = service.database;
    const { id: organization = '', request } = call;
    const parameters = parametersOf(request);
    parameters.only(['service', 'prefetch', 'active', 'timeout']);
    const party = needed(parameters.text('service'), 'service');
    const isActive = parameters.flag('active') ?? true;
    const prefetch = isActive ? parameters.texts('prefetch') : [];
    const [waited] = parameters.all('timeout');
    const timeoutMs = waited === undefined ? undefined : Number(waited);
    const detail = { party, active: isActive, prefetch, ...(timeoutMs === undefined ? {} : { timeoutMs }) };
    await allowed(service, call, 'approve-cds', await mayApproveAdvice(writer, request.actor, organization), detail);
    await approveParty(writer, { organization, party, isActive, prefetch, timeoutMs }, request.actor.id);
    return listed(service, writer, organization);
  },
};

const list: FhirOperation = {
  name: 'cds-services',
  definition: `${ours}/Organization-cds-services`,
  at: [{ level: 'instance', types: ['Organization'] }],
  get: true,
  summary: 'The services of CDS Hooks there are, and what the organisation has approved',
  async run(service, call) {
    const { reader } = service.database;
    const { id = '' } = call;
    await allowed(service, call, 'cds-services', await mayApproveAdvice(reader, call.request.actor, id));
    return listed(service, reader, id);
  },
};

type Database = Parameters<typeof listParties>[0];

async function listed({ base }: FhirService, database: Database, organization: string): Promise<FhirResponse> {
  const [parties, approvals] = await Promise.all([listParties(database), approvalsOf(database, [organization])]);
  return answered(
    parties.filter(({ kind, isActive }) => kind === 'service' && isActive),
    (party) => {
      const approval = approvals.find((one) => one.party === party.id);
      return [
        { name: 'approved', valueBoolean: approval?.isActive === true },
        { name: 'timeout', valueUnsignedInt: approval?.timeoutMs ?? WAITED_MS.default },
        { name: 'keys', valueUrl: `${new URL(base).origin}/cds-services/jwks.json` },
        ...(approval?.isActive === true ? approval.prefetch : []).map((one) => ({ name: 'given', valueString: one })),
      ];
    },
  );
}

function answered(parties: readonly Registered[], more: (party: Registered) => object[] = () => []): FhirResponse {
  const parameter = parties.map((party) => ({
    name: 'party',
    part: [
      { name: 'id', valueString: party.id },
      { name: 'name', valueString: party.name },
      { name: 'kind', valueCode: party.kind },
      ...(party.url === undefined ? [] : [{ name: 'url', valueUrl: party.url }]),
      ...(party.issuer === undefined ? [] : [{ name: 'issuer', valueUrl: party.issuer }]),
      ...party.services.map(({ id, hook, prefetch }) => ({
        name: 'service',
        part: [
          { name: 'id', valueString: id },
          { name: 'hook', valueCode: hook },
          ...Object.entries(prefetch).map(([key, query]) => ({
            name: 'prefetch',
            part: [
              { name: 'key', valueString: key },
              { name: 'query', valueString: query },
            ],
          })),
        ],
      })),
      { name: 'version', valuePositiveInt: party.version },
      { name: 'active', valueBoolean: party.isActive },
      ...more(party),
    ],
  }));
  return resource(
    200,
    (parameter.length === 0 ? { resourceType: 'Parameters' } : { resourceType: 'Parameters', parameter }) as Resource,
  );
}

/** @throws Problem invalid */
function partyOf(body: Resource): Party {
  const text = (name: string): string | undefined => {
    const [value] = parametersNamed(body, name);
    return typeof value === 'string' ? value : undefined;
  };
  const kind = needed(text('kind'), 'kind');
  if (kind !== 'client' && kind !== 'service') {
    throw problem('invalid', 'parameter-value', { diagnostics: 'kind is client or service.', code: 'value' });
  }
  const party: Party = {
    id: needed(text('id'), 'id'),
    name: needed(text('name'), 'name'),
    kind,
    origins: parametersNamed(body, 'origin').map(String),
    services: (parametersNamed(body, 'service') as JsonObject[][]).map(serviceOf),
  };
  const issuer = text('issuer');
  const jwks = text('jwks');
  const jwksUri = text('jwksUrl');
  const url = text('url')?.replace(/\/$/, '');
  if (issuer !== undefined) party.issuer = issuer;
  if (jwks !== undefined) party.jwks = keysIn(jwks);
  if (jwksUri !== undefined) party.jwksUri = jwksUri;
  if (url !== undefined) party.url = url;
  return party;
}

function serviceOf(parts: JsonObject[]): Party['services'][number] {
  const value = (name: string): string =>
    String(
      Object.entries(parts.find((one) => one.name === name) ?? {}).find(([key]) => key.startsWith('value'))?.[1] ?? '',
    );
  const prefetch = parts
    .filter(({ name }) => name === 'prefetch')
    .map(({ part }) => {
      const of = (name: string) =>
        String(((part ?? []) as JsonObject[]).find((one) => one.name === name)?.valueString ?? '');
      return [of('key'), of('query')] as const;
    });
  return { id: value('id'), hook: value('hook'), prefetch: Object.fromEntries(prefetch) };
}

function keysIn(text: string): NonNullable<Party['jwks']> {
  try {
    const { keys } = JSON.parse(text) as { keys?: unknown };
    if (Array.isArray(keys)) return { keys: keys as JsonObject[] };
  } catch {}
  throw problem('invalid', 'parameter-value', { diagnostics: 'jwks is a JSON Web Key Set, as a text.', code: 'value' });
}

export const partyOperations: readonly FhirOperation[] = [register, approve, list];
