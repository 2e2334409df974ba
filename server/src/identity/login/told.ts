import type { RelyingParty } from './relying-party.ts';
import type { Employment, ProviderId } from './session.ts';
import type { Held, SessionLimits } from './sessions.ts';

const warnMs = 2 * 60_000;

/** What our pages are told of their session. The secret is in the cookie, where no script can read it. */
export function toldSession(
  session: Held | undefined,
  { parties, limits }: { parties: ReadonlyMap<ProviderId, RelyingParty>; limits: SessionLimits },
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
    };
  }
  return {
    ...common,
    kind: 'staff',
    reference: `Practitioner/${who.practitioner}`,
    employments: who.employments.map(toldEmployment),
    ...(employment === undefined ? {} : { employment: toldEmployment(employment) }),
    times,
    ...(state === 'open' ? { shelfKey: session.shelfKey } : {}),
  };
}

const toldEmployment = ({ id, role, title, unit, legalEntity }: Employment) => ({ id, role, title, unit, legalEntity });
