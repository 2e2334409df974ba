import type { FastifyReply, FastifyRequest } from 'fastify';
import type Provider from 'oidc-provider';
import type { Actor } from '../../access/actor.ts';
import { isSessionScope } from '../../fhir/smart-scope.ts';
import type { Queryable } from '../../record/index.ts';
import { keepGrant } from '../apps/grants.ts';
import { useLaunch } from '../apps/launches.ts';
import { actorOf } from '../login/actor.ts';
import type { Login, LoginSession } from '../login/index.ts';
import { pageSecurity } from '../page.ts';
import type { Programs } from '../programs.ts';
import { claimsOfActor } from '../token-claims.ts';
import { languageOf } from '../words.ts';
import {
  type Agreed,
  type Asking,
  agree,
  agreedBefore,
  type Grantable,
  grantable,
  mayChooseEncounter,
  needsPatient,
  withoutEncounter,
} from './desk.ts';
import { confirmPage, consentPage, encounterPage, type PageOf, type Person, pickPage, refusalPage } from './pages.ts';
import { personOf, queryOf, type Records, visitedOf } from './records.ts';
import { rowsOf, scopesOfRows } from './rows.ts';
import type { Duration, Refusal } from './words.ts';

/** Something about apps for the security stream of the log: who, what, and how it went. */
export type AppLog = (entry: {
  actor: Actor;
  event: 'app-authorization' | 'app-disconnected' | 'client-authentication' | 'token';
  /** `permit`, or why not. */
  outcome: string;
  detail?: Record<string, unknown>;
}) => Promise<void>;

export type AuthorizeOptions = {
  provider: Provider;
  database: Queryable;
  programs: Programs;
  login: Pick<Login, 'sessionOf' | 'startLoginAt'>;
  records: Records;
  record: AppLog;
  fhirBase: string;
  /** The oidc-provider's session of this browser is somebody else's: it ends. */
  forgetEarlierLogin(request: FastifyRequest, reply: FastifyReply): Promise<void>;
  now: () => number;
};

type Route = { Params: { uid: string }; Querystring: { lang?: string } };
type Interaction = Awaited<ReturnType<Provider['interactionDetails']>>;

/** One request to the page of an authorization. */
type Visit = {
  request: FastifyRequest;
  reply: FastifyReply;
  interaction: Interaction;
  session: LoginSession;
  asking: Asking;
  pageOf: PageOf;
  form: URLSearchParams | undefined;
};

/**
 * The pages between an app that asks and its answer: who is there, whom it concerns, and whether it may. Each request works
 * out anew what may be granted; a form says only what the person has chosen of it.
 */
