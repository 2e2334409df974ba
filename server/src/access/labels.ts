import type { Labels } from '../record/index.ts';
import { label } from './label.ts';
import { factsOf } from './sources/index.ts';

/** What the gate keeps beside each resource: what it is about, and what it says of who has to do with its record. */
export const labels: Labels = { label, factsOf };

/** To be raised when either says something else of what is stored already: all rows are then told anew, in the background. */
export const labelRules = 13;
