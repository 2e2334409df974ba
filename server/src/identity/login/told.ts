import { createHmac } from 'node:crypto';
import type { RelyingParty } from './relying-party.ts';
import type { Employment, ProviderId } from './session.ts';
import type { Held, SessionLimits } from './sessions.ts';

const warnMs = 2 * 60_000;

type Told = {
  parties: ReadonlyMap<ProviderId, RelyingParty>;
  limits: SessionLimits;
  /** Secret of this store: makes the key that each human being's devices seal what is not sent under. */
  deviceSecret: string;
};

/** What our pages are told of their session. The secret is in the cookie, where no script can read it. */
export function toldSession(
  session: Held | undefined,
  { parties, limits, deviceSecret }: Told,
): Record<string, unknown> {
  const providers = [...parties.keys()];
  if (session === undefined) return { state: 'none', providers };
  const { who, employment, state } = session;
  const common = { state, providers, provider: session.provider, name: who.name };
  if (state === 'locked') return common; // whose it is, and nothing else
  const times = {
    now: Date.now(),
    locksAt: session.activeAt + limits.idleMs,
    warnMs: Math.min(warnMs, Math.floor(limits.idleMs / 4)),
    endsAt: session.endsAt,
  };
  if (who.kind === 'citizen') {
    return {
      ...common,
      kind: 'citizen',
      reference: `Patient/${who.patient}`,
      ownPatient: who.patient,
      times,
      shelfKey: session.shelfKey,
      deviceKey: deviceKeyOf(session, deviceSecret),
    };
  }
  return {
    ...common,
    kind: 'staff',
    reference: `Practitioner/${who.practitioner}`,
    employments: who.employments.map(toldEmployment),
    ...(employment === undefined ? {} : { employment: toldEmployment(employment) }),
    times,
    ...(state === 'open' ? { shelfKey: session.shelfKey, deviceKey: deviceKeyOf(session, deviceSecret) } : {}),
  };
}

const toldEmployment = ({ id, role, title, unit, legalEntity }: Employment) => ({ id, role, title, unit, legalEntity });

/** The same in every session of one human being, so that what a session ended before could be sent is read by its writer in the next. */
const deviceKeyOf = ({ human }: Held, secret: string): string =>
  createHmac('sha256', secret).update('device').update(human).digest('base64url');