export function authorizeRoutes(options: AuthorizeOptions) {
  const { provider, database, programs, login, records, record, now } = options;

  async function serve(request: FastifyRequest, reply: FastifyReply, interaction: Interaction): Promise<FastifyReply> {
    const session = await login.sessionOf(request);
    if (session?.state !== 'open') return reply.redirect(login.startLoginAt(request.url), 303);
    const { params, uid } = interaction;
    const prompts = String(params.prompt ?? '').split(' ');
    if (isTooLongAgo(session, interaction, prompts)) {
      const { provider: way } = session;
      return reply.redirect(`/login/start?provider=${way}&return_to=${encodeURIComponent(request.url)}`, 303);
    }
    const program = await programs.find(String(params.client_id));
    const { lang } = request.query as Route['Querystring'];
    const language = languageOf(lang, params.ui_locales as string, request.headers['accept-language']);
    const app = program?.app;
    const told = {
      name: program?.name ?? String(params.client_id),
      ...(app === undefined ? {} : { publisher: app.publisher }),
      ...(app?.contact === undefined ? {} : { contact: app.contact }),
      ...(app?.description === undefined ? {} : { description: app.description }),
    };
    const link = (one: string) => `/oauth/interaction/${encodeURIComponent(uid)}?lang=${one}`;
    const pageOf: PageOf = { language, app: told, link };
    const form = request.method === 'POST' ? new URLSearchParams(String(request.body ?? '')) : undefined;
    const asking: Asking = {
      program: program ?? { id: String(params.client_id), name: told.name, scopes: [] },
      actor: actorOf(session),
      asked: String(params.enjournal_scope ?? params.scope ?? '')
        .split(' ')
        .filter(Boolean),
      launch: typeof params.launch === 'string' ? params.launch : undefined,
      isConsentWanted: prompts.includes('consent'),
    };
    const visit: Visit = { request, reply, interaction, session, asking, pageOf, form };
    if (form?.get('step') === 'cancel') return cancel(visit);
    if (program === undefined) return refuse(visit, 'retired');
    return decide(visit);
  }

  /** The app wants a log-on of now, or of lately (`max_age`, seconds). @source OpenID Connect Core 1.0, section 3.1.2.1 */
  function isTooLongAgo(
    { startedAt }: LoginSession,
    { iat, params }: Interaction,
    prompts: readonly string[],
  ): boolean {
    const askedAt = iat * 1000;
    const oldest = params.max_age === undefined ? 0 : askedAt - Number(params.max_age) * 1000;
    return startedAt < (prompts.includes('login') ? askedAt : oldest);
  }

  async function decide(visit: Visit): Promise<FastifyReply> {
    const { asking, form } = visit;
    const wanted = await grantable(database, asking, now());
    if (typeof wanted === 'string') return refuse(visit, wanted);
    const patient = await patientOf(visit, wanted);
    if (patient === 'asked') return visit.reply;
    const encounter = await encounterOf(visit, wanted, patient);
    if (encounter === 'asked') return visit.reply;
    const isWithout = mayChooseEncounter(wanted) && encounter === undefined;
    const grant: Grantable = isWithout ? withoutEncounter(wanted) : wanted;
    const key = asking.actor.kind === 'citizen' ? (patient?.id ?? '') : '';
    const before = await agreedBefore(database, asking, grant, key, now());
    if (before !== undefined) return finish(visit, grant, patient, before, encounter);
    if (form?.get('step') !== 'allow') return ask(visit, grant, { patient, encounter, isNothing: false });
    if (asking.actor.kind !== 'citizen') {
      const scopes = [...grant.session, ...grant.record];
      const agreed = await agree(database, asking, grant, key, scopes, undefined, now());
      return finish(visit, grant, patient, agreed, encounter);
    }
    const chosen = scopesOfRows(grant.record, new Set(form.getAll('kind')));
    if (chosen.length === 0 && grant.record.length > 0)
      return ask(visit, grant, { patient, encounter, isNothing: true });
    const isOffline = form.get('offline') === 'yes';
    const session = grant.session.filter((scope) => scope !== 'offline_access' || isOffline);
    const duration = (['once', '90', '365'] as const).find((one) => one === form.get('duration')) ?? 'once';
    const agreed = await agree(database, asking, grant, key, [...session, ...chosen], duration as Duration, now());
    return finish(visit, grant, patient, agreed, encounter);
  }

  /** Whom it concerns: by the launch, by the choice; undefined where it need not be known. `asked`: the page is sent. */
  async function patientOf(visit: Visit, grant: Grantable): Promise<Person | undefined | 'asked'> {
    const { asking, form } = visit;
    const { actor } = asking;
    const id = grant.launched?.patient ?? form?.get('patient') ?? undefined;
    if (id === undefined && !needsPatient(grant)) return undefined;
    const candidates = actor.kind === 'citizen' ? await candidatesOf(actor) : undefined;
    if (id !== undefined) {
      const opened = candidates?.includes(id) === false ? undefined : await records.open(actor, id);
      if (opened !== undefined) return personOf(opened);
      await record({ actor, event: 'app-authorization', outcome: 'deny:record', detail: { app: asking.program.id } });
      return pick(visit, [], true);
    }
    if (actor.kind === 'staff') return pick(visit, await search(actor, form), false);
    const opened = await Promise.all((candidates ?? []).map((one) => records.open(actor, one)));
    const people = opened.filter((one) => one !== undefined).map(personOf);
    const [only] = people;
    return people.length === 1 && only !== undefined ? only : pick(visit, people, false);
  }

  /** Which Encounter the app begins with, where it wants one and is not launched from one; `asked`: the page is sent. */
  async function encounterOf(
    visit: Visit,
    grant: Grantable,
    patient: Person | undefined,
  ): Promise<string | undefined | 'asked'> {
    if (patient === undefined || !mayChooseEncounter(grant)) return undefined;
    const id = visit.form?.get('encounter') ?? undefined;
    if (id === '') return undefined;
    const visits = (await records.encounters(visit.asking.actor, patient.id)).map(visitedOf);
    if (visits.length === 0) return undefined;
    if (visits.some((one) => one.id === id)) return id;
    send(visit, encounterPage(visit.pageOf, { patient, visits }));
    return 'asked';
  }

  /** Themselves, and those they may be there for. */
  async function candidatesOf(actor: Actor): Promise<string[]> {
    const own = actor.ownPatient === undefined ? [] : [actor.ownPatient];
    return [...new Set([...own, ...(await records.represented(actor))])];
  }

  async function search(actor: Actor, form: URLSearchParams | undefined): Promise<Person[] | undefined> {
    const query = form?.get('step') === 'search' ? queryOf(form.get('q') ?? '') : undefined;
    return query === undefined ? undefined : (await records.find(actor, query)).map(personOf);
  }

  async function pick(visit: Visit, people: Person[] | undefined, isNotOpen: boolean): Promise<'asked'> {
    const { asking, pageOf, form } = visit;
    const isStaff = asking.actor.kind === 'staff';
    const q = form?.get('q') ?? '';
    send(
      visit,
      pickPage(pageOf, { people: isNotOpen ? undefined : people, search: isStaff ? q : undefined, isNotOpen }),
    );
    return 'asked';
  }

  function ask(
    visit: Visit,
    grant: Grantable,
    {
      patient,
      encounter,
      isNothing,
    }: { patient: Person | undefined; encounter: string | undefined; isNothing: boolean },
  ): FastifyReply {
    const { asking, pageOf } = visit;
    const { actor } = asking;
    const rows = rowsOf(grant.record);
    if (actor.kind !== 'citizen') {
      const organization = actor.organization?.display ?? '';
      return send(visit, confirmPage(pageOf, { rows, organization, patient, encounter }));
    }
    const isOffline = grant.session.includes('offline_access');
    const isOwn = patient?.id === actor.ownPatient;
    return send(visit, consentPage(pageOf, { rows, isOffline, patient, isOwn, isNothing, encounter }));
  }

  async function finish(
    visit: Visit,
    grant: Grantable,
    patient: Person | undefined,
    agreed: Agreed,
    chosen: string | undefined,
  ) {
    const { asking, request, reply, session } = visit;
    const { program, actor, launch } = asking;
    if (grant.launched !== undefined && launch !== undefined) {
      const used = await useLaunch(database, launch, { app: program.id, person: actor.id });
      if (used === undefined) return refuse(visit, 'launch-unknown');
    }
    const isOffline = agreed.scopes.includes('offline_access');
    const expiresAt = isOffline ? agreed.until : Math.min(agreed.until, session.endsAt);
    const expiresIn = Math.max(1, Math.floor((expiresAt - now()) / 1000));
    const made = new provider.Grant({ clientId: program.id, accountId: actor.id, expiresIn } as never);
    made.addOIDCScope(agreed.scopes.filter(isSessionScope).join(' '));
    const recordScopes = agreed.scopes.filter((scope) => !isSessionScope(scope));
    if (recordScopes.length > 0) made.addResourceScope(options.fhirBase, recordScopes.join(' '));
    const grantId = await made.save();
    const context: Record<string, string> = {};
    if (patient !== undefined) context.patient = patient.id;
    const encounter = grant.launched?.encounter ?? chosen;
    if (encounter !== undefined) context.encounter = encounter;
    if (grant.launched?.intent !== undefined) context.intent = grant.launched.intent;
    const claims = claimsOfActor(actor, options.fhirBase);
    await keepGrant(database, {
      id: grantId,
      app: program.id,
      person: actor.id,
      patient: actor.kind === 'citizen' ? (patient?.id ?? '') : '',
      scopes: agreed.scopes,
      claims: isOffline ? claims : { ...claims, sid: session.id },
      context,
      isFromRecord: grant.launched !== undefined,
      expiresAt,
    });
    const scope = recordScopes.join(' ');
    await record({ actor, event: 'app-authorization', outcome: 'permit', detail: { app: program.id, scope } });
    await options.forgetEarlierLogin(request, reply);
    const ts = Math.floor(session.startedAt / 1000);
    const result = { login: { accountId: actor.id, remember: false, ts }, consent: { grantId } };
    const returnTo = await provider.interactionResult(request.raw, reply.raw, result, {
      mergeWithLastSubmission: false,
    });
    return reply.redirect(returnTo, 303);
  }

  async function refuse(visit: Visit, refusal: Refusal): Promise<FastifyReply> {
    const { asking, pageOf } = visit;
    const detail = { app: asking.program.id };
    await record({ actor: asking.actor, event: 'app-authorization', outcome: `deny:${refusal}`, detail });
    return send(visit, refusalPage(pageOf, refusal, true), 403);
  }

  async function cancel({ request, reply, asking }: Visit): Promise<FastifyReply> {
    await record({
      actor: asking.actor,
      event: 'app-authorization',
      outcome: 'deny:cancelled',
      detail: { app: asking.program.id },
    });
    const result = { error: 'access_denied', error_description: 'the user did not give access' };
    const returnTo = await provider.interactionResult(request.raw, reply.raw, result, {
      mergeWithLastSubmission: false,
    });
    return reply.redirect(returnTo, 303);
  }

  function send({ reply, interaction }: Visit, html: string, status = 200): FastifyReply {
    const { params } = interaction;
    const leadsTo = URL.canParse(String(params.redirect_uri)) ? new URL(String(params.redirect_uri)) : undefined;
    // of an app's own scheme the browser knows no origin
    const origin = leadsTo === undefined ? [] : [leadsTo.origin === 'null' ? leadsTo.protocol : leadsTo.origin];
    return reply
      .code(status)
      .header('content-security-policy', pageSecurity(origin))
      .header('cache-control', 'no-store')
      .type('text/html; charset=utf-8')
      .send(html);
  }

  return { serve };
}
