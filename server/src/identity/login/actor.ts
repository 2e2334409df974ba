import type { Actor } from '../../access/actor.ts';
import { type LoginSession, purposeOf } from './session.ts';

/** The client that a session of our own pages stands for. */
export const webClient = 'enjournal-web';

/** Our own pages ask for anything; what their user may see and do is decided by the gate. */
const webScopes = Object.freeze(['user/*.cruds']);

/** Who asks, of an open session. @source docs/decisions/0014-sessions-in-the-server-not-in-the-browser.md */
export function actorOf(session: LoginSession): Actor {
  const { who, employment } = session;
  const common = {
    display: who.name,
    clientId: webClient,
    scopes: webScopes,
    loa: who.loa,
    session: session.id,
  };
  const purpose = purposeOf(session);
  const actor: Actor =
    who.kind === 'citizen'
      ? { ...common, kind: 'citizen', id: `Patient/${who.patient}`, ownPatient: who.patient }
      : { ...common, kind: 'staff', id: `Practitioner/${who.practitioner}`, practitioner: who.practitioner };
  if (purpose !== undefined) actor.purpose = purpose;
  if (who.kind === 'staff' && who.ownPatient !== undefined) actor.ownPatient = who.ownPatient;
  if (employment !== undefined) {
    actor.practitionerRole = employment.id;
    actor.organization = employment.unit;
    actor.legalEntity = employment.legalEntity.id;
    actor.title = employment.title;
    if (employment.role !== undefined) actor.role = employment.role;
  }
  return Object.freeze(actor);
}

/** Somebody who has not shown who they are, for the log. */
export const nobody: Actor = Object.freeze({
  kind: 'system',
  id: 'anyone',
  display: 'anyone',
  clientId: webClient,
  scopes: [],
  loa: 0,
});
