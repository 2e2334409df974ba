import { isSameAnswer, valueName } from './answers.ts';
import { type FormItem, unitOf } from './definition.ts';
import type { Answer, Coding, Quantity, Value } from './types.ts';
import { valueNamesOf } from './validate.ts';

/** What an expression found as answers of an item; what does not fit its type is left out. */
export function answersFrom(item: FormItem, values: readonly unknown[]): Answer[] {
  const answers = values.map((value) => answerFrom(item, value)).filter((answer) => answer !== undefined);
  return item.repeats ? answers : answers.slice(0, 1);
}

function answerFrom(item: FormItem, value: unknown): Answer | undefined {
  const [name] = valueNamesOf(item);
  switch (item.type) {
    case 'boolean':
      return typeof value === 'boolean' ? { valueBoolean: value } : undefined;
    case 'decimal':
      return isNumber(value) ? { valueDecimal: rounded(item, value) } : undefined;
    case 'integer':
      return isNumber(value) ? { valueInteger: Math.round(value) } : undefined;
    case 'quantity':
      return quantityFrom(item, value);
    case 'choice':
    case 'open-choice':
      return choiceFrom(item, value);
    case 'string':
    case 'text':
      return isPlain(value) ? { valueString: String(value) } : undefined;
    case 'date':
      return typeof value === 'string' ? { valueDate: value.slice(0, 10) } : undefined;
    case 'dateTime':
      return typeof value === 'string' ? { valueDateTime: value } : undefined;
    case 'reference':
      return referenceFrom(value);
    default:
      return name !== undefined && value !== undefined ? ({ [name]: value } as Value) : undefined;
  }
}

const isNumber = (value: unknown): value is number => typeof value === 'number' && Number.isFinite(value);
const isPlain = (value: unknown): boolean => typeof value === 'string' || isNumber(value) || typeof value === 'boolean';

/** At most six decimals where the item does not say: 71.2 / 1.72² is not known better. */
const rounded = (item: FormItem, value: number): number => Number(value.toFixed(item.decimals ?? 6));

function quantityFrom(item: FormItem, value: unknown): Answer | undefined {
  if (isNumber(value)) return { valueQuantity: { value: rounded(item, value), ...unitOf(item) } };
  const quantity = value as Quantity | null;
  if (typeof quantity !== 'object' || !isNumber(quantity?.value)) return undefined;
  return { valueQuantity: { ...quantity, value: rounded(item, quantity.value) } };
}

/** An option by its coding, its code or its text; of a value set, the coding as it is. */
function choiceFrom(item: FormItem, value: unknown): Answer | undefined {
  const codings = codingsIn(value);
  for (const coding of codings) {
    const option = item.options.find(({ value: { valueCoding } }) =>
      isSameAnswer({ valueCoding: coding }, { valueCoding: valueCoding ?? {} }),
    );
    if (option !== undefined) return { ...option.value };
  }
  const option = item.options.find(
    ({ value: one }) => one.valueCoding?.code === value || one[valueName(one)!] === value,
  );
  if (option !== undefined) return { ...option.value };
  if (item.options.length === 0 && codings[0] !== undefined) return { valueCoding: codings[0] };
  return item.type === 'open-choice' && typeof value === 'string' ? { valueString: value } : undefined;
}

/** A coding, or those of a CodeableConcept. */
function codingsIn(value: unknown): Coding[] {
  if (typeof value !== 'object' || value === null) return [];
  const { coding, code } = value as { coding?: Coding[]; code?: unknown };
  if (coding !== undefined) return coding;
  return typeof code === 'string' ? [value as Coding] : [];
}

function referenceFrom(value: unknown): Answer | undefined {
  if (typeof value === 'string') return { valueReference: { reference: value } };
  const { reference, resourceType, id } = (value ?? {}) as { reference?: string; resourceType?: string; id?: string };
  if (typeof reference === 'string') return { valueReference: value as { reference: string } };
  return resourceType !== undefined && id !== undefined
    ? { valueReference: { reference: `${resourceType}/${id}` } }
    : undefined;
}
