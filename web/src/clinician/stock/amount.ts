import type { Quantity } from '../../shared/fhir/types.ts';
import { quantityText } from '../../shared/format/quantity.ts';
import type { Language } from '../../shared/i18n/words.ts';

/** A number as it is written: `2,5`. @returns undefined for what is none, or less than nothing */
export function amountIn(text: string): number | undefined {
  const said = text.trim().replace(',', '.');
  return /^\d{1,7}(\.\d{1,3})?$/.test(said) ? Number(said) : undefined;
}

/** What the catalogue counts in, when there is more or less than one of it. */
const many: Readonly<Record<string, readonly [nb: string, nn: string, en: string]>> = {
  tablett: ['tabletter', 'tablettar', 'tablets'],
  kapsel: ['kapsler', 'kapslar', 'capsules'],
  plaster: ['plastre', 'plaster', 'patches'],
  ampulle: ['ampuller', 'ampullar', 'ampoules'],
  stikkpille: ['stikkpiller', 'stikkpillar', 'suppositories'],
};

/** `98 tabletter`, `1 tablett`, `40 ml`. */
export function countedText(quantity: Quantity | undefined, language: Language): string {
  const [nb, nn, en] = many[quantity?.unit ?? ''] ?? [];
  if (quantity?.value === 1 || nb === undefined) return quantityText(quantity, language);
  return quantityText({ value: quantity?.value, unit: { nb, nn, en }[language] } as Quantity, language);
}
