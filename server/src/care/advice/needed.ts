import { dayInNorway, daysAfter } from '../../fhir/norwegian/day.ts';

/** The oldest measurement that any rule asks about. */
const OLDEST_DAYS = 400;

type Criteria = readonly (readonly [name: string, value: string])[];

/** What rules are asked about, as one search for each type in a record; codes of measurements are the rules' own. */
export function searchesOf(codes: readonly string[], now: number): [type: string, more: Criteria][] {
  const since = daysAfter(dayInNorway(now), -OLDEST_DAYS);
  return [
    ['MedicationRequest', [['status', 'active,on-hold']]],
    ['MedicationStatement', [['status', 'active,on-hold,intended']]],
    ['Condition', []],
    ['AllergyIntolerance', []],
    ['Flag', []],
    ['DetectedIssue', []],
    [
      'Observation',
      [
        ['code', codes.join(',')],
        ['date', `ge${since}`],
      ],
    ],
  ];
}

/** The types without the measurements, which one search over the record finds. */
export const neededTypes = 'MedicationRequest,MedicationStatement,Condition,AllergyIntolerance,Flag,DetectedIssue';
