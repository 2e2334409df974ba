import type { Actor } from '../../access/actor.ts';
import { appScopeOf } from '../../access/app-scope.ts';
import type { Queryable } from '../../record/index.ts';
import { findApp } from './registry.ts';

/** Whoever runs the server registers apps: its administrators, and its own systems. */
export async function mayRegister(database: Queryable, actor: Actor): Promise<boolean> {
  return (actor.kind === 'system' || actor.role === 'ikt-admin') && (await isByOwnProgram(database, actor));
}

/** An organisation's leaders and administrators say which apps its staff may use. */
export async function mayApprove(database: Queryable, actor: Actor, organization: string): Promise<boolean> {
  const isOurs = actor.legalEntity === organization || actor.organization?.id === organization;
  const isLeader = actor.kind === 'staff' && isOurs && (actor.role === 'ikt-admin' || actor.role === 'leder');
  return (actor.kind === 'system' || isLeader) && (await isByOwnProgram(database, actor));
}

/** Whose advice its staff is shown is for those who edit content to say, too. */
export async function mayApproveAdvice(database: Queryable, actor: Actor, organization: string): Promise<boolean> {
  const isOurs = actor.legalEntity === organization || actor.organization?.id === organization;
  const isEditor = actor.kind === 'staff' && isOurs && actor.role === 'innholdsredaktor';
  return isEditor ? isByOwnProgram(database, actor) : mayApprove(database, actor, organization);
}

/** Whose connections these are. */
export async function mayManage(database: Queryable, actor: Actor, person: string): Promise<boolean> {
  return actor.id === person && (await isByOwnProgram(database, actor));
}

/** An app of others must not approve itself in the name of who uses it; and a system must be one for everything. */
async function isByOwnProgram(database: Queryable, actor: Actor): Promise<boolean> {
  const scope = appScopeOf(actor.scopes, actor.kind === 'system', 'u');
  return scope.isWhole('*') && (await findApp(database, actor.clientId)) === undefined;
}
