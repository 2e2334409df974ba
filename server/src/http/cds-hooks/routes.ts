import { randomUUID } from 'node:crypto';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { Actor } from '../../access/actor.ts';
import { type Hook, hooks, type Knowledge, reasonSystem, searchesOf } from '../../care/advice/index.ts';
import type { CareContext } from '../../care/index.ts';
import { type Problem, problem } from '../../fhir/issue.ts';
import { dayOfTime } from '../../fhir/norwegian/day.ts';
import type { Json, JsonObject, Resource } from '../../fhir/resource.ts';
import { contentResources } from '../../terminology/index.ts';
import { careContext } from '../fhir/care-context.ts';
import { languageOf } from '../fhir/language.ts';
import type { FhirService } from '../fhir/service.ts';
import { problemOf, statusOf } from '../problem.ts';
import { type Answered, askRules } from './ask.ts';
import { UUID } from './operations.ts';
import { listParties } from './parties.ts';
import { clientOf, publicKeys } from './tokens.ts';
import { tellOutcome } from './use.ts';

export type CdsHooksOptions = {
  service: FhirService;
  /** Who a token of our own authorization server speaks of. @throws Problem unauthenticated */
  authenticate: (request: FastifyRequest, reply: FastifyReply) => Actor | Promise<Actor>;
  /** Takes a value that nobody may take again for so long. */
  once: (value: string, seconds: number) => Promise<boolean>;
};

type Language = ReturnType<typeof languageOf>;

const MOST_BYTES = 5_000_000;
const titles: Readonly<Record<Hook, string>> = {
  'patient-view': 'Advice when a record is opened',
  'order-select': 'Advice when an order is chosen',
  'order-sign': 'Advice before orders are signed',
  'encounter-discharge': 'Advice before discharge',
};

/** What must stand in `context`. @source CDS Hooks, hooks */
const needed: Readonly<Record<Hook, readonly string[]>> = {
  'patient-view': ['userId', 'patientId'],
  'order-select': ['userId', 'patientId', 'selections', 'draftOrders'],
  'order-sign': ['userId', 'patientId', 'draftOrders'],
  'encounter-discharge': ['userId', 'patientId', 'encounterId'],
};

const idOf = (hook: Hook): string => `enjournal-${hook}`;

/** Our advice for other programs: discovery, the four hooks, and feedback. @source CDS Hooks 2.0 */
export async function cdsHooksRoutes(app: FastifyInstance, options: CdsHooksOptions): Promise<void> {
  const { service } = options;
  const { database } = service;
  app.removeAllContentTypeParsers();
  app.addContentTypeParser('*', { parseAs: 'buffer', bodyLimit: MOST_BYTES }, (_request, body, done) =>
    done(null, body),
  );
  const isDemo = service.base.startsWith('http:');
  const clientIn = (request: FastifyRequest) => {
    const origin = new URL(service.base).origin;
    const here = request.url.split('?')[0] ?? '';
    const service_ = here.replace(/\/feedback$/, '');
    const audience = [here, service_].flatMap((path) => [
      `${origin}${path}`,
      `${request.protocol}://${request.host}${path}`,
    ]);
    return clientOf(request.headers.authorization, audience, { database: database.writer, isDemo, once: options.once });
  };

  app.addHook('onRequest', async (request, reply) => {
    const { origin } = request.headers;
    reply.header('cache-control', 'no-store');
    if (origin === undefined) return;
    reply.header('vary', 'Origin');
    const isOpen = request.method === 'GET';
    const clients = isOpen ? [] : await listParties(database.reader);
    if (!isOpen && !clients.some((one) => one.kind === 'client' && one.isActive && one.origins.includes(origin)))
      return;
    reply.header('access-control-allow-origin', isOpen ? '*' : origin);
    if (request.method !== 'OPTIONS') return;
    reply
      .header('access-control-allow-methods', 'GET, POST')
      .header('access-control-allow-headers', 'Authorization, Content-Type, Accept-Language')
      .header('access-control-max-age', '600');
  });
  app.options('/*', async (_request, reply) => reply.code(204).send());

  app.get('/', async () => {
    const knowledge = await service.advice.knowledge();
    return {
      services: hooks.map((hook) => ({
        hook,
        id: idOf(hook),
        title: titles[hook],
        description: `${titles[hook]}, by ${knowledge.rules.length} rules with their sources.`,
        prefetch: prefetchOf(knowledge, service.now()),
        usageRequirements:
          'A JWT of a registered client. What is not in prefetch is read from our FHIR API with fhirAuthorization, as its user.',
      })),
    };
  });
  app.get('/jwks.json', async () => publicKeys(database.writer));

  app.post<{ Params: { id: string } }>('/:id', (request, reply) =>
    answering(reply, async () => {
      const hook = hooks.find((one) => idOf(one) === request.params.id);
      if (hook === undefined)
        throw problem('absent', 'cds-service-unknown', { diagnostics: 'There is no such service.' });
      await clientIn(request);
      const asked = askedIn(request, hook);
      const context = await contextOf(request, reply, asked, options);
      const knowledge = await service.advice.knowledge();
      const record = await recordOf(asked, context, knowledge, service.now());
      const told = await askRules(service, { hook, record, drafts: asked.drafts, now: service.now() });
      const language = languageOf(request.headers['accept-language']);
      return { cards: [...told.advice.map((one) => cardOf(one, language)), ...failedCard(told.failed, language)] };
    }),
  );

  app.post<{ Params: { id: string } }>('/:id/feedback', (request, reply) =>
    answering(reply, async () => {
      if (!hooks.some((one) => idOf(one) === request.params.id)) {
        throw problem('absent', 'cds-service-unknown', { diagnostics: 'There is no such service.' });
      }
      await clientIn(request);
      const { feedback } = bodyOf(request);
      if (!Array.isArray(feedback)) throw bad('feedback is an array.');
      for (const { card, outcome, overrideReason } of feedback as JsonObject[]) {
        if (outcome !== 'accepted' && outcome !== 'overridden') throw bad('outcome is accepted or overridden.');
        if (typeof card !== 'string' || !UUID.test(card)) throw bad('card is the uuid of a card.');
        // the user's own words may tell of the patient, and are not kept
        const { code } = ((overrideReason as JsonObject | undefined)?.reason ?? {}) as JsonObject;
        const reason = typeof code === 'string' && /^[a-z0-9-]{1,60}$/i.test(code) ? code : undefined;
        await tellOutcome(database.writer, { card, outcome, reason });
      }
      return {};
    }),
  );
}

