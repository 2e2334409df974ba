import { careProcess } from '../process.ts';
import { changeMedication } from './change.ts';
import { doseIssues } from './doses.ts';
import { dueDoses } from './due-doses.ts';
import { effectIssues } from './effect.ts';
import { listOfDay } from './list-of-day.ts';
import { orderRule } from './orders.ts';
import { closeEmptyPump, tellEmptyPumps } from './pump-empty.ts';
import { listRule } from './reconciliation/list-rule.ts';
import { medicationSources } from './reconciliation/read-sources.ts';
import { reconcile } from './reconciliation/reconcile.ts';
import { renewMedication } from './renew.ts';
import { stopMedication } from './stop.ts';
import { unscheduled } from './unscheduled.ts';
import { words } from './words.ts';

/** Medicines: what is ordered, when it is due, and what was given. */
export const medication = careProcess({
  name: 'medication',
  governs: {
    MedicationRequest: orderRule,
    MedicationAdministration: doseIssues,
    List: listRule,
    Observation: effectIssues,
  },
  operations: [
    dueDoses,
    unscheduled,
    stopMedication,
    renewMedication,
    changeMedication,
    listOfDay,
    medicationSources,
    reconcile,
  ],
  on: [closeEmptyPump],
  every: [tellEmptyPumps],
  words,
});
