import type { Actor } from '../../access/actor.ts';
import { type Issue, Problem } from '../../fhir/issue.ts';
import type { RegisterStore } from '../../registers/index.ts';
import { careContext } from './care-context.ts';
import type { FhirService } from './service.ts';

/** The FHIR API as the registers use it, as `actor`: what is refused is an answer to them, and no failure. */
export function storeInside(service: FhirService, actor: Actor, signal = new AbortController().signal): RegisterStore {
  const context = careContext(service, { actor, signal, headers: {} });
  return {
    search: context.search,
    async transact(entries) {
      try {
        await context.transact(entries);
        return { done: true };
      } catch (error) {
        if (!(error instanceof Problem) || !REFUSALS.has(error.kind)) throw error;
        return { done: false, status: REFUSALS.get(error.kind)!, issues: error.issues as readonly Issue[] };
      }
    },
  };
}

/** What would be refused again, or must be read anew; anything else (the database is away) rises. */
const REFUSALS: ReadonlyMap<string, number> = new Map([
  ['invalid', 400],
  ['forbidden', 403],
  ['absent', 404],
  ['conflict', 409],
  ['gone', 410],
  ['stale', 412],
  ['rule', 422],
]);