async function answering(reply: FastifyReply, answer: () => Promise<object>): Promise<FastifyReply> {
  try {
    return reply.send(await answer());
  } catch (error) {
    const told: Problem = problemOf(error);
    if (told.kind === 'fault') throw error;
    const status = told.issues[0]?.key === 'cds-data-missing' ? 412 : statusOf(told.kind);
    const [issue] = told.issues;
    return reply.code(status).send({ error: issue?.key, message: issue?.diagnostics ?? issue?.text ?? '' });
  }
}

const bad = (diagnostics: string) => problem('invalid', 'cds-request', { diagnostics });

function bodyOf(request: FastifyRequest): JsonObject {
  try {
    const body: unknown = JSON.parse(String(request.body ?? ''));
    if (typeof body === 'object' && body !== null && !Array.isArray(body)) return body as JsonObject;
  } catch {}
  throw bad('The body is a JSON object.');
}

type Asked = {
  patient: string;
  drafts: Resource[];
  prefetch: JsonObject;
  token: string | undefined;
  fhirServer: string | undefined;
};

function askedIn(request: FastifyRequest, hook: Hook): Asked {
  const body = bodyOf(request);
  const { context, hookInstance, prefetch, fhirServer, fhirAuthorization } = body as Record<string, JsonObject>;
  if ((body.hook as unknown) !== hook) throw bad(`hook is ${hook} at this address.`);
  if (typeof (hookInstance as unknown) !== 'string') throw bad('hookInstance is needed.');
  if (typeof context !== 'object' || context === null) throw bad('context is needed.');
  for (const name of needed[hook]) if (context[name] === undefined) throw bad(`context.${name} is needed.`);
  const patient = String(context.patientId).replace(/^Patient\//, '');
  if (!/^[A-Za-z0-9\-.]{1,64}$/.test(patient)) throw bad('context.patientId is the id of a Patient.');
  const token = fhirAuthorization?.access_token;
  if (token !== undefined && typeof fhirServer !== 'string') throw bad('fhirServer is needed with fhirAuthorization.');
  return {
    patient,
    drafts: resourcesIn(context.draftOrders),
    prefetch: prefetch ?? {},
    token: typeof token === 'string' ? token : undefined,
    fhirServer: typeof fhirServer === 'string' ? (fhirServer as string).replace(/\/$/, '') : undefined,
  };
}

/** Our own API as the user whose token came along; undefined when the record is another server's. */
async function contextOf(
  request: FastifyRequest,
  reply: FastifyReply,
  { token, fhirServer }: Asked,
  { service, authenticate }: CdsHooksOptions,
): Promise<CareContext | undefined> {
  const isOurs = fhirServer === service.base || fhirServer === `${request.protocol}://${request.host}/fhir`;
  if (token === undefined || !isOurs) return undefined;
  const asUser = Object.create(request, {
    headers: { value: { authorization: `Bearer ${token}`, host: request.headers.host } },
  }) as FastifyRequest;
  const actor = await service.gate.placed(await authenticate(asUser, reply));
  const gone = new AbortController();
  reply.raw.once('close', () => gone.abort());
  // who calls says no more of why than that it is about care
  const headers = { 'x-purpose-of-use': actor.purpose ?? 'TREAT' };
  return careContext(service, { actor, signal: gone.signal, headers });
}

const searched = (type: string): string => type.charAt(0).toLowerCase() + type.slice(1);

function prefetchOf({ codes }: Knowledge, now: number): Record<string, string> {
  const found: [string, string][] = [['patient', 'Patient/{{context.patientId}}']];
  for (const [type, more] of searchesOf(codes, now)) {
    const criteria = more.map(([name, value]) => `&${name}=${value}`).join('');
    found.push([searched(type), `${type}?patient={{context.patientId}}${criteria}`]);
  }
  return Object.fromEntries(found);
}

/** What was sent along, and what was not, read as the user. @throws Problem when it can be had neither way */
async function recordOf(
  { prefetch, patient }: Asked,
  context: CareContext | undefined,
  { codes }: Knowledge,
  now: number,
): Promise<Resource[]> {
  const wanted: [string, () => Promise<Resource[]>][] = [
    ['patient', async () => [await context!.read(`Patient/${patient}`)]],
    ...searchesOf(codes, now).map(([type, more]): [string, () => Promise<Resource[]>] => [
      searched(type),
      () => context!.search(type, [['patient', patient], ...more]),
    ]),
  ];
  const found = await Promise.all(
    wanted.map(async ([name, read]) => {
      const given = prefetch[name];
      if (given !== undefined && !isFailure(given)) return resourcesIn(given);
      if (context !== undefined) return read();
      throw problem('rule', 'cds-data-missing', {
        diagnostics: `prefetch.${name} is missing, and there is no fhirAuthorization for our FHIR API to read it with.`,
      });
    }),
  );
  return found.flat();
}

const isFailure = (given: Json): boolean => (given as JsonObject | null)?.resourceType === 'OperationOutcome';

/** Of a Bundle what is in it, of a resource itself; of null nothing. */
function resourcesIn(given: Json | undefined): Resource[] {
  if (typeof given !== 'object' || given === null || Array.isArray(given)) return [];
  if (given.resourceType !== 'Bundle') return typeof given.resourceType === 'string' ? [given as Resource] : [];
  return ((given.entry ?? []) as JsonObject[])
    .map(({ resource }) => resource as Resource | undefined)
    .filter((one) => typeof one?.resourceType === 'string') as Resource[];
}

const SUMMARY_LENGTH = 139;

function cardOf(one: Answered, language: Language): object {
  const { rule, source, override, suggestions } = one;
  const title = one.title[language];
  const weighed = override === undefined ? '' : weighedText(override, language);
  return {
    uuid: one.card,
    summary: title.length > SUMMARY_LENGTH ? `${title.slice(0, SUMMARY_LENGTH - 1)}…` : title,
    detail: [weighed, title.length > SUMMARY_LENGTH ? title : '', one.detail[language]].filter(Boolean).join('\n\n'),
    indicator: one.grade,
    source: {
      ...source,
      topic: { system: 'https://enjournal.no/fhir/PlanDefinition', code: rule.id, display: rule.title[language] },
    },
    ...(suggestions.length === 0
      ? {}
      : {
          selectionBehavior: 'at-most-one',
          suggestions: suggestions.map(({ title: label, actions }) => ({
            label: label[language],
            uuid: randomUUID(),
            actions: actions.map((action) =>
              action.type === 'delete'
                ? { type: 'delete', description: label[language], resourceId: action.reference }
                : { type: action.type, description: label[language], resource: action.resource },
            ),
          })),
        }),
    ...(override === undefined ? { overrideReasons: reasonsIn(language) } : {}),
  };
}

const weighedText = ({ reason, by, at }: NonNullable<Answered['override']>, language: Language): string => {
  const [coding] = (reason.coding ?? []) as JsonObject[];
  const known = reasonsIn(language).find(({ code }) => code === coding?.code)?.display;
  const word = { nb: 'Vurdert', nn: 'Vurdert', en: 'Weighed' }[language];
  return `${word}: ${known ?? coding?.display ?? reason.text ?? ''} (${by}, ${dayOfTime(at)})`;
};

/** Silence of a rule that failed must not be read as safety. */
function failedCard(failed: number, language: Language): object[] {
  if (failed === 0) return [];
  const summary = {
    nb: `${failed} regler kunne ikke regnes ut. Det de ville sagt, er ikke kjent.`,
    nn: `${failed} reglar kunne ikkje reknast ut. Det dei ville sagt, er ikkje kjent.`,
    en: `${failed} rules could not be worked out. What they would have said is not known.`,
  }[language];
  return [{ uuid: randomUUID(), summary, indicator: 'info', source: { label: 'Enjournal' } }];
}

type Reason = { system: string; code: string; display: string };
let reasons: readonly JsonObject[] | undefined;

function reasonsIn(language: Language): Reason[] {
  reasons ??= (contentResources(new Set(['CodeSystem'])).find(({ url }) => url === reasonSystem)?.concept ??
    []) as JsonObject[];
  return reasons.map(({ code, display, designation }) => {
    const named = ((designation ?? []) as JsonObject[]).find((one) => one.language === language)?.value;
    return { system: reasonSystem, code: String(code), display: String(named ?? display) };
  });
}
