import type { Answer, Extension, QuestionnaireItem, Reference, ResponseItem } from '../../shared/fhir/types.ts';

export const insertedFrom = 'https://enjournal.no/fhir/StructureDefinition/inserted-from';

/**
 * The answers with a piece of the record, or a phrase, at the end of a text field (or at a place in it): its words, and the reference
 * to where they come from. The groups around the field come into being as they are needed.
 */
export function insertExcerpt(
  questions: readonly QuestionnaireItem[],
  items: readonly ResponseItem[],
  linkId: string,
  { text, source }: { text: string; source?: Reference },
  at?: number,
): ResponseItem[] {
  const path = pathTo(questions, linkId);
  if (path === undefined) return [...items];
  return written(items, path, (answer) => {
    const before = (answer?.valueString as string | undefined) ?? '';
    const others = (answer?.extension ?? []).filter((one) => !isOf(one, source?.reference));
    return {
      ...answer,
      ...(source ? { extension: [...others, { url: insertedFrom, valueReference: source }] } : {}),
      valueString: placed(before, text, at ?? before.length),
    };
  });
}

/** The answers with the word that something in a field comes from there; what is written stays as it is. */
export function withSource(
  questions: readonly QuestionnaireItem[],
  items: readonly ResponseItem[],
  linkId: string,
  source: Reference,
): ResponseItem[] {
  const path = pathTo(questions, linkId);
  if (path === undefined) return [...items];
  return written(items, path, (answer) => ({
    valueString: '',
    ...answer,
    extension: [
      ...(answer?.extension ?? []).filter((one) => !isOf(one, source.reference)),
      { url: insertedFrom, valueReference: source },
    ],
  }));
}

/** The answers without the word that something in them comes from there; what was put in stays as it is. */
export const withoutSource = (items: readonly ResponseItem[], reference: string): ResponseItem[] =>
  items.map(({ answer, item, ...rest }) => ({
    ...rest,
    ...(answer && { answer: answer.map((one) => notFrom(one, reference)) }),
    ...(item && { item: withoutSource(item, reference) }),
  }));

function notFrom({ extension, item, ...rest }: Answer, reference: string): Answer {
  const others = extension?.filter((one) => !isOf(one, reference)) ?? [];
  return {
    ...rest,
    ...(others.length > 0 && { extension: others }),
    ...(item && { item: withoutSource(item, reference) }),
  };
}

/** The text field that a note is mostly written in: the first of type `text`, else the first string. */
export function mainTextField(questions: readonly QuestionnaireItem[]): string | undefined {
  const all = flat(questions);
  return (all.find(({ type }) => type === 'text') ?? all.find(({ type }) => type === 'string'))?.linkId;
}

/** Where writing begins: the first words of a new note; of one that is begun, the text. */
export function firstField(
  questions: readonly QuestionnaireItem[],
  items: readonly ResponseItem[],
): string | undefined {
  if (items.length > 0) return mainTextField(questions);
  return flat(questions).find(({ type }) => type === 'string' || type === 'text')?.linkId;
}

/** Whether a field has room for lines of text. */
export const isTextField = (questions: readonly QuestionnaireItem[], linkId: string): boolean =>
  flat(questions).some((one) => one.linkId === linkId && one.type === 'text');

/** On lines of its own, so that what is somebody else's does not run into one's own words. */
function placed(before: string, text: string, at: number): string {
  const [head, tail] = [before.slice(0, at).trimEnd(), before.slice(at).trimStart()];
  return `${head}${head ? '\n' : ''}${text}\n${tail}`;
}

const isOf = ({ url, valueReference }: Extension, reference: string | undefined): boolean =>
  url === insertedFrom && (valueReference as { reference?: string } | undefined)?.reference === reference;

const flat = (questions: readonly QuestionnaireItem[]): QuestionnaireItem[] =>
  questions.flatMap((one) => [one, ...flat(one.item ?? [])]);

function pathTo(questions: readonly QuestionnaireItem[], linkId: string): QuestionnaireItem[] | undefined {
  for (const one of questions) {
    if (one.linkId === linkId) return [one];
    const inner = pathTo(one.item ?? [], linkId);
    if (inner) return [one, ...inner];
  }
  return undefined;
}

function written(
  items: readonly ResponseItem[],
  [here, ...inner]: readonly QuestionnaireItem[],
  change: (answer: Answer | undefined) => Answer,
): ResponseItem[] {
  if (here === undefined) return [...items];
  const at = items.findIndex(({ linkId }) => linkId === here.linkId);
  const item: ResponseItem = items[at] ?? {
    linkId: here.linkId,
    ...(here.text === undefined ? {} : { text: here.text }),
  };
  const next: ResponseItem =
    inner.length === 0
      ? { ...item, answer: [change(item.answer?.[0]), ...(item.answer ?? []).slice(1)] }
      : { ...item, item: written(item.item ?? [], inner, change) };
  return at < 0 ? [...items, next] : items.map((one, index) => (index === at ? next : one));
}
