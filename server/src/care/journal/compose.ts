import type { Coding, JsonObject, Reference, Resource } from '../../fhir/resource.ts';
import { insertedIn, narrativeOf } from './narrative.ts';
import type {
  Answer,
  Composition,
  Questionnaire,
  QuestionnaireItem,
  QuestionnaireResponse,
  ResponseItem,
  Section,
} from './types.ts';

/** What was made of answers, and how a note refers to it. */
export type Extracted = { reference: string; resource: Resource };

/** A note as its answers give it, before anybody has signed it. Sections in which nothing is answered are left out. */
export function composed(
  questionnaire: Questionnaire,
  response: QuestionnaireResponse,
  { reference, extracted }: { reference: string; extracted: readonly Extracted[] },
): Pick<Composition, 'type' | 'title' | 'section'> {
  const parts = (questionnaire.item ?? []).flatMap((item) => partOf(item, response.item ?? []));
  const places = extracted.map(({ resource }) => placeOf(resource, parts));
  const section = parts.map(({ item, text, answered }, i): Section => {
    const made = extracted.filter((_, n) => places[n] === i).map((one) => ({ reference: one.reference }));
    const form = i === 0 ? [{ reference, type: 'QuestionnaireResponse' }] : [];
    const entry = distinct([...form, ...made, ...insertedIn(answersIn(answered))]);
    return {
      ...(item.text === undefined ? {} : { title: item.text }),
      ...(item.code === undefined ? {} : { code: { coding: item.code } }),
      text: { status: 'generated', div: text },
      ...(entry.length === 0 ? {} : { entry }),
    };
  });
  const title = questionnaire.title ?? '';
  const { code } = questionnaire;
  return { type: code === undefined ? { text: title } : { coding: code, text: title }, title, section };
}

type Part = { item: QuestionnaireItem; text: string; answered: readonly ResponseItem[] };

function partOf(item: QuestionnaireItem, all: readonly ResponseItem[]): Part[] {
  const answered = all.filter(({ linkId }) => linkId === item.linkId);
  return answered.flatMap((one) => {
    const text = narrativeOf(item, one);
    return text === undefined ? [] : [{ item, text, answered: [one] }];
  });
}

const answersIn = (items: readonly ResponseItem[]): Answer[] =>
  items.flatMap(({ answer = [], item = [] }) => [
    ...answer,
    ...answer.flatMap((one) => answersIn(one.item ?? [])),
    ...answersIn(item),
  ]);

/** The section that asked for it, or whose answer it is; the first where none can be told. */
function placeOf(resource: Resource, parts: readonly Part[]): number {
  const codes = new Set(codingsOf(resource.code as JsonObject | undefined).map(keyOf));
  const asks = parts.findIndex(({ item, answered }) =>
    [
      ...codesIn(item),
      ...answersIn(answered).flatMap(({ valueCoding }) => (valueCoding === undefined ? [] : [valueCoding as Coding])),
    ].some((coding) => codes.has(keyOf(coding))),
  );
  return Math.max(asks, 0);
}

const codingsOf = (concept: JsonObject | undefined): Coding[] => (concept?.coding ?? []) as Coding[];
const keyOf = ({ system = '', code = '' }: Coding): string => `${system}|${code}`;

const codesIn = ({ code = [], item = [] }: QuestionnaireItem): Coding[] => [...code, ...item.flatMap(codesIn)];

const distinct = (references: readonly Reference[]): Reference[] => [
  ...new Map(references.map((one) => [one.reference ?? JSON.stringify(one), one])).values(),
];
