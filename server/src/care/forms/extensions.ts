import type { Extension, Words } from './types.ts';

const hl7 = 'http://hl7.org/fhir/StructureDefinition/';
const sdc = 'http://hl7.org/fhir/uv/sdc/StructureDefinition/';
const own = 'https://enjournal.no/fhir/StructureDefinition/';

/** The extensions that forms know, by what they say. @source FHIR R4; Structured Data Capture 3.0.0; content/extensions */
export const extensions = {
  hidden: `${hl7}questionnaire-hidden`,
  itemControl: `${hl7}questionnaire-itemControl`,
  unit: `${hl7}questionnaire-unit`,
  unitOption: `${hl7}questionnaire-unitOption`,
  supportLink: `${hl7}questionnaire-supportLink`,
  choiceOrientation: `${hl7}questionnaire-choiceOrientation`,
  optionExclusive: `${hl7}questionnaire-optionExclusive`,
  sliderStep: `${hl7}questionnaire-sliderStepValue`,
  minOccurs: `${hl7}questionnaire-minOccurs`,
  maxOccurs: `${hl7}questionnaire-maxOccurs`,
  minValue: `${hl7}minValue`,
  maxValue: `${hl7}maxValue`,
  decimals: `${hl7}maxDecimalPlaces`,
  regex: `${hl7}regex`,
  entryFormat: `${hl7}entryFormat`,
  maxSize: `${hl7}maxSize`,
  mimeType: `${hl7}mimeType`,
  translation: `${hl7}translation`,
  ordinalValue: `${hl7}ordinalValue`,
  itemWeight: `${hl7}itemWeight`,
  variable: `${hl7}variable`,
  minLength: `${hl7}minLength`,
  calculated: `${sdc}sdc-questionnaire-calculatedExpression`,
  initial: `${sdc}sdc-questionnaire-initialExpression`,
  enableWhen: `${sdc}sdc-questionnaire-enableWhenExpression`,
  launchContext: `${sdc}sdc-questionnaire-launchContext`,
  sourceQueries: `${sdc}sdc-questionnaire-sourceQueries`,
  observationExtract: `${sdc}sdc-questionnaire-observationExtract`,
  observationCategory: `${sdc}sdc-questionnaire-observation-extract-category`,
  observationLinkPeriod: `${sdc}sdc-questionnaire-observationLinkPeriod`,
  itemExtractionContext: `${sdc}sdc-questionnaire-itemExtractionContext`,
  templateKind: `${own}template-kind`,
  templateRole: `${own}template-role`,
  measurementLine: `${own}measurement-line`,
  extractAs: `${own}extract-as`,
  scoreLevel: `${own}score-level`,
  prefillSource: `${own}prefill-source`,
  insertedFrom: `${own}inserted-from`,
} as const;

type Extended = { extension?: readonly Extension[] } | undefined;

/** The value of the first extension of a kind, whatever its type. */
export function extensionValue<T>(of: Extended, url: string): T | undefined {
  const found = of?.extension?.find((one) => one.url === url);
  return found === undefined ? undefined : valueIn<T>(found);
}

export const extensionValues = <T>(of: Extended, url: string): T[] =>
  (of?.extension ?? [])
    .filter((one) => one.url === url)
    .map((one) => valueIn<T>(one))
    .filter((value) => value !== undefined);

/** The value that the extension has, of any type. */
function valueIn<T>(extension: Extension): T | undefined {
  const name = Object.keys(extension).find((member) => member.startsWith('value')) as `value${string}` | undefined;
  return name === undefined ? undefined : (extension[name] as T);
}

/** A text in each of our languages; what is not translated says the same in all. */
export function wordsOf(text: string | undefined, translated: Extended): Words {
  const said = new Map(
    (translated?.extension ?? [])
      .filter(({ url }) => url === extensions.translation)
      .map((one) => [extensionValue<string>(one, 'lang'), extensionValue<string>(one, 'content')]),
  );
  const given = text ?? '';
  return { nb: said.get('nb') ?? said.get('no') ?? given, nn: said.get('nn') ?? given, en: said.get('en') ?? given };
}
