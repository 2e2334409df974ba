import type { TFunction } from 'i18next';
import type { Dosage } from '../../shared/fhir/types.ts';
import { conceptText, numberText, unitText } from '../../shared/format/quantity.ts';
import type { Language } from '../../shared/i18n/words.ts';
import { written } from '../../shared/i18n/written.ts';

/**
 * How a medicine is taken, as one would say it: `1 tablett om morgenen (kl. 08)`. The prescriber's own words where there are any.
 * One text for each part of the dosage.
 */
export function doseText(dosages: readonly Dosage[] | undefined, language: Language, t: TFunction): string[] {
  return (dosages ?? []).map((one) => oneDose(one, language, t)).filter(Boolean);
}

function oneDose(dosage: Dosage, language: Language, t: TFunction): string {
  const told = dosage.patientInstruction ?? dosage.text;
  if (told) return written(told);
  const { doseQuantity, doseRange } = dosage.doseAndRate?.[0] ?? {};
  const numbers = [doseRange?.low?.value, doseRange?.high?.value ?? doseQuantity?.value].filter(
    (one) => one !== undefined,
  );
  const unit = written(unitText(doseQuantity ?? doseRange?.high ?? doseRange?.low));
  const amount = numbers.map((one) => numberText(one, language)).join('–');
  const often = oftenOf(dosage, language, t);
  const needed = dosage.asNeededCodeableConcept
    ? t('medicines.neededFor', { what: written(conceptText(dosage.asNeededCodeableConcept)) })
    : dosage.asNeededBoolean
      ? t('medicines.needed')
      : '';
  const most = dosage.maxDosePerPeriod?.numerator;
  const limit =
    most?.value === undefined
      ? ''
      : t('medicines.most', { amount: numberText(most.value, language), unit: unitText(most) });
  return [[amount, unit].filter(Boolean).join(' '), often, needed, limit].filter(Boolean).join(', ');
}

const momentOf: Readonly<Record<string, 'morning' | 'noon' | 'evening' | 'night'>> = {
  ...{ MORN: 'morning', ACM: 'morning', PCM: 'morning', CM: 'morning', WAKE: 'morning' },
  ...{ NOON: 'noon', ACD: 'noon', CD: 'noon', AFT: 'noon' },
  ...{ EVE: 'evening', ACV: 'evening', CV: 'evening', PCV: 'evening' },
  ...{ NIGHT: 'night', HS: 'night' },
};

function oftenOf({ timing }: Dosage, language: Language, t: TFunction): string {
  const { repeat, code } = timing ?? {};
  const times = repeat?.timeOfDay ?? [];
  const moments = [
    ...new Set((repeat as { when?: string[] } | undefined)?.when?.flatMap((one) => momentOf[one] ?? []) ?? []),
  ];
  const days = (repeat as { dayOfWeek?: string[] } | undefined)?.dayOfWeek ?? [];
  const when =
    times.length > 0
      ? t('medicines.at', {
          times: listed(
            times.map((time) => clock(time, language)),
            t,
          ),
        })
      : listed(
          moments.map((one) => t(`medicines.moment.${one}`)),
          t,
        );
  const often =
    days.length > 0
      ? listed(
          days.map((day) => t(`medicines.day.${day as 'mon'}`)),
          t,
        )
      : frequency(repeat, times.length, t);
  return [often, when].filter(Boolean).join(' ') || written(conceptText(code));
}

type Repeat = NonNullable<NonNullable<Dosage['timing']>['repeat']>;

/** `to ganger om dagen`, `én gang i uken`, `hver tredje dag`. */
function frequency(repeat: Repeat | undefined, times: number, t: TFunction): string {
  const { period = 1, periodUnit } = repeat ?? {};
  const count = repeat?.frequency ?? (times > 0 ? times : undefined);
  if (count === undefined) return '';
  const unit = periodUnit === 'wk' ? 'week' : periodUnit === 'mo' ? 'month' : periodUnit === 'h' ? 'hour' : 'day';
  if (period !== 1) return t(`medicines.each.${unit}`, { period });
  return t(`medicines.times.${unit}`, { count });
}

const clock = (time: string, language: Language): string => {
  const [hour, minute] = time.split(':');
  return minute === '00' ? (hour as string) : `${hour}${language === 'en' ? ':' : '.'}${minute}`;
};

function listed(texts: readonly string[], t: TFunction): string {
  const last = texts.at(-1);
  return texts.length < 2 ? (last ?? '') : `${texts.slice(0, -1).join(', ')} ${t('me.and')} ${last}`;
}
