import type { AuditEvent } from '../../shared/fhir/types.ts';
import { instantOf } from '../../shared/format/date.ts';

/** What one person did in the record without a longer break, as one line of the log. */
export type Look = {
  key: string;
  /** The newest of it, for asking about. */
  event: AuditEvent;
  from: string;
  to: string;
  /** `PractitionerRole/…`, `Patient/…`; undefined for a system. */
  who: string | undefined;
  name: string;
  title: string | undefined;
  place: string | undefined;
  isRefused: boolean;
  /** What was done, each once, newest first. */
  done: readonly string[];
  ground: string | undefined;
};

const BREAK_MS = 30 * 60_000;

/** @param events newest first @returns newest first; a refusal never stands with what was let through */
export function looksOf(events: readonly AuditEvent[]): Look[] {
  const looks: (Look & { done: string[] })[] = [];
  for (const event of events) {
    const one = lookOf(event);
    const last = looks.at(-1);
    if (last && belongs(last, one)) {
      last.from = one.from;
      for (const what of one.done) if (!last.done.includes(what)) last.done.push(what);
    } else looks.push(one);
  }
  return looks;
}

const belongs = (last: Look, one: Look): boolean =>
  last.who === one.who &&
  last.name === one.name &&
  last.place === one.place &&
  last.isRefused === one.isRefused &&
  last.ground === one.ground &&
  instantOf(last.from) - instantOf(one.to) < BREAK_MS;

/**
 * What was done in few words: `Søkte: oppgaver` and `Søkte: timer, oppgaver` are `Søkte: oppgaver, timer`. What has not that shape
 * stands as it is.
 */
export function inFewWords(done: readonly string[]): string {
  const told = new Map<string, Set<string>>();
  for (const one of done) {
    const [, verb = one, things = ''] = /^([^:.]{1,40}): ([^:]+)$/.exec(one) ?? [];
    const known = told.get(verb) ?? new Set();
    told.set(verb, known);
    for (const thing of things.replace(/\.$/, '').split(/, | og | and /)) if (thing) known.add(thing);
  }
  return [...told]
    .map(([verb, things]) => (things.size === 0 ? verb : `${verb}: ${[...things].join(', ')}`))
    .join(' · ');
}

function lookOf(event: AuditEvent): Look & { done: string[] } {
  const [user, ...others] = event.agent ?? [];
  const place = others.find(({ type }) => type?.coding?.[0]?.code === 'PROV')?.who?.display;
  const ground = groundOf(event);
  const told = event.outcomeDesc ?? '';
  const happened = ground !== undefined && told.endsWith(`. ${ground}`) ? told.slice(0, -ground.length - 2) : told;
  const at = event.recorded ?? '';
  return {
    key: event.id ?? at,
    event,
    from: at,
    to: at,
    who: user?.who?.reference,
    name: user?.who?.display ?? '',
    title: user?.role?.[0]?.text,
    place,
    isRefused: event.outcome === '4',
    done: happened === '' ? [] : [happened],
    ground,
  };
}

/** The decision in plain words, that the server also puts at the end of what happened. */
function groundOf({ extension }: AuditEvent): string | undefined {
  const relation = extension?.find(({ url }) => url.endsWith('/auditevent-care-relation'))?.extension;
  const told = relation?.find(({ url }) => url === 'decision-ref-description')?.valueString;
  return typeof told === 'string' ? told : undefined;
}
