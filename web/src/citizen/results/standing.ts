import type { Observation, ObservationComponent } from '../../shared/fhir/types.ts';
import { standingOf } from '../../shared/format/quantity.ts';

const keys = {
  'critical-low': 'results.below',
  low: 'results.below',
  within: 'results.within',
  high: 'results.above',
  'critical-high': 'results.above',
  abnormal: 'results.other',
  unknown: undefined,
} as const;

/** How a value stands against what is usual, as the key of a few plain words; undefined where nothing tells. */
export const standingTold = (of: Observation | ObservationComponent) => keys[standingOf(of)];
