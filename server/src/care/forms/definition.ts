import { extensions, extensionValue, extensionValues, wordsOf } from './extensions.ts';
import type {
  AnswerOption,
  Coding,
  EnableWhen,
  Expression,
  Extension,
  Quantity,
  Questionnaire,
  QuestionnaireItem,
  Value,
  Words,
} from './types.ts';

/** A possible answer. */
export type FormOption = {
  value: Value;
  label: Words;
  /** Its weight in a score. */
  weight: number | undefined;
  /** Cannot be chosen together with others. */
  exclusive: boolean;
  initial: boolean;
  /** Of how a score is read: how grave it is. Colour is chosen by it and never stands alone. */
  level: 'low' | 'medium' | 'high' | undefined;
};

/** An item of a questionnaire with all that its extensions say, read once. */
export type FormItem = {
  linkId: string;
  type: string;
  text: Words;
  prefix: string | undefined;
  code: readonly Coding[];
  required: boolean;
  repeats: boolean;
  readOnly: boolean;
  hidden: boolean;
  /** An item control's code: `radio-button`, `drop-down`, `autocomplete`, `slider`, `gtable`, `help`, … */
  control: string | undefined;
  horizontal: boolean;
  options: readonly FormOption[];
  /** Canonical. A contained value set has become options. */
  valueSet: string | undefined;
  minLength: number | undefined;
  maxLength: number | undefined;
  min: Value | undefined;
  max: Value | undefined;
  decimals: number | undefined;
  regex: string | undefined;
  minOccurs: number | undefined;
  maxOccurs: number | undefined;
  step: number | undefined;
  units: readonly Coding[];
  entryFormat: string | undefined;
  supportLinks: readonly string[];
  maxSizeMb: number | undefined;
  mimeTypes: readonly string[];
  enableWhen: readonly EnableWhen[];
  enableAny: boolean;
  enableExpression: string | undefined;
  calculated: string | undefined;
  initialExpression: string | undefined;
  initial: readonly Value[];
  variables: readonly Variable[];
  measurementLine: boolean;
  extractAs: string | undefined;
  items: readonly FormItem[];
  parent: FormItem | undefined;
  raw: QuestionnaireItem;
};

export type Variable = { name: string; expression: string };

/** A questionnaire read once: its items as a tree and by linkId. */
export type FormDefinition = {
  questionnaire: Questionnaire;
  items: readonly FormItem[];
  byLinkId: ReadonlyMap<string, FormItem>;
  variables: readonly Variable[];
};

const known = new WeakMap<Questionnaire, FormDefinition>();

/** The definition of a questionnaire; made once for each object, which must not be changed afterwards. */
export function definitionOf(questionnaire: Questionnaire): FormDefinition {
  const before = known.get(questionnaire);
  if (before !== undefined) return before;
  const byLinkId = new Map<string, FormItem>();
  const items = itemsOf(questionnaire, questionnaire.item, undefined, byLinkId);
  const fresh = { questionnaire, items, byLinkId, variables: variablesOf(questionnaire) };
  known.set(questionnaire, fresh);
  return fresh;
}

function itemsOf(
  questionnaire: Questionnaire,
  items: readonly QuestionnaireItem[] | undefined,
  parent: FormItem | undefined,
  byLinkId: Map<string, FormItem>,
): FormItem[] {
  return (items ?? []).map((raw) => {
    const item: FormItem = { ...itemOf(questionnaire, raw), parent, items: [] };
    byLinkId.set(raw.linkId, item);
    item.items = itemsOf(questionnaire, raw.item, item, byLinkId);
    return item;
  });
}

