import type { Issue } from '../../fhir/issue.ts';
import type { JsonObject, Resource } from '../../fhir/resource.ts';
import { type Governed, type Rule, refused } from '../process.ts';
import { answersOf, isLifeStory, isOwnForm } from './rules.ts';

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
 * as who wrote it. Who told it, is `source`: a life story they write down for who tells it, beside what the citizen wrote.
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
  if (before !== undefined && before.questionnaire === resource.questionnaire && !isTold(before)) return [];
  const [form] = await change.find('Questionnaire', `${ofCanonical(resource)}&_sort=-_lastUpdated`, 1);
  if (!isOwnForm(form)) return [];
  if (isLifeStory(form)) return writtenDownIssues(change, resource);
  return [refused('own-form', 'QuestionnaireResponse.questionnaire', 'By this form citizens tell of themselves.')];
};

/** A life story in the words of who tells it: the citizen, or kin in the record. What the citizen wrote themself stays as it is. */
async function writtenDownIssues(change: Governed, response: Resource): Promise<Issue[]> {
  const issues: Issue[] = [];
  const source = referenceOf(response.source);
  const subject = referenceOf(response.subject);
  const kin = source.startsWith('RelatedPerson/') ? await change.readShown(source) : undefined;
  if (source !== subject && (kin === undefined || referenceOf(kin.patient) !== subject))
    issues.push(
      refused(
        'own-source',
        'QuestionnaireResponse.source',
        'The citizen tells it, or kin in the record (RelatedPerson).',
      ),
    );
  const patient = encodeURIComponent(subject);
  const query = `patient=${patient}&questionnaire=${url(response)}&status=completed,amended&_sort=-authored`;
  const own = (await change.findShown('QuestionnaireResponse', query, most)).find(isByCitizen);
  const said = answersOf(response);
  if (own !== undefined && [...answersOf(own)].some(([question, answer]) => said.get(question) !== answer))
    issues.push(
      refused('own-words', 'QuestionnaireResponse.item', 'What a citizen has written is changed by the citizen.'),
    );
  return issues;
}

/** More tellings of one story than anybody makes. */
const most = 100;

const isTold = ({ source }: Resource): boolean => /^(Patient|RelatedPerson)\//.test(referenceOf(source));

const isByCitizen = (response: Resource | undefined): boolean =>
  /^(Patient|RelatedPerson)\//.test(referenceOf(response?.author));

const referenceOf = (value: unknown): string => String((value as { reference?: string } | undefined)?.reference ?? '');

const url = ({ questionnaire }: Resource): string =>
  encodeURIComponent(String(questionnaire ?? '').replace(/\|.*$/, ''));

const ofCanonical = (response: Resource): string => `url=${url(response)}`;

const objects = (value: unknown): JsonObject[] => (Array.isArray(value) ? (value as JsonObject[]) : []);
