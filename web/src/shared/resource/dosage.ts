import type { TFunction } from 'i18next';
import type { Dosage } from '../fhir/types.ts';
import { conceptText, quantityText } from '../format/quantity.ts';
import type { Language } from '../i18n/words.ts';
import { written } from '../i18n/written.ts';

/** How a medicine is taken, in the prescriber's words where there are any, else made from the structure. To be drawn by `Voiced`. */
export function dosageText(dosages: readonly Dosage[] | undefined, language: Language, t: TFunction): string {
  return (dosages ?? [])
    .map((dosage) => oneDosage(dosage, language, t))
    .filter(Boolean)
    .join('; ');
}

function oneDosage(dosage: Dosage, language: Language, t: TFunction): string {
  const told = dosage.text ?? dosage.patientInstruction;
  if (told) return written(told);
  const dose = dosage.doseAndRate?.[0];
  const { low, high } = dose?.rateRange ?? {};
  const amount = dose?.doseQuantity
    ? quantityText(dose.doseQuantity, language)
    : dose?.rateQuantity
      ? quantityText(dose.rateQuantity, language)
      : high && [low?.value, quantityText(high, language)].filter((one) => one !== undefined).join('–');
  const { repeat, code } = dosage.timing ?? {};
  const unit = repeat?.periodUnit;
  const units = ['h', 'd', 'wk', 'mo', 'a'] as const;
  const known = units.find((one) => one === unit);
  const often =
    repeat?.frequency !== undefined && known
      ? t('resource.perPeriod', {
          count: repeat.frequency,
          period:
            (repeat.period ?? 1) === 1
              ? t(`resource.unit.${known}`)
              : `${repeat.period} ${t(`resource.unit.${known}`)}`,
        })
      : written(conceptText(code));
  const times = repeat?.timeOfDay
    ?.map((time) =>
      time
        .slice(0, 5)
        .replace(':', language === 'en' ? ':' : '.')
        .replace(/^0(\d)\.00$/, '0$1'),
    )
    .join(', ');
  const needed = dosage.asNeededCodeableConcept
    ? t('resource.asNeededFor', { what: written(conceptText(dosage.asNeededCodeableConcept)) })
    : dosage.asNeededBoolean
      ? t('resource.asNeeded')
      : '';
  return [amount, often, times ? t('resource.at', { times }) : '', needed].filter(Boolean).join(' ');
}

/** Whether a medicine is taken only when needed, and so stands after the regular ones. */
export function isAsNeeded(dosages: readonly Dosage[] | undefined): boolean {
  return dosages?.some((dosage) => dosage.asNeededBoolean || dosage.asNeededCodeableConcept !== undefined) ?? false;
}