function itemOf(questionnaire: Questionnaire, raw: QuestionnaireItem): Omit<FormItem, 'parent' | 'items'> {
  const code = (url: string) => extensionValue<{ coding?: Coding[] }>(raw, url)?.coding?.[0]?.code;
  const expression = (url: string) => fhirPathIn(extensionValue<Expression>(raw, url));
  const limit = (url: string): Value | undefined => raw.extension?.find((one) => one.url === url) as Value | undefined;
  const unit = extensionValue<Coding>(raw, extensions.unit);
  const options = extensionValues<Coding>(raw, extensions.unitOption);
  return {
    linkId: raw.linkId,
    type: raw.type,
    text: wordsOf(raw.text, raw._text),
    prefix: raw.prefix,
    code: raw.code ?? [],
    required: raw.required === true,
    repeats: raw.repeats === true,
    readOnly: raw.readOnly === true,
    hidden: extensionValue<boolean>(raw, extensions.hidden) === true,
    control: code(extensions.itemControl),
    horizontal: extensionValue<string>(raw, extensions.choiceOrientation) === 'horizontal',
    options: (raw.answerOption ?? containedOptions(questionnaire, raw.answerValueSet)).map((option) => ({
      value: valueAlone(option),
      label: labelOf(option),
      weight: weightOf(option) ?? weightOf(option.valueCoding),
      exclusive: extensionValue<boolean>(option, extensions.optionExclusive) === true,
      initial: option.initialSelected === true,
      level: extensionValue<FormOption['level']>(option, extensions.scoreLevel),
    })),
    valueSet: raw.answerValueSet?.startsWith('#') ? undefined : raw.answerValueSet,
    minLength: extensionValue<number>(raw, extensions.minLength),
    maxLength: raw.maxLength,
    min: limit(extensions.minValue),
    max: limit(extensions.maxValue),
    decimals: extensionValue<number>(raw, extensions.decimals),
    regex: extensionValue<string>(raw, extensions.regex),
    minOccurs: extensionValue<number>(raw, extensions.minOccurs),
    maxOccurs: extensionValue<number>(raw, extensions.maxOccurs),
    step: extensionValue<number>(raw, extensions.sliderStep),
    units: options.length > 0 ? options : unit === undefined ? [] : [unit],
    entryFormat: extensionValue<string>(raw, extensions.entryFormat),
    supportLinks: extensionValues<string>(raw, extensions.supportLink),
    maxSizeMb: extensionValue<number>(raw, extensions.maxSize),
    mimeTypes: extensionValues<string>(raw, extensions.mimeType),
    enableWhen: raw.enableWhen ?? [],
    enableAny: raw.enableBehavior === 'any',
    enableExpression: expression(extensions.enableWhen),
    calculated: expression(extensions.calculated),
    initialExpression: expression(extensions.initial),
    initial: raw.initial ?? [],
    variables: variablesOf(raw),
    measurementLine: extensionValue<boolean>(raw, extensions.measurementLine) === true,
    extractAs: extensionValue<string>(raw, extensions.extractAs),
    raw,
  };
}

type ContainedSet = {
  id?: string;
  compose?: { include?: { system?: string; concept?: Coding[] }[] };
  expansion?: { contains?: Coding[] };
};

/** The concepts that a value set within the questionnaire lists. */
function containedOptions({ contained }: Questionnaire, reference: string | undefined): AnswerOption[] {
  if (!reference?.startsWith('#')) return [];
  const set = contained?.find(({ id }) => id === reference.slice(1)) as ContainedSet | undefined;
  const listed = (set?.compose?.include ?? []).flatMap(({ system, concept = [] }) =>
    concept.map((one) => ({ ...(system === undefined ? {} : { system }), ...one })),
  );
  return (set?.expansion?.contains ?? listed).map((valueCoding) => ({ valueCoding }));
}

function variablesOf(of: { extension?: Extension[] }): Variable[] {
  return extensionValues<Expression>(of, extensions.variable).flatMap((one) => {
    const expression = fhirPathIn(one);
    return one.name === undefined || expression === undefined ? [] : [{ name: one.name, expression }];
  });
}

const fhirPathIn = (given: Expression | undefined): string | undefined =>
  given?.language === undefined || given.language === 'text/fhirpath' ? given?.expression : undefined;

const VALUE = /^value[A-Z]/;

/** The value without what else stands beside it. */
export const valueAlone = (of: object): Value =>
  Object.fromEntries(Object.entries(of).filter(([name]) => VALUE.test(name))) as Value;

function labelOf(option: NonNullable<QuestionnaireItem['answerOption']>[number]): Words {
  if (option.valueString !== undefined) return wordsOf(option.valueString, option._valueString);
  const coding = option.valueCoding as (Coding & { _display?: { extension?: Extension[] } }) | undefined;
  if (coding !== undefined) return wordsOf(coding.display ?? coding.code, coding._display);
  const text = String(Object.values(valueAlone(option))[0] ?? '');
  return wordsOf(option.valueReference?.display ?? text, undefined);
}

const weightOf = (of: { extension?: Extension[] } | undefined): number | undefined =>
  extensionValue<number>(of, extensions.itemWeight) ?? extensionValue<number>(of, extensions.ordinalValue);

/** Where values of a questionnaire's items have their unit. */
export const unitOf = (item: FormItem): Quantity =>
  item.units[0] === undefined
    ? {}
    : {
        ...(item.units[0].display === undefined ? {} : { unit: item.units[0].display }),
        ...(item.units[0].system === undefined ? {} : { system: item.units[0].system }),
        ...(item.units[0].code === undefined ? {} : { code: item.units[0].code }),
      };
