import type { CodeableConcept, Observation, ObservationComponent, Quantity, Range } from '../fhir/types.ts';
import { extraLocale } from '../i18n/extra.ts';
import type { Language } from '../i18n/words.ts';
import { numberIn } from './date-elsewhere.ts';

/** Written with decimal comma (English: point), minus sign and no more decimals than asked. */
export function numberText(value: number, language: Language, decimals?: number): string {
  const elsewhere = extraLocale(language);
  if (elsewhere) return numberIn(elsewhere, decimals === undefined ? Number(plain(value)) : value, decimals);
  const text = decimals === undefined ? plain(value) : value.toFixed(decimals);
  const signed = text.replace('-', '−');
  return language === 'en' ? signed : signed.replace('.', ',');
}

/** Decimals needed to write every one of the values, at most three: a series is read with the same precision throughout. */
export function decimalsOf(values: readonly number[]): number {
  return Math.min(3, Math.max(0, ...values.map((value) => plain(value).split('.')[1]?.length ?? 0)));
}

/** Measuring devices and imports give 14 decimals; four significant figures are what anyone reads. */
function plain(value: number): string {
  const rounded = Math.abs(value) >= 1000 ? Math.round(value * 10) / 10 : Number(value.toPrecision(4));
  return String(rounded);
}

const unitNames: Record<string, string> = {
  Cel: '°C',
  'mm[Hg]': 'mmHg',
  '/min': '/min',
  '{beats}/min': '/min',
  '{breaths}/min': '/min',
  umol: 'µmol',
  '{score}': '',
  '{INR}': '',
  '1': '',
};

/** The unit as people write it: UCUM's `mm[Hg]` is `mmHg`, `Cel` is `°C`; annotations in braces are left out. */
export function unitText(quantity: Quantity | undefined): string {
  const unit = quantity?.unit ?? quantity?.code ?? '';
  return (unitNames[unit] ?? unit).replace(/\{[^}]*\}/g, '').replace(/^umol/, 'µmol');
}

/** `61,2 kg`, `< 5 mg/l`. A no-break space keeps the unit with its number. */
export function quantityText(quantity: Quantity | undefined, language: Language, decimals?: number): string {
  if (quantity?.value === undefined) return quantity?.unit ?? '';
  const number = numberText(quantity.value, language, decimals);
  const unit = unitText(quantity);
  return [quantity.comparator, number, unit].filter(Boolean).join('\u00a0');
}

/** `45–90`, `≥ 60`, `≤ 5`. */
export function rangeText(range: Range | undefined, language: Language): string {
  const low = range?.low?.value;
  const high = range?.high?.value;
  if (low !== undefined && high !== undefined) return `${numberText(low, language)}–${numberText(high, language)}`;
  if (low !== undefined) return `≥\u00a0${numberText(low, language)}`;
  if (high !== undefined) return `≤\u00a0${numberText(high, language)}`;
  return '';
}

/** What a clinician would say of a coded thing: its text, else the first wording, else the code. */
export function conceptText(concept: CodeableConcept | undefined): string {
  return (
    concept?.text ?? concept?.coding?.find((coding) => coding.display)?.display ?? concept?.coding?.[0]?.code ?? ''
  );
}

export function codeOf(concept: CodeableConcept | undefined, system: string): string | undefined {
  return concept?.coding?.find((coding) => coding.system === system)?.code;
}

export function hasCode(concepts: CodeableConcept | CodeableConcept[] | undefined, ...codes: string[]): boolean {
  const list = Array.isArray(concepts) ? concepts : concepts ? [concepts] : [];
  return list.some((concept) => concept.coding?.some((coding) => coding.code && codes.includes(coding.code)));
}

/** The value of an observation or one of its parts in words; blood pressure and other pairs of the same unit as `118/68 mmHg`. */
export function valueText(of: Observation | ObservationComponent, language: Language, decimals?: number): string {
  if (of.valueQuantity) return quantityText(of.valueQuantity, language, decimals);
  if (of.valueCodeableConcept) return conceptText(of.valueCodeableConcept);
  if (of.valueString) return of.valueString;
  if (of.valueInteger !== undefined) return numberText(of.valueInteger, language);
  if (of.valueBoolean !== undefined) return yesNo[language][of.valueBoolean ? 0 : 1] as string;
  const components = 'component' in of ? (of.component ?? []) : [];
  const [first, second] = components;
  if (components.length === 2 && first?.valueQuantity && second?.valueQuantity) {
    const [high, low] = pairOf(first, second);
    const unit = unitText(high.valueQuantity);
    if (unit === unitText(low.valueQuantity)) {
      const numbers = [high, low]
        .map((part) => numberText(part.valueQuantity?.value ?? Number.NaN, language))
        .join('/');
      return unit ? `${numbers}\u00a0${unit}` : numbers;
    }
  }
  return components
    .map((part) => `${conceptText(part.code)} ${valueText(part, language)}`.trim())
    .filter(Boolean)
    .join(', ');
}

/** Systolic is written first, whatever order the source has. */
function pairOf(
  first: ObservationComponent,
  second: ObservationComponent,
): [ObservationComponent, ObservationComponent] {
  return hasCode(first.code, '8462-4') ? [second, first] : [first, second];
}

const yesNo: Record<Language, readonly [string, string]> = { nb: ['Ja', 'Nei'], nn: ['Ja', 'Nei'], en: ['Yes', 'No'] };

/** Where a value stands against its own reference range or the laboratory's mark. `critical…` only when the source says so. */
export type Standing = 'critical-low' | 'low' | 'within' | 'high' | 'critical-high' | 'abnormal' | 'unknown';

export function standingOf(part: ObservationComponent): Standing {
  for (const concept of part.interpretation ?? []) {
    for (const { code } of concept.coding ?? []) {
      if (code === 'LL' || code === '<') return 'critical-low';
      if (code === 'HH' || code === '>') return 'critical-high';
      if (code === 'L' || code === 'LU') return 'low';
      if (code === 'H' || code === 'HU') return 'high';
      if (code === 'N') return 'within';
      if (code === 'A' || code === 'AA') return 'abnormal';
    }
  }
  const value = part.valueQuantity?.value;
  const range = part.referenceRange?.[0];
  if (value === undefined || (range?.low?.value === undefined && range?.high?.value === undefined)) return 'unknown';
  if (range?.low?.value !== undefined && value < range.low.value) return 'low';
  if (range?.high?.value !== undefined && value > range.high.value) return 'high';
  return 'within';
}
