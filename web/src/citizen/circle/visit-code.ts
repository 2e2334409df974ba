/** What is planned within the citizen's own circle is their task too, and asked of them by nobody: as a search names it. */
export const circleVisit = 'https://enjournal.no/fhir/CodeSystem/task-code|circle-visit';
