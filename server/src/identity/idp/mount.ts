import rateLimit from '@fastify/rate-limit';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type Provider from 'oidc-provider';
import { errors } from 'oidc-provider';
import type { Queryable } from '../../record/index.ts';
import type { ProviderId } from '../login/session.ts';
import { tellAddress } from '../mount.ts';
import { pageSecurity } from '../page.ts';
import { forgetSession } from '../state.ts';
import { languageOf } from '../words.ts';
import { personsPage } from './pages.ts';
import type { DemoLogin } from './person.ts';
import { acrOf, modelPrefix, pathOf, sessionCookie } from './provider.ts';

export type DemoMountOptions = {
  id: ProviderId;
  provider: Provider;
  persons: readonly DemoLogin[];
  database: Queryable;
  /** Our address as this request's client knows it. */
  addressFor(request: FastifyRequest): string;
  requestsPerMinute: number;
};

/** Serves a demo provider: the library's own endpoints, and the page where one chooses a person. */
export async function mountDemoProvider(app: FastifyInstance, options: DemoMountOptions): Promise<void> {
  const { id, provider, addressFor } = options;
  await app.register(rateLimit, { max: options.requestsPerMinute, timeWindow: 60_000 });
  app.addHook('onRequest', (request, reply, done) => {
    tellAddress(request.raw, addressFor(request));
    reply.raw.setHeader('x-content-type-options', 'nosniff');
    reply.raw.setHeader('x-frame-options', 'DENY');
    reply.raw.setHeader('referrer-policy', 'no-referrer');
    done();
  });
  servePersons(app, options);
  app.register(async (endpoints) => {
    endpoints.removeAllContentTypeParsers();
    endpoints.addContentTypeParser('*', (_request, _payload, done) => done(null)); // the provider reads the request itself
    const callback = provider.callback();
    endpoints.all('/*', (request, reply) => {
      reply.hijack();
      const { raw } = request;
      Object.assign(raw, { originalUrl: raw.url, url: raw.url?.slice(pathOf(id).length) });
      void callback(raw, reply.raw);
    });
  });
}

type PersonsRoute = { Params: { uid: string }; Querystring: { lang?: string } };

function servePersons(app: FastifyInstance, options: DemoMountOptions): void {
  const { id, provider, persons } = options;
  app.get<PersonsRoute>('/interaction/:uid', async (request, reply) => {
    const { params, uid } = await provider.interactionDetails(request.raw, reply.raw);
    const language = languageOf(request.query.lang, params.ui_locales as string, request.headers['accept-language']);
    return reply
      .header('content-security-policy', pageSecurity([new URL(String(params.redirect_uri)).origin]))
      .header('cache-control', 'no-store')
      .type('text/html; charset=utf-8')
      .send(personsPage(id, persons, language, (one) => `${pathOf(id)}/interaction/${uid}?lang=${one}`));
  });

  app.post<PersonsRoute>('/interaction/:uid', async (request, reply) => {
    const form = new URLSearchParams(String(request.body ?? ''));
    const person = persons.find((one) => one.id === form.get('person'));
    if (person !== undefined) await forgetEarlier(options, request, reply);
    const result =
      person === undefined
        ? { error: 'access_denied', error_description: 'nobody was chosen' }
        : { login: { accountId: person.id, acr: acrOf(person), amr: ['demo'], remember: false } };
    const returnTo = await provider.interactionResult(request.raw, reply.raw, result, {
      mergeWithLastSubmission: false,
    });
    const { pathname, search } = new URL(returnTo, 'http://here.invalid');
    return reply.redirect(`${pathname}${search}`, 303);
  });

  app.setErrorHandler((error, _request, reply) => {
    // The page was left open too long, or another browser was used: begin again at the door.
    if (error instanceof errors.SessionNotFound) return reply.redirect('/?log-on=stale', 303);
    throw error;
  });
}

/** Whoever chooses now is who it is, also when somebody else did so in this browser before. */
async function forgetEarlier(options: DemoMountOptions, request: FastifyRequest, reply: FastifyReply): Promise<void> {
  const { id } = options;
  for (const name of [sessionCookie(id), `${sessionCookie(id)}.sig`]) {
    reply.header('set-cookie', `${name}=; Path=${pathOf(id)}; HttpOnly; SameSite=Lax; Max-Age=0`);
  }
  const interaction = await options.provider.interactionDetails(request.raw, reply.raw);
  const uid = interaction.session?.uid;
  if (uid === undefined) return;
  await forgetSession(options.database, uid, modelPrefix(id));
  delete interaction.session;
  await interaction.save(interaction.exp - Math.floor(Date.now() / 1000));
}
