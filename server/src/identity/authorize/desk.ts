import type { Actor } from '../../access/actor.ts';
import { isSessionScope, parseScope } from '../../fhir/smart-scope.ts';
import type { Queryable } from '../../record/index.ts';
import { connect, findConnection, isHolding } from '../apps/connections.ts';
import { findLaunch, type LaunchContext } from '../apps/launches.ts';
import { approvedFor, askable, askableSession, narrowed, type Program } from '../programs.ts';
import type { Duration, Refusal } from './words.ts';

/** An authorization under way: which program asks for what, and who is there. */
export type Asking = {
  program: Program;
  actor: Actor;
  asked: readonly string[];
  /** SMART's `launch` parameter. */
  launch: string | undefined;
  /** The client wants the person asked again. */
  isConsentWanted: boolean;
};

/** What may be granted at most, once everything but the person has spoken. */
export type Grantable = {
  record: readonly string[];
  session: readonly string[];
  /** The organisation that has approved it; absent for citizens and our own programs. */
  organization?: string;
  until?: number;
  launched?: LaunchContext;
};

export type Agreed = { scopes: readonly string[]; until: number };

const dayMs = 86_400_000;
const onceMs = 3_600_000;
const longestMs = 365 * dayMs;

/** What stands in the way before the person is asked anything, or what may be granted. */
export async function grantable(
  database: Queryable,
  { program, actor, asked, launch }: Asking,
  now: number,
): Promise<Grantable | Refusal> {
  if (actor.loa < 4) return 'assurance';
  const { app } = program;
  if (app !== undefined && !app.audience.includes(actor.kind as 'staff' | 'citizen')) {
    return actor.kind === 'citizen' ? 'not-for-citizens' : 'not-for-staff';
  }
  const record = askable(program, asked);
  let session = askableSession(program, asked);
  const found: Grantable = { record, session };
  if (app !== undefined && actor.kind === 'staff') {
    const organizations = [actor.legalEntity, actor.organization?.id].filter((one) => one !== undefined);
    const approved = await approvedFor(database, program.id, organizations, now);
    if (approved === undefined) return 'not-approved';
    found.record = narrowed(record, approved.scopes);
    found.organization = approved.organization;
    if (approved.until !== undefined) found.until = approved.until;
  }
  if (found.record.length === 0 && !session.includes('openid')) return 'no-scope';
  if (asked.includes('launch')) {
    if (launch === undefined) return 'launch-missing';
    const launched = await findLaunch(database, launch, { app: program.id, person: actor.id });
    if (launched === undefined) return 'launch-unknown';
    found.launched = launched;
  }
  // a launch from the record brings its Encounter or has none; in a launch by the app itself one is chosen
  if (found.launched !== undefined && found.launched.encounter === undefined)
    session = session.filter((scope) => scope !== 'launch/encounter');
  return { ...found, session };
}

/** Whether the tokens are about one patient, who must then be known. */
export function needsPatient({ record, session }: Grantable): boolean {
  return (
    session.includes('launch/patient') ||
    session.includes('launch/encounter') ||
    record.some((text) => parseScope(text)?.context === 'patient')
  );
}

/** Whether the person may choose an Encounter for the app to begin with. */
export const mayChooseEncounter = ({ launched, session }: Grantable): boolean =>
  launched === undefined && session.includes('launch/encounter');

/** The same when no Encounter was chosen. */
export const withoutEncounter = (grant: Grantable): Grantable => ({
  ...grant,
  session: grant.session.filter((scope) => scope !== 'launch/encounter'),
});

/** What the person has agreed to before, when it is still all that is asked for. */
export async function agreedBefore(
  database: Queryable,
  { program, actor, isConsentWanted }: Asking,
  grant: Grantable,
  patient: string,
  now: number,
): Promise<Agreed | undefined> {
  const asked = [...grant.session, ...grant.record];
  if (program.app === undefined) return { scopes: asked, until: now + longestMs };
  if (isConsentWanted) return undefined;
  const connection = await findConnection(database, { person: actor.id, app: program.id, patient });
  if (connection === undefined || !isHolding(connection, now)) return undefined;
  if (!asked.every((scope) => connection.asked.includes(scope))) return undefined;
  const recordLimits = connection.scopes.filter((scope) => !isSessionScope(scope));
  const session = grant.session.filter((scope) => connection.scopes.includes(scope));
  return {
    scopes: [...session, ...narrowed(grant.record, recordLimits)],
    until: Math.min(connection.until, grant.until ?? connection.until),
  };
}

/** Keeps what the person agrees to now. `scopes` are what is left of what was asked for. */
export async function agree(
  database: Queryable,
  { program, actor }: Asking,
  grant: Grantable,
  patient: string,
  scopes: readonly string[],
  duration: Duration | undefined,
  now: number,
): Promise<Agreed> {
  const length = { once: onceMs, '90': 90 * dayMs, '365': longestMs }[duration ?? '365'];
  const until = Math.min(now + length, grant.until ?? Number.POSITIVE_INFINITY);
  const kept = duration === 'once' ? scopes.filter((scope) => scope !== 'offline_access') : scopes;
  const asked = [...grant.session, ...grant.record];
  await connect(database, { person: actor.id, app: program.id, patient }, { asked, scopes: kept, until });
  return { scopes: kept, until };
}
