import { parseJson } from '../../fhir/json/index.ts';
import { dayInNorway } from '../../fhir/norwegian/day.ts';
import type { Resource } from '../../fhir/resource.ts';
import type { FeedChange } from '../../record/index.ts';
import type { RegisterStore } from '../store.ts';
import { type EventKind, eventsOf, type RegisterEvent, WATCHED } from './detect.ts';
import { Follower, type FollowerOptions } from './follower.ts';
import { house } from './house.ts';

export type EventHandler = {
  name: string;
  on: EventKind;
  handle(event: RegisterEvent, store: RegisterStore, today: string): Promise<void>;
};

/** Lets the house react to what happens to persons and personnel. */
export class RegisterEvents extends Follower {
  constructor(
    options: FollowerOptions & {
      handlers?: readonly EventHandler[];
      /** The date in Norway. */
      today?: () => string;
    },
  ) {
    const { handlers = house, today = todayInNorway, ...rest } = options;
    const followed = handlers.map(({ name, on, handle }) => ({
      name,
      types: WATCHED,
      async handle(change: FeedChange) {
        for (const event of eventsIn(change)) if (event.kind === on) await handle(event, options.store, today());
      },
    }));
    super(rest, { name: 'registers', handlers: followed });
  }
}

function eventsIn({ before, after }: FeedChange): RegisterEvent[] {
  if (before === undefined) return [];
  const read = (text: string): Resource => parseJson(text).value as Resource;
  return eventsOf(read(before), after === undefined ? undefined : read(after));
}

/** The date in Norway, `YYYY-MM-DD`. */
export const todayInNorway = (): string => dayInNorway(Date.now());
