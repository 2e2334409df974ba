import type { Issue } from './issue.ts';
import type { JsonObject, Resource } from './resource.ts';

/** The code system of our own rule keys, the coding of `issue.details`. */
export const issueSystem = 'https://enjournal.no/fhir/CodeSystem/issue';

/**
 * The OperationOutcome that tells these issues. No issues give one of severity `information`, since an outcome
 * must have at least one. A place in a text (`line 3, column 7`) stands in the diagnostics: `expression` is FHIRPath.
 * @source FHIR R4, OperationOutcome
 */
export function outcomeOf(issues: readonly Issue[]): Resource {
  const told = issues.length > 0 ? issues.slice(0, mostTold) : [allWell];
  if (issues.length > mostTold) told.push(more);
  return { resourceType: 'OperationOutcome', issue: told.map(issueOf) };
}

/** Who has more mistakes than this mends one kind of them and asks again. */
const mostTold = 1_000;

const more: Issue = {
  severity: 'information',
  code: 'informational',
  key: 'more-issues',
  diagnostics: `There are more issues than these ${mostTold}`,
};

const allWell: Issue = {
  severity: 'information',
  code: 'informational',
  key: 'no-issues',
  diagnostics: 'No issues found',
};

function issueOf({ severity, code, key, text, diagnostics, expression }: Issue): JsonObject {
  const issue: JsonObject = { severity, code };
  const coding = key === undefined ? {} : { coding: [{ system: issueSystem, code: key }] };
  if (key !== undefined || text !== undefined) issue.details = text === undefined ? coding : { ...coding, text };
  const isPlaceInText = expression?.startsWith('line ') ?? false;
  const words = [diagnostics, isPlaceInText ? expression : undefined].filter((part) => part !== undefined).join(', ');
  if (words !== '') issue.diagnostics = words;
  if (expression !== undefined && !isPlaceInText) issue.expression = [expression];
  return issue;
}
