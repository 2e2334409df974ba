import { randomUUID } from 'node:crypto';
import type { CareContext } from '../../care/index.ts';
import type { JsonObject, Resource } from '../../fhir/resource.ts';
import { guessRecord } from '../../record/index.ts';
import { careContext } from '../fhir/care-context.ts';
import type { OperationCall } from '../fhir/operations/operation.ts';
import type { FhirService } from '../fhir/service.ts';
import { askedIn } from './operations.ts';
import { approvalsOf, listParties, type Registered, WAITED_MS } from './parties.ts';
import { askSafely } from './safe-request.ts';
import { ownToken } from './tokens.ts';

const MOST_BYTES = 500_000;
const MOST_CARDS = 10;

const isGrade = (value: unknown): boolean => value === 'info' || value === 'warning' || value === 'critical';

type Asked = ReturnType<typeof askedIn>;
type Service = {
  party: Registered;
  offered: Registered['services'][number];
  prefetch: readonly string[];
  timeoutMs: number;
};

/**
 * Patient/[id]/$outside-advice: asks the services that the caller's organisation has approved, at the same time, each with
 * the parts of the record that it is approved for and the caller may see. One that fails or is slow is named, and hinders no
 * other.
 */
export async function askOutside(service: FhirService, call: OperationCall): Promise<Resource> {
  const asked = askedIn(call);
  const { actor } = call.request;
  const context = careContext(service, call.request);
  const services = await servicesFor(service, call, asked.hook);
  // whoever may not open the record learns nothing, and nobody is asked
  await context.read(`Patient/${call.id}`);
  const told = await Promise.all(
    services.map(async (one): Promise<JsonObject[]> => {
      try {
        const prefetch = await prefetched(context, call.id!, one);
        await service.log.append({
          actor,
          interaction: '$outside-advice',
          decision: 'permit',
          basis: 'cds-service',
          record: guessRecord('Patient', call.id!),
          type: 'Patient',
          id: call.id!,
          detail: Buffer.from(JSON.stringify({ service: one.party.id, prefetch: Object.keys(prefetch) })).toString(
            'base64',
          ),
        });
        return cardsOf(await answerOf(service, call, asked, one, prefetch), one.party, call.id!);
      } catch {
        return [{ name: 'unanswered', valueString: one.party.name }];
      }
    }),
  );
  const parameter = told.flat();
  return (
    parameter.length === 0 ? { resourceType: 'Parameters' } : { resourceType: 'Parameters', parameter }
  ) as Resource;
}

async function servicesFor(service: FhirService, { request }: OperationCall, hook: string): Promise<Service[]> {
  const { reader } = service.database;
  const { legalEntity, organization } = request.actor;
  const own = [legalEntity, organization?.id].filter((one) => one !== undefined);
  const approvals = own.length === 0 ? [] : (await approvalsOf(reader, own)).filter(({ isActive }) => isActive);
  if (approvals.length === 0) return [];
  const parties = await listParties(reader);
  return approvals.flatMap(({ party: id, prefetch, timeoutMs = WAITED_MS.default }) => {
    const party = parties.find((one) => one.id === id && one.isActive && one.kind === 'service');
    return (party?.services ?? [])
      .filter((one) => one.hook === hook)
      .map((offered) => ({ party: party!, offered, prefetch, timeoutMs }));
  });
}

/** What the service is approved for and no more, as the caller may see it. */
async function prefetched(
  context: CareContext,
  patient: string,
  { offered, prefetch }: Service,
): Promise<Record<string, JsonObject>> {
  const approved = Object.entries(offered.prefetch).filter(([name]) => prefetch.includes(name));
  const found = await Promise.all(
    approved.map(async ([name, template]) => {
      const query = template.replaceAll('{{context.patientId}}', patient);
      const [type = '', criteria] = query.split('?');
      if (criteria === undefined) return [name, await context.read(query)] as const;
      const pairs = [...new URLSearchParams(criteria)].filter(([key]) => !key.startsWith('_'));
      const entry = (await context.search(type, pairs)).map((resource) => ({ resource }));
      return [name, { resourceType: 'Bundle', type: 'searchset', total: entry.length, entry }] as const;
    }),
  );
  return Object.fromEntries(found) as unknown as Record<string, JsonObject>;
}

