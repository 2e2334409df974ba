import { careProcess } from '../process.ts';
import { tellDeviation } from './deviation.ts';
import { lineIssues } from './line-rules.ts';
import { movementIssues } from './movement-rules.ts';
import { words } from './words.ts';

/** The stock of controlled drugs of a unit: what came, what was taken out for whom, what was discarded, and what is there. */
export const stock = careProcess({
  name: 'stock',
  governs: { Basic: lineIssues, SupplyDelivery: movementIssues },
  on: [tellDeviation],
  words,
});
