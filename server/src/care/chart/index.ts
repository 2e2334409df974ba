import type { JsonObject } from '../../fhir/resource.ts';
import { careProcess, type Governed, type Rule } from '../process.ts';
import { measurementIssues } from './measurement-rules.ts';
import { overTime } from './over-time.ts';
import { scaleIssues } from './scale.ts';
import { series } from './series.ts';
import { words } from './words.ts';

/** What a form that is signed with it says is held to the form, whose refusal names the field that was filled in. */
const isOfForm = ({ resource, stored }: Governed): boolean =>
  ((resource?.derivedFrom ?? []) as JsonObject[]).some(({ reference }) =>
    stored.some(
      ({ resourceType, id }) => resourceType === 'QuestionnaireResponse' && reference === `${resourceType}/${id}`,
    ),
  );

const observationRule: Rule = (change) => (isOfForm(change) ? [] : measurementIssues(change));

/** The chart over time: what is measured at the bedside, how it is corrected, and what it adds up to. */
export const chart = careProcess({
  name: 'chart',
  governs: { Observation: observationRule, Flag: scaleIssues },
  operations: [overTime, series],
  words,
});
