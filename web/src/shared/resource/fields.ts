import { narrativeText } from '../fhir/narrative-text.ts';
import type { Resource } from '../fhir/types.ts';
import { periodText, shortDateTime } from '../format/date.ts';
import { addressText, humanName } from '../format/person.ts';
import { conceptText, quantityText, rangeText } from '../format/quantity.ts';
import type { Language } from '../i18n/words.ts';

/** One labelled value, or a group of them. `name` is FHIR's element name without its type suffix. */
export type Field = { name: string; text: string } | { name: string; fields: Field[] };

/** Shown elsewhere on the page, or about the record itself. */
const left = new Set([
  'resourceType',
  'id',
  'meta',
  'text',
  'implicitRules',
  'language',
  'subject',
  'patient',
  'linkId',
  'url',
]);

const dateLike = /^\d{4}(-\d{2}(-\d{2}(T[\d:.]+(Z|[+-]\d{2}:\d{2}))?)?)?$/;
const typeSuffix =
  /(?<=[a-z])(DateTime|Date|Period|Instant|Timing|String|Quantity|CodeableConcept|Reference|Boolean|Integer|Decimal|Range|Ratio|Age|Duration|Coding|Code|Attachment|Uri|Markdown|PositiveInt|UnsignedInt|Time|Identifier|Annotation)$/;
const choices = new Set([
  'value',
  'effective',
  'onset',
  'abatement',
  'performed',
  'occurrence',
  'medication',
  'deceased',
  'multipleBirth',
  'serviced',
  'asNeeded',
  'dose',
  'rate',
  'product',
  'scheduled',
  'detail',
  'due',
  'start',
  'born',
  'age',
  'timing',
  'author',
  'content',
  'used',
  'location',
  'item',
  'reported',
  'defaultValue',
  'answer',
  'collected',
  'created',
  'allowed',
  'diagnosis',
  'entity',
  'statusReason',
]);

/**
 * Everything in a resource as labelled text, whatever its type: the fallback that shows what no screen was made for, and never as
 * JSON. Data types are known by their shape, so it works for elements we have never heard of.
 */
export function fieldsOf(resource: Resource, language: Language): Field[] {
  return fieldsIn(resource as unknown as Record<string, unknown>, language, true);
}

function fieldsIn(object: Record<string, unknown>, language: Language, top = false): Field[] {
  return Object.entries(object).flatMap(([key, value]) => {
    if ((top && left.has(key)) || key.startsWith('_') || key === 'id' || key === 'linkId') return [];
    if (key === 'extension' || key === 'modifierExtension')
      return (value as Record<string, unknown>[]).flatMap((one) => extension(one, language));
    return field(baseName(key), value, language);
  });
}

function field(name: string, value: unknown, language: Language): Field[] {
  if (value === null || value === undefined) return [];
  if (Array.isArray(value)) {
    const texts = value.map((one) => textOf(one, language));
    if (texts.every((text) => text !== undefined)) {
      const text = [...new Set(texts.filter(Boolean))].join(', ');
      return text ? [{ name, text }] : [];
    }
    return value.flatMap((one) => field(name, one, language));
  }
  const text = textOf(value, language);
  if (text !== undefined) return text ? [{ name, text }] : [];
  const item = value as Record<string, unknown>;
  // A question of a form is labelled by its own words.
  if (name === 'item' && typeof item.text === 'string') {
    const { text: question, answer, item: below } = item;
    const answers = answer === undefined ? [] : field(question, flatAnswers(answer), language);
    const nested = Array.isArray(below) ? below.flatMap((one) => field('item', one, language)) : [];
    return nested.length > 0 ? [...answers, { name: question, fields: nested }] : answers;
  }
  const fields = fieldsIn(item, language);
  return fields.length > 0 ? [{ name, fields }] : [];
}

function flatAnswers(answers: unknown): unknown[] {
  return (answers as Record<string, unknown>[]).map(
    (answer) => Object.entries(answer).find(([key]) => key.startsWith('value'))?.[1],
  );
}

function extension(value: Record<string, unknown>, language: Language): Field[] {
  const name =
    String(value.url ?? '')
      .split(/[/#]/)
      .pop() || 'extension';
  const entry = Object.entries(value).find(([key]) => key.startsWith('value'));
  if (entry) return field(name, entry[1], language);
  const nested = ((value.extension ?? []) as Record<string, unknown>[]).flatMap((one) => extension(one, language));
  return nested.length > 0 ? [{ name, fields: nested }] : [];
}

function baseName(key: string): string {
  const base = key.replace(typeSuffix, '');
  return base !== key && choices.has(base) ? base : key;
}

/** The words of a primitive or of a data type known by its shape; undefined for a group of elements. */
function textOf(value: unknown, language: Language): string | undefined {
  if (typeof value === 'string') return dateLike.test(value) ? shortDateTime(value, language) : value;
  if (typeof value === 'number') return quantityText({ value }, language);
  if (typeof value === 'boolean')
    return { nb: ['ja', 'nei'], nn: ['ja', 'nei'], en: ['yes', 'no'] }[language][value ? 0 : 1];
  const it = value as Record<string, never>;
  const keys = Object.keys(it).filter((key) => key !== 'id' && key !== 'extension');
  const only = (...names: string[]) => keys.length > 0 && keys.every((key) => names.includes(key));
  if (only('coding', 'text') && 'coding' in it) return withCode(it);
  if (only('text')) return String(it.text);
  if (only('system', 'version', 'code', 'display', 'userSelected')) return String(it.display ?? it.code ?? '');
  if (only('value', 'unit', 'code', 'system', 'comparator') && typeof it.value === 'number')
    return quantityText(it, language);
  if (only('reference', 'type', 'display', 'identifier')) return String(it.display ?? it.reference ?? '');
  if (only('start', 'end')) return periodText(it, language);
  if (only('use', 'type', 'system', 'value', 'period', 'assigner', 'rank')) return String(it.value ?? '');
  if (only('use', 'text', 'family', 'given', 'prefix', 'suffix', 'period') && ('family' in it || 'given' in it))
    return humanName(it);
  if (only('use', 'type', 'text', 'line', 'city', 'district', 'state', 'postalCode', 'country', 'period'))
    return addressText(it);
  if (only('numerator', 'denominator')) {
    return `${quantityText(it.numerator, language)} / ${quantityText(it.denominator, language)}`;
  }
  if (only('low', 'high')) return rangeText(it, language);
  if (only('text', 'time', 'authorString', 'authorReference')) return String(it.text ?? '');
  if (only('status', 'div')) return narrativeText(it);
  if ('contentType' in it) return [it.title, it.contentType].filter(Boolean).join(', ');
  return undefined;
}

function withCode(concept: { text?: string; coding?: { code?: string }[] }): string {
  const text = conceptText(concept);
  const code = concept.coding?.find(({ code }) => code)?.code;
  return code && code !== text ? `${text} (${code})` : text;
}
