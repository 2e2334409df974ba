import { careProcess } from '../process.ts';
import { measurementIssues } from './measurement-rules.ts';
import { overTime } from './over-time.ts';
import { scaleIssues } from './scale.ts';
import { words } from './words.ts';

/** The chart over time: what is measured at the bedside, how it is corrected, and what it adds up to. */
export const chart = careProcess({
  name: 'chart',
  governs: { Observation: measurementIssues, Flag: scaleIssues },
  operations: [overTime],
  words,
});
