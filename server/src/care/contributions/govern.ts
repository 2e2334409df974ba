import type { Issue } from '../../fhir/issue.ts';
import type { JsonObject } from '../../fhir/resource.ts';
import { type Rule, refused } from '../process.ts';

const YEAR = 366 * 86_400_000;
const ofOthers = new Set(['laboratory', 'imaging', 'procedure', 'exam', 'therapy']);

/** What a citizen may say to have measured: not what a laboratory answers, with a value and a time, of the last year. */
export const observationRule: Rule = ({ resource, actor, now }) => {
  if (actor.kind !== 'citizen' || resource === undefined || resource.status === 'entered-in-error') return [];
  const issues: Issue[] = [];
  const categories = objects(resource.category).flatMap(({ coding }) =>
    objects(coding).map(({ code }) => String(code)),
  );
  if (categories.length === 0 || categories.some((one) => ofOthers.has(one)))
    issues.push(
      refused('own-kind', 'Observation.category', 'A citizen adds vital signs, surveys, activity and social history.'),
    );
  if (resource.device !== undefined && objects(resource.performer).length === 0)
    issues.push(refused('own-kind', 'Observation.device', 'What a device sends, its system sends.'));
  const parts = [resource as JsonObject, ...objects(resource.component)];
  if (!parts.some((part) => Object.keys(part).some((name) => name.startsWith('value'))))
    issues.push(refused('own-value', 'Observation.value', 'It has a value.'));
  const at = Date.parse(String(resource.effectiveDateTime ?? ''));
  if (Number.isNaN(at) || at < now - YEAR)
    issues.push(refused('own-time', 'Observation.effective', 'It has a time (effectiveDateTime) within a year.'));
  return issues;
};

/** What a citizen has written, personnel answer, and do not change; what is in the wrong record is struck, and not rewritten. */
export const responseRule: Rule = ({ before, resource, actor }) => {
  const { author } = (before ?? {}) as { author?: { reference?: string } };
  if (actor.kind !== 'staff' || !author?.reference?.startsWith('Patient/')) return [];
  if (resource !== undefined && JSON.stringify(before?.item) === JSON.stringify(resource.item)) return [];
  return [refused('own-words', 'QuestionnaireResponse.item', 'What a citizen has written is changed by the citizen.')];
};

const objects = (value: unknown): JsonObject[] => (Array.isArray(value) ? (value as JsonObject[]) : []);
