import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { contentResources } from '../../../terminology/index.ts';
import { definitionOf, type FormItem } from '../definition.ts';
import type { Answer, Coding, Questionnaire, QuestionnaireResponse, ResponseItem } from '../types.ts';

type Value = string | number | boolean | Coding;
type Answers = { [linkId: string]: Value | Value[] | Answers[] };

/** A template of `content/` filled in, and what must follow: `content/examples/<template>.json`, as its README tells. */
export type Example = {
  title: string;
  /** Whom it is about; a birth date may be an age, as `-P6M`. */
  patient?: { birthDate: string; gender?: string };
  /** By linkId: codes for choices, a list where it repeats, a list of objects for a repeating group. */
  answers: Answers;
  /** By linkId; null for what must not be calculated, for something is missing. */
  calculated?: { [linkId: string]: string | number | boolean | null };
  asked?: string[];
  notAsked?: string[];
  /** A code of an Observation that it becomes, and the value or code in it. */
  observations?: [code: string, value: string | number][];
};

export type Template = { id: string; questionnaire: Questionnaire; examples: Example[] };

const folder = join(import.meta.dirname, '../../../../../content/examples');

/** The templates of `content/`, each with its examples. */
export const templates: readonly Template[] = contentResources(new Set(['Questionnaire'])).map((resource) => {
  const questionnaire = resource as unknown as Questionnaire;
  const { examples } = JSON.parse(readFileSync(join(folder, `${resource.id}.json`), 'utf8')) as { examples: Example[] };
  return { id: String(resource.id), questionnaire, examples };
});

/** The response of somebody who has answered so, nothing calculated. */
export function responseOf(questionnaire: Questionnaire, answers: Answers): QuestionnaireResponse {
  const form = definitionOf(questionnaire);
  for (const linkId of Object.keys(answers)) {
    if (!form.byLinkId.has(linkId)) throw new Error(`${questionnaire.id} does not ask ${linkId}`);
  }
  return {
    resourceType: 'QuestionnaireResponse',
    questionnaire: `${questionnaire.url}|${questionnaire.version}`,
    status: 'in-progress',
    item: itemsOf(form.items, answers),
  };
}

function itemsOf(items: readonly FormItem[], answers: Answers): ResponseItem[] {
  return items.flatMap((item): ResponseItem[] => {
    const { linkId } = item;
    const given = answers[linkId];
    if (item.type === 'group') {
      const groups = Array.isArray(given) ? (given as Answers[]) : [answers];
      return groups
        .map((group) => ({ linkId, item: itemsOf(item.items, group) }))
        .filter(({ item: within }) => within.length > 0);
    }
    if (given === undefined) return [];
    const values = (Array.isArray(given) ? given : [given]) as Value[];
    return [{ linkId, answer: values.map((value) => answerOf(item, value)) }];
  });
}

function answerOf(item: FormItem, value: Value): Answer {
  if (item.type === 'choice') {
    if (typeof value === 'object') return { valueCoding: value };
    const option = item.options.find(({ value: { valueCoding } }) => valueCoding?.code === value);
    if (option === undefined) throw new Error(`${item.linkId} has no answer ${value}`);
    return { ...option.value };
  }
  const type = item.type === 'text' ? 'string' : item.type;
  return { [`value${type[0]!.toUpperCase()}${type.slice(1)}`]: value } as Answer;
}

/** The patient of an example, as FHIR has it. */
export function patientOf({ patient }: Example, now = new Date()): { [name: string]: unknown } {
  const { birthDate = '1970-01-01', gender = 'female' } = patient ?? {};
  const [, count, unit] = /^-P(\d+)([MY])$/.exec(birthDate) ?? [];
  if (count === undefined) return { resourceType: 'Patient', gender, birthDate };
  const born = new Date(now);
  born.setUTCMonth(born.getUTCMonth() - Number(count) * (unit === 'Y' ? 12 : 1));
  return { resourceType: 'Patient', gender, birthDate: born.toISOString().slice(0, 10) };
}
