import { randomUUID } from 'node:crypto';
import type { Actor } from './access/actor.ts';
import type { CareEvent, CareProcess } from './care/index.ts';
import type { Resource } from './fhir/resource.ts';
import { careContext } from './http/fhir/care-context.ts';
import { storeInside } from './http/fhir/inside.ts';
import type { FhirService } from './http/fhir/service.ts';
import type { FeedChange } from './record/index.ts';
import { type ChangeHandler, Follower, type FollowerOptions } from './registers/index.ts';

/** The house itself, when a care process follows up what happened: a system with a purpose. */
export const careActor: Actor = Object.freeze({
  kind: 'system',
  id: 'client:enjournal-care',
  display: 'Enjournal',
  clientId: 'enjournal-care',
  scopes: ['system/*.cruds'],
  loa: 4,
  purpose: 'TREAT',
});

/**
 * Follows what happens in the records for the care processes, and does what they do as time goes: one server of the store
 * at a time. Not started yet.
 */
export function careFollower(
  service: FhirService,
  options: Pick<FollowerOptions, 'onFault' | 'everyMs' | 'waitsMs'> & { holder?: string },
): Follower {
  const signal = new AbortController().signal;
  const context = () => careContext(service, { actor: careActor, signal, headers: {} });
  const { processes } = service.care;
  return new Follower(
    {
      holder: randomUUID(),
      ...options,
      database: service.database,
      store: storeInside(service, careActor),
    },
    {
      name: 'care',
      creates: true,
      handlers: processes.flatMap((process) => handlersOf(process, context)),
      round: timers(processes, context, options.onFault, service.now),
    },
  );
}

type Contexts = () => ReturnType<typeof careContext>;

const handlersOf = ({ name: process, on = [] }: CareProcess, context: Contexts): ChangeHandler[] =>
  on.map(({ name, types, isNews, handle }) => ({
    name: `${process}/${name}`,
    types,
    async handle(change) {
      const event = eventOf(change);
      const from = context();
      const made = event.before === undefined ? event.after : undefined;
      if (made !== undefined && isNews?.(made, from) === false) return; // another handler waits for it
      await handle(event, from);
    },
  }));

/** Read once, however many handlers a change has. */
const read = new WeakMap<FeedChange, CareEvent>();

function eventOf(change: FeedChange): CareEvent {
  const known = read.get(change);
  if (known !== undefined) return known;
  const { type, id, before, after } = change;
  const event = { type, id, before: resourceIn(before), after: resourceIn(after) };
  read.set(change, event);
  return event;
}

const resourceIn = (text: string | undefined): Resource | undefined =>
  text === undefined ? undefined : (JSON.parse(text) as Resource);

/** Runs each timer that is due; one that fails is told of, and comes again at its next time. */
function timers(
  processes: readonly CareProcess[],
  context: Contexts,
  onFault: (error: unknown) => void,
  now: () => number,
): () => Promise<void> {
  const all = processes.flatMap(({ every = [] }) => every);
  const next = new Map(all.map((timer) => [timer, 0]));
  return async () => {
    for (const timer of all) {
      if (now() < next.get(timer)!) continue;
      next.set(timer, now() + timer.everyMs);
      try {
        await timer.run(context());
      } catch (error) {
        onFault(error);
      }
    }
  };
}
