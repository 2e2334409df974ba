import { endOf } from '../../fhir/norwegian/day.ts';
import type { JsonObject, Resource } from '../../fhir/resource.ts';
import { linesOf } from './follow.ts';
import { ceasedAt } from './orders.ts';
import { norway, runOf } from './schedule.ts';

/** From when and until when an order is one to take by, epoch ms; what is not known is undefined. */
export type Stood = { from: number; to: number | undefined };

/**
 * When an order stood, by what it says of itself: the first of its lines to begin, the last to end, and when it was stopped.
 * Of what came from elsewhere as ended nobody may know when: the day it was brought in is not the day it ended.
 */
export function stoodIn(order: Resource): Stood | undefined {
  const lines = linesOf(order);
  const starts = lines.flatMap((line) => runOf(order, line, norway.zone)?.start ?? []);
  const authored = Date.parse(String(order.authoredOn));
  const from = starts.length > 0 ? Math.min(...starts) : authored;
  if (Number.isNaN(from)) return undefined;
  return { from, to: endIn(order) };
}

function endIn(order: Resource): number | undefined {
  if (order.status === 'active' || order.status === 'on-hold') return ceasedAt({ ...order, status: 'active' });
  if (isOverAsItCame(order)) {
    // a prescription that somebody ended says so by how long it is good
    const { end } = ((order.dispenseRequest as JsonObject | undefined)?.validityPeriod ?? {}) as { end?: string };
    const ran = ceasedByItself(order);
    const ended = endOf(end) ?? Number.NaN;
    if (ended <= Date.parse(String(order.meta?.lastUpdated))) return Math.min(ended, ran);
    return Number.isFinite(ran) ? ran : undefined;
  }
  return ceasedAt(order);
}

const isOverAsItCame = ({ meta }: Resource): boolean => meta?.versionId === '1';

/** The end that its lines tell; Infinity when one of them tells none. */
const ceasedByItself = (order: Resource): number => ceasedAt({ ...order, status: 'active' });