async function answerOf(
  service: FhirService,
  { request, id }: OperationCall,
  { hook, drafts }: Asked,
  { party, offered, timeoutMs }: Service,
  prefetch: Record<string, JsonObject>,
): Promise<JsonObject> {
  const { actor } = request;
  const entry = drafts.map((draft, i) => ({
    resource: { ...draft, id: draft.id ?? `draft-${i + 1}`, status: 'draft', subject: { reference: `Patient/${id}` } },
  }));
  const orders =
    hook === 'order-select' || hook === 'order-sign'
      ? {
          draftOrders: { resourceType: 'Bundle', type: 'collection', entry },
          ...(hook === 'order-select'
            ? { selections: entry.map(({ resource }) => `${resource.resourceType}/${resource.id}`) }
            : {}),
        }
      : {};
  const address = `${party.url}/${offered.id}`;
  const origin = new URL(service.base).origin;
  const tenant = actor.legalEntity ?? actor.organization?.id ?? '';
  const token = await ownToken(service.database.writer, { origin, audience: address, tenant });
  const { status, text } = await askSafely(new URL(address), {
    timeoutMs,
    mostBytes: MOST_BYTES,
    isDemo: service.base.startsWith('http:'),
    signal: request.signal,
    headers: { authorization: `Bearer ${token}` },
    body: JSON.stringify({
      hook,
      hookInstance: randomUUID(),
      context: { userId: userOf(actor), patientId: id, ...orders },
      ...(Object.keys(prefetch).length === 0 ? {} : { prefetch }),
    }),
  });
  if (status !== 200) throw new Error(`answered ${status}`);
  return JSON.parse(text) as JsonObject;
}

const userOf = ({ practitioner, id }: OperationCall['request']['actor']): string =>
  practitioner === undefined ? id : `Practitioner/${practitioner}`;

const short = (value: unknown, most: number): string => (typeof value === 'string' ? value.slice(0, most) : '');

/** What a card may say here: plain words, an address on the web, and changes of orders of this patient. */
function cardsOf({ cards }: JsonObject, party: Registered, patient: string): JsonObject[] {
  if (!Array.isArray(cards)) throw new Error('no cards');
  return (cards as JsonObject[])
    .filter(({ summary, indicator }) => typeof summary === 'string' && summary !== '' && isGrade(indicator))
    .slice(0, MOST_CARDS)
    .map((card): JsonObject => {
      const source = (card.source ?? {}) as JsonObject;
      const link = ((card.links ?? []) as JsonObject[]).find(({ type, url }) => type === 'absolute' && isWeb(url));
      return {
        name: 'advice',
        part: [
          { name: 'service', valueString: party.name },
          { name: 'grade', valueCode: card.indicator },
          { name: 'title', valueString: short(card.summary, 200) },
          ...(short(card.detail, 4_000) === '' ? [] : [{ name: 'detail', valueString: short(card.detail, 4_000) }]),
          { name: 'source', valueString: short(source.label, 200) || party.name },
          ...(isWeb(source.url) ? [{ name: 'sourceUrl', valueUri: source.url }] : []),
          ...(link === undefined ? [] : [{ name: 'link', valueUri: link.url }]),
          ...((card.suggestions ?? []) as JsonObject[]).flatMap((one, i) => suggestionOf(one, i, patient)),
        ],
      } as unknown as JsonObject;
    });
}

const isWeb = (url: unknown): boolean =>
  typeof url === 'string' && URL.canParse(url) && new URL(url).protocol === 'https:' && url.length < 1_000;

const CHANGED: ReadonlySet<unknown> = new Set(['MedicationRequest', 'ServiceRequest']);

/** A suggestion is whole or not there: one that would change something else is not shown as if it did not. */
function suggestionOf({ label, uuid, actions }: JsonObject, i: number, patient: string): JsonObject[] {
  const all = (Array.isArray(actions) ? actions : []) as JsonObject[];
  const isFit = all.every(({ type, resource }) => {
    const { resourceType, subject } = (resource ?? {}) as { resourceType?: string; subject?: { reference?: string } };
    const isOwn = subject?.reference === `Patient/${patient}`;
    return (type === 'create' || type === 'update') && CHANGED.has(resourceType) && isOwn;
  });
  if (!isFit || all.length === 0 || typeof label !== 'string') return [];
  return [
    {
      name: 'suggestion',
      part: [
        { name: 'id', valueString: short(uuid, 100) || String(i) },
        { name: 'title', valueString: label.slice(0, 200) },
        ...all.map(({ type, resource }) => ({
          name: 'action',
          part: [
            { name: 'type', valueCode: type },
            { name: 'resource', resource },
          ],
        })),
      ],
    } as unknown as JsonObject,
  ];
}
