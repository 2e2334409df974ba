import { careProcess } from '../process.ts';
import { applyPathway } from './apply-pathway.ts';
import { followData, followSteps, followStops } from './follow-pathways.ts';
import { consentRules, goalRules, planRules, teamRules } from './govern.ts';
import { redirectStep } from './redirect-step.ts';
import { advanceAsCaller, stopPathway } from './stop-pathway.ts';
import { planWords } from './words.ts';

/** One plan for a citizen that many services share, the individual plan, and pathways through several organisations. */
export const plan = careProcess({
  name: 'plan',
  governs: { CarePlan: planRules, CareTeam: teamRules, Consent: consentRules, Goal: goalRules },
  operations: [
    {
      name: 'apply',
      definition: 'https://enjournal.no/fhir/OperationDefinition/PlanDefinition-apply',
      at: [
        { level: 'type', types: ['PlanDefinition'] },
        { level: 'instance', types: ['PlanDefinition'] },
      ],
      get: false,
      summary: 'Starts a pathway for a citizen: its plan and its tasks in the services that do them',
      run: applyPathway,
    },
    {
      name: 'advance-pathway',
      definition: 'https://enjournal.no/fhir/OperationDefinition/CarePlan-advance-pathway',
      at: [{ level: 'instance', types: ['CarePlan'] }],
      get: false,
      summary: 'Looks again at which steps of a pathway are to be done now',
      run: advanceAsCaller,
    },
    {
      name: 'stop-pathway',
      definition: 'https://enjournal.no/fhir/OperationDefinition/CarePlan-stop-pathway',
      at: [{ level: 'instance', types: ['CarePlan'] }],
      get: false,
      summary: 'Stops a pathway with the reason, and cancels what is left of it',
      run: stopPathway,
    },
    {
      name: 'redirect',
      definition: 'https://enjournal.no/fhir/OperationDefinition/Task-redirect',
      at: [{ level: 'instance', types: ['Task'] }],
      get: false,
      summary: 'Asks another unit for a step of a pathway that one has said no to',
      run: redirectStep,
    },
  ],
  on: [followSteps, followData, followStops],
  words: planWords,
});
