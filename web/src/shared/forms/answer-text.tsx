import type { Answer, Coding } from '@enjournal/server/care/forms';
import { useTranslation } from 'react-i18next';
import { fullDate, timeOf } from '../format/date.ts';
import { numberText, quantityText, unitText } from '../format/quantity.ts';
import { useLanguage } from '../i18n/use-language.ts';

/**
 * An answer in words: codes by their names, numbers with their unit.
 * @param option the words of the option that it is
 * @param unit of a number that does not carry one itself
 */
export function AnswerText({
  answer,
  option,
  unit,
}: {
  answer: Answer;
  option?: string | undefined;
  unit?: Coding | undefined;
}) {
  const { t } = useTranslation();
  const language = useLanguage();
  if (option) return option;
  const { valueBoolean, valueCoding, valueQuantity, valueDate, valueDateTime, valueAttachment, valueReference } =
    answer;
  const number = answer.valueInteger ?? answer.valueDecimal;
  if (valueBoolean !== undefined) return t(valueBoolean ? 'form.yes' : 'form.no');
  if (valueCoding) return valueCoding.display ?? valueCoding.code;
  if (valueQuantity) return quantityText(valueQuantity, language);
  if (number !== undefined) {
    const of = { ...(unit?.display ? { unit: unit.display } : {}), ...(unit?.code ? { code: unit.code } : {}) };
    return [numberText(number, language), unitText(of)].filter(Boolean).join('\u00a0');
  }
  if (valueDate) return fullDate(valueDate, language);
  if (valueDateTime)
    return [fullDate(valueDateTime, language), timeOf(valueDateTime, language)].filter(Boolean).join(' ');
  if (answer.valueTime) return answer.valueTime.slice(0, 5).replace(':', language === 'en' ? ':' : '.');
  if (valueAttachment) return valueAttachment.title ?? valueAttachment.contentType;
  if (valueReference) return valueReference.display ?? valueReference.reference;
  return <span className="ej-prose">{answer.valueString ?? answer.valueUri}</span>;
}
