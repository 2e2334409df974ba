import { hash } from 'node:crypto';
import type { Actor } from '../actor.ts';
import { newSalt } from './leaf.ts';

/** Who asked, as the log keeps it: written once, and named by what it says. */
export type Context = {
  /** The first 16 bytes of the content's SHA-256. */
  id: Buffer;
  /** The same as PostgreSQL prints it. */
  uuid: string;
  person: string;
  content: string;
  isDurable: boolean;
};

const most = 20_000;

/** The contexts that this process has met. A salt of the process is in each, so that an erased one cannot be guessed. */
export class Contexts {
  readonly #salt = newSalt().toString('hex');
  readonly #ofActor = new WeakMap<Actor, Context>();
  readonly #ofContent = new Map<string, Context>();

  of(actor: Actor): Context {
    const seen = this.#ofActor.get(actor);
    if (seen !== undefined) return seen;
    const content = JSON.stringify({ ...described(actor), salt: this.#salt });
    const context = this.#ofContent.get(content) ?? made(actor.id, content);
    if (this.#ofContent.size >= most) this.#ofContent.delete(this.#ofContent.keys().next().value as string);
    this.#ofContent.set(content, context);
    this.#ofActor.set(actor, context);
    return context;
  }
}

/** What of an actor is kept: name, role, where, and how sure; no scopes, and nothing of the single request. */
function described(actor: Actor) {
  const { kind, id, display, clientId, loa, practitioner, practitionerRole, organization, legalEntity, role } = actor;
  const work = { practitioner, practitionerRole, organization, legalEntity, role, title: actor.title };
  return { kind, id, display, clientId, loa, ...work, session: actor.session };
}

function made(person: string, content: string): Context {
  const id = hash('sha256', content, 'buffer').subarray(0, 16);
  const hex = id.toString('hex');
  const uuid = `${hex.slice(0, 8)}-${hex.slice(8, 12)}-${hex.slice(12, 16)}-${hex.slice(16, 20)}-${hex.slice(20)}`;
  return { id, uuid, person, content, isDurable: false };
}
