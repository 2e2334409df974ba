import { createHmac, timingSafeEqual } from 'node:crypto';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { Queryable } from '../../record/index.ts';
import { connectionsOf, disconnect, endTokens, findApp, isHolding } from '../apps/index.ts';
import { actorOf } from '../login/actor.ts';
import type { Login, LoginSession } from '../login/index.ts';
import { pageSecurity } from '../page.ts';
import type { Revoked } from '../revoked.ts';
import { accessTokenSeconds } from '../revoked.ts';
import { type Language, languageOf } from '../words.ts';
import { appsPage, type ListedApp } from './pages.ts';
import { personOf, type Records } from './records.ts';
import type { AppLog } from './routes.ts';
import { words } from './words.ts';

export type ConnectedOptions = {
  database: Queryable;
  login: Pick<Login, 'sessionOf' | 'startLoginAt'>;
  records: Records;
  record: AppLog;
  revoked: Revoked;
  /** Shows that a form is one of ours. */
  guardKey: Buffer;
  now: () => number;
};

type Asked = { Querystring: { lang?: string; ended?: string } };

/** The page on which somebody sees the apps they have connected, and ends one: `/apps`. */
export function connectedRoutes(app: FastifyInstance, options: ConnectedOptions): void {
  const { database, login, records, record, revoked, now } = options;

  const guardOf = ({ id }: LoginSession): string =>
    createHmac('sha256', options.guardKey).update(`apps ${id}`).digest('base64url');

  async function listed(session: LoginSession, language: Language): Promise<ListedApp[]> {
    const actor = actorOf(session);
    const connections = await connectionsOf(database, actor.id);
    return Promise.all(
      connections.map(async (connection) => {
        const { patient } = connection;
        const opened = patient === '' || patient === actor.ownPatient ? undefined : await records.open(actor, patient);
        const whose = patient === actor.ownPatient ? words[language].yourOwn : opened && personOf(opened).name;
        return {
          connection,
          app: await findApp(database, connection.app),
          whose,
          isHolding: isHolding(connection, now()),
        };
      }),
    );
  }

  app.get<Asked>('/apps', async (request, reply) => {
    const session = await login.sessionOf(request);
    if (session?.state !== 'open') return reply.redirect(login.startLoginAt('/oauth/apps'), 303);
    const language = languageOf(request.query.lang, request.headers['accept-language']);
    const isEnded = request.query.ended !== undefined;
    const link = (one: Language) => `/oauth/apps?lang=${one}`;
    return reply
      .header('content-security-policy', pageSecurity())
      .header('cache-control', 'no-store')
      .type('text/html; charset=utf-8')
      .send(appsPage(language, { apps: await listed(session, language), isEnded, guard: guardOf(session) }, link));
  });

  app.post<Asked>('/apps', async (request: FastifyRequest, reply: FastifyReply) => {
    const session = await login.sessionOf(request);
    const form = new URLSearchParams(String(request.body ?? ''));
    const language = languageOf((request.query as Asked['Querystring']).lang);
    const back = `/oauth/apps?lang=${language}`;
    if (session?.state !== 'open' || !isSame(form.get('guard') ?? '', guardOf(session)))
      return reply.redirect(back, 303);
    const actor = actorOf(session);
    const client = form.get('app') ?? '';
    await record({ actor, event: 'app-disconnected', outcome: 'permit', detail: { app: client } });
    const grants = await disconnect(database, { person: actor.id, app: client, author: actor.id });
    await endTokens(database, grants);
    await revoked.add('grant', grants, accessTokenSeconds);
    return reply.redirect(`${back}&ended=1`, 303);
  });
}

const isSame = (one: string, other: string): boolean =>
  one.length === other.length && timingSafeEqual(Buffer.from(one), Buffer.from(other));
