import type { Answer, Coding, Quantity, Reference, ResponseItem } from '../../shared/fhir/types.ts';
import { shortDateTime } from '../../shared/format/date.ts';
import type { Language } from '../../shared/i18n/words.ts';

/** Answers as one reads them, each on its line. */
export function answersText(items: readonly ResponseItem[], language: Language): string {
  return items
    .flatMap(({ answer = [], item = [] }) => [
      ...answer.map((one) => answerText(one, language)),
      ...answer.map(({ item = [] }) => answersText(item, language)),
      answersText(item, language),
    ])
    .filter(Boolean)
    .join('\n');
}

function answerText(answer: Answer, language: Language): string {
  const [name, value] = Object.entries(answer).find(([name]) => name.startsWith('value')) ?? [];
  switch (name) {
    case undefined:
      return '';
    case 'valueCoding': {
      const { code, display } = value as Coding;
      return [code, display].filter(Boolean).join(' ');
    }
    case 'valueQuantity': {
      const { value: number, unit } = value as Quantity;
      return [decimal(number, language), unit].filter(Boolean).join(' ');
    }
    case 'valueReference':
      return (value as Reference).display ?? '';
    case 'valueBoolean':
      return { nb: ['Nei', 'Ja'], nn: ['Nei', 'Ja'], en: ['No', 'Yes'] }[language][value === true ? 1 : 0] ?? '';
    case 'valueDate':
    case 'valueDateTime':
      return shortDateTime(value as string, language);
    default:
      return typeof value === 'number' ? decimal(value, language) : String(value);
  }
}

const decimal = (number: number | undefined, language: Language): string =>
  number === undefined ? '' : language === 'en' ? String(number) : String(number).replace('.', ',');
