import type { Json } from '../../fhir/resource.ts';

export type Language = 'nb' | 'nn' | 'en';

const numbers: Readonly<Record<Language, Intl.NumberFormat>> = {
  nb: new Intl.NumberFormat('nb-NO', { maximumFractionDigits: 2 }),
  nn: new Intl.NumberFormat('nn-NO', { maximumFractionDigits: 2 }),
  en: new Intl.NumberFormat('en-GB', { maximumFractionDigits: 2 }),
};

/** A text with what its expressions (`{{%potassium.first().value}}`) say, as it is written in the language. */
export function filled(text: string, language: Language, valuesOf: (expression: string) => Json[]): string {
  if (!text.includes('{{')) return text;
  return text.replace(/\{\{(.+?)\}\}/g, (_, expression: string) =>
    valuesOf(expression)
      .map((value) => said(value, language))
      .join(', '),
  );
}

function said(value: Json, language: Language): string {
  if (typeof value === 'number') return numbers[language].format(value);
  const [, year, month, day] = /^(\d{4})-(\d\d)-(\d\d)/.exec(String(value)) ?? [];
  return day === undefined ? String(value) : `${Number(day)}.${Number(month)}.${year}`;
}
