export { allergyIssues, isActiveAllergy, isNoKnown, noKnownAllergies } from './allergy.ts';
export { type Change, extensions, systems as criticalSystems } from './change.ts';
export { conditionIssues, isActiveProblem, isProblem } from './condition.ts';
export { flagIssues, isLimit } from './warning.ts';
export { problemWords } from './words.ts';
