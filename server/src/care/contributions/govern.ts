import type { Issue } from '../../fhir/issue.ts';
import type { JsonObject, Resource } from '../../fhir/resource.ts';
import { type Rule, refused } from '../process.ts';
import { isOwnForm } from './rules.ts';

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

/**
 * What a citizen has written, personnel answer, and do not change; what is in the wrong record is struck, and not rewritten. Nor do
 * personnel put words in a citizen's mouth: a form by which citizens tell of themselves they do not begin, and in any other they stand
 * as who wrote it. Who told it, is `source`.
 */
export const responseRule: Rule = async (change) => {
  const { before, resource, actor } = change;
  if (actor.kind !== 'staff') return [];
  if (isByCitizen(before)) {
    if (resource !== undefined && JSON.stringify(before?.item) === JSON.stringify(resource.item)) return [];
    return [
      refused('own-words', 'QuestionnaireResponse.item', 'What a citizen has written is changed by the citizen.'),
    ];
  }
  if (resource === undefined || resource.status === 'entered-in-error') return [];
  if (isByCitizen(resource))
    return [
      refused('own-author', 'QuestionnaireResponse.author', 'Who writes is the author; who told it is the source.'),
    ];
  if (before !== undefined && before.questionnaire === resource.questionnaire) return [];
  const [form] = await change.find('Questionnaire', `${ofCanonical(resource)}&_sort=-_lastUpdated`, 1);
  if (!isOwnForm(form)) return [];
  return [refused('own-form', 'QuestionnaireResponse.questionnaire', 'By this form citizens tell of themselves.')];
};

const isByCitizen = (response: Resource | undefined): boolean =>
  /^(Patient|RelatedPerson)\//.test(String((response?.author as { reference?: string } | undefined)?.reference ?? ''));

const ofCanonical = ({ questionnaire }: Resource): string =>
  `url=${encodeURIComponent(String(questionnaire ?? '').replace(/\|.*$/, ''))}`;

const objects = (value: unknown): JsonObject[] => (Array.isArray(value) ? (value as JsonObject[]) : []);
