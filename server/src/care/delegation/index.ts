import { careProcess } from '../process.ts';
import { delegationIssues, giverIssues, orderedByOthers } from './rules.ts';
import { words } from './words.ts';

/** Who gives medicines: by their own role, or because a nurse or doctor has delegated it to them by name. */
export const delegation = careProcess({
  name: 'delegation',
  governs: {
    CareTeam: delegationIssues,
    MedicationAdministration: giverIssues,
    MedicationRequest: orderedByOthers,
    MedicationStatement: orderedByOthers,
    MedicationDispense: orderedByOthers,
  },
  words,
});
