import type { Lane, Reading, Scene } from './scene.ts';
import type { Span } from './time-window.ts';

/** A reading by its lane and moment: it stays picked when what was fetched anew is drawn. */
export type Picked = { lane: string; at: number };

export function readingOf(scene: Scene, picked: Picked | undefined): { lane: Lane; reading: Reading } | undefined {
  const lane = picked && scene.lanes.find(({ id }) => id === picked.lane);
  const reading = lane?.readings.find(({ at }) => at === picked?.at);
  return lane && reading && { lane, reading };
}

/** Where a key leads: along the lane, or to what is nearest in time in the lane above or below. Undefined for other keys. */
export function neighbour(scene: Scene, picked: Picked | undefined, key: string, span: Span): Picked | undefined {
  const lanes = scene.lanes.filter(({ readings }) => readings.length > 0);
  const first = lanes[0];
  if (first === undefined) return undefined;
  const place = lanes.findIndex(({ id }) => id === picked?.lane);
  const lane = lanes[place] ?? first;
  if (picked === undefined || place === -1)
    return /^(Arrow|Home|End)/.test(key) ? nearest(lane, (span.from + span.to) / 2) : undefined;
  const { readings } = lane;
  const along = (at: number): Picked => ({
    lane: lane.id,
    at: readings[Math.max(0, Math.min(readings.length - 1, at))]!.at,
  });
  switch (key) {
    case 'ArrowLeft':
      return along(readings.findIndex(({ at }) => at === picked.at) - 1);
    case 'ArrowRight': {
      // several at the same moment are read as one step
      const next = readings.findIndex(({ at }) => at > picked.at);
      return along(next === -1 ? readings.length - 1 : next);
    }
    case 'Home':
      return along(0);
    case 'End':
      return along(readings.length - 1);
    case 'ArrowUp':
      return nearest(lanes[Math.max(0, place - 1)]!, picked.at);
    case 'ArrowDown':
      return nearest(lanes[Math.min(lanes.length - 1, place + 1)]!, picked.at);
    default:
      return undefined;
  }
}

function nearest({ id, readings }: Lane, at: number): Picked {
  let best = readings[0]!;
  for (const one of readings) if (Math.abs(one.at - at) < Math.abs(best.at - at)) best = one;
  return { lane: id, at: best.at };
}
