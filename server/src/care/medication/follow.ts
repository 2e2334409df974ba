import { dayInNorway } from '../../fhir/norwegian/day.ts';
import type { JsonObject, Resource } from '../../fhir/resource.ts';
import type { CareContext } from '../process.ts';
import { endedAt } from './orders.ts';
import { norway, plannedDoses } from './schedule.ts';
import { patternOf } from './timing.ts';

/** How long a prescription is good when nothing else is said. @source FOR-1998-04-27-455 (utleveringsforskriften): a year at most */
export function yearFrom(now: number): string {
  const year = new Date(now);
  year.setUTCFullYear(year.getUTCFullYear() + 1);
  return dayInNorway(year.getTime());
}

/** An order that another one follows, with its doses until then. @param at epoch ms */
export const followed = (order: Resource, at: number, why?: string): Resource =>
  ({
    ...order,
    status: 'completed',
    ...(why === undefined ? {} : { statusReason: { text: why } }),
    dosageInstruction: linesOf(order).map((line) => endedAt(line, order, at)),
  }) as unknown as Resource;

/**
 * The order that follows another: the same medicine in the same treatment, answered for by whoever makes it. Its lines are
 * those of the other, begun at `at` (epoch ms), unless others are given.
 */
export function following(
  order: Resource,
  { actor, now }: Pick<CareContext, 'actor' | 'now'>,
  at: number,
  lines: readonly JsonObject[] = goingOn(order, at),
): Resource {
  const { id, meta, identifier, requester, recorder, statusReason, note, ...kept } = order;
  const start = new Date(at).toISOString();
  const role = actor.practitionerRole;
  return {
    ...kept,
    status: 'active',
    authoredOn: new Date(now).toISOString(),
    priorPrescription: { reference: `MedicationRequest/${id}` },
    ...(role === undefined ? {} : { requester: { reference: `PractitionerRole/${role}`, display: actor.display } }),
    dosageInstruction: lines.map((line) => begunAt(line, start)),
  } as unknown as Resource;
}

/** More than the longest that a dose lets wait for the next. */
const AHEAD_MS = 400 * 86_400_000;

/** The lines of an order as they go on: what is taken every other day comes on the same days as it did. */
function goingOn(order: Resource, at: number): JsonObject[] {
  return linesOf(order).map((line, index) => {
    const pattern = patternOf(line);
    const counts =
      'kind' in pattern && (pattern.kind === 'interval' || (pattern.kind === 'days' && isCounted(pattern.days)));
    if (!counts) return line;
    const next = plannedDoses(order, at, at + AHEAD_MS, norway).find((dose) => dose.line === index);
    if (next === undefined) return line;
    const timing = line.timing as JsonObject;
    const repeat = (timing.repeat ?? {}) as JsonObject;
    const boundsPeriod = { ...((repeat.boundsPeriod ?? {}) as JsonObject), start: new Date(next.at).toISOString() };
    return { ...line, timing: { ...timing, repeat: { ...repeat, boundsPeriod } } };
  });
}

const isCounted = ({ unit, period }: { unit: string; period: number }): boolean => unit === 'month' || period > 1;

export const linesOf = (order: Resource): JsonObject[] => (order.dosageInstruction ?? []) as JsonObject[];

/** Its end, where it had one, stays; a line that begins later (the next step of a taper) begins when it says. */
function begunAt(line: JsonObject, start: string): JsonObject {
  const timing = line.timing as JsonObject | undefined;
  if (timing?.repeat === undefined) return line;
  const { boundsPeriod, ...repeat } = timing.repeat as JsonObject;
  const bounds = (boundsPeriod ?? {}) as { start?: string; end?: string };
  const isLater = bounds.start !== undefined && Date.parse(bounds.start) > Date.parse(start);
  const period = { ...bounds, start: isLater ? bounds.start : start } as JsonObject;
  return { ...line, timing: { ...timing, repeat: { ...repeat, boundsPeriod: period } } };
}
