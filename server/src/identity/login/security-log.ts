import type { Actor } from '../../access/actor.ts';
import type { ProviderId } from './session.ts';

/** Something about logging on, for the security stream of the log. Never a number, a token or an address of a person. */
export type SecurityEvent = {
  event: 'log-on' | 'unlock' | 'lock' | 'role' | 'log-out' | 'log-out-everywhere' | 'provider-log-out' | 'token';
  /** `permit`, or why not. */
  outcome: string;
  actor: Actor;
  provider?: ProviderId;
  /** How often this client has failed, and how long it has to wait. */
  failures?: number;
  waitSeconds?: number;
  /** For the server's own log; its words stay out of the store. */
  cause?: unknown;
};

/** Durable when it resolves: a log-on that cannot be recorded does not happen. */
export type SecurityLog = (event: SecurityEvent) => Promise<void>;
