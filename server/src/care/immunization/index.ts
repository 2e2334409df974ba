import { careProcess } from '../process.ts';
import { vaccinesDue } from './due.ts';
import { recall } from './recall.ts';
import { vaccinatedTwice } from './twice.ts';
import { vaccinationIssues } from './vaccination.ts';
import { words } from './words.ts';

/** Vaccines: what was given and by whom, what a person is to have by the programmes, and whom a unit should call in. */
export const immunization = careProcess({
  name: 'immunization',
  governs: { Immunization: async (change) => [...vaccinationIssues(change), ...(await vaccinatedTwice(change))] },
  operations: [vaccinesDue, recall],
  words,
});
