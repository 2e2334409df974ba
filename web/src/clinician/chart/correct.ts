import { statusReasonUrl } from '@enjournal/server/care/chart';
import { confirmed, rejected } from '@enjournal/server/care/devices';
import type { Extension, Observation, Reference } from '../../shared/fhir/types.ts';
import { pressureOf } from './vitals.ts';

/** Why something was changed, by whom and when. */
export const reasonOf = (reason: string, by: Reference): Extension => ({
  url: statusReasonUrl,
  extension: [
    { url: 'reason', valueString: reason },
    { url: 'by', valueReference: by },
    { url: 'at', valueDateTime: new Date().toISOString() },
  ],
});

export function reasonGiven(of: Observation): { reason: string | undefined; by: Reference | undefined } {
  const parts = of.extension?.find(({ url }) => url === statusReasonUrl)?.extension ?? [];
  return {
    reason: parts.find(({ url }) => url === 'reason')?.valueString as string | undefined,
    by: parts.find(({ url }) => url === 'by')?.valueReference as Reference | undefined,
  };
}

const withReason = (of: Observation, reason: Extension): Observation => ({
  ...of,
  extension: [...(of.extension ?? []).filter(({ url }) => url !== statusReasonUrl), reason],
});

/** The measurement with another value: `118/66` of a pressure, one number of the rest. Undefined when it cannot be read. */
export function amended(of: Observation, text: string, reason: Extension): Observation | undefined {
  const numbers = text
    .trim()
    .replaceAll(',', '.')
    .split(/\s*\/\s*/)
    .map(Number);
  if (numbers.some((value) => Number.isNaN(value)) || text.trim() === '') return undefined;
  const changed = { ...withReason(of, reason), status: 'amended' };
  if (pressureOf(of)[0] === undefined) {
    if (numbers.length !== 1 || of.valueQuantity === undefined) return undefined;
    return { ...changed, valueQuantity: { ...of.valueQuantity, value: numbers[0]! } };
  }
  if (numbers.length !== 2) return undefined;
  const component = (of.component ?? []).map((part) => {
    const place = part.code?.coding?.some(({ code }) => code === '8480-6')
      ? 0
      : part.code?.coding?.some(({ code }) => code === '8462-4')
        ? 1
        : -1;
    return place === -1 ? part : { ...part, valueQuantity: { ...part.valueQuantity, value: numbers[place]! } };
  });
  return { ...changed, component };
}

export const struckOut = (of: Observation, reason: Extension): Observation => ({
  ...withReason(of, reason),
  status: 'entered-in-error',
});

export const confirmedBy = (of: Observation, by: Reference): Observation =>
  confirmed(of as never, by) as unknown as Observation;
export const rejectedFor = (of: Observation, reason: Extension): Observation =>
  rejected(of as never, reason as never) as unknown as Observation;

/** What can be corrected here: a number or a pair. Answers of forms are corrected with their form. */
export const isCorrectable = (of: Observation): boolean =>
  (of.valueQuantity !== undefined || pressureOf(of)[0] !== undefined) &&
  (of as { derivedFrom?: unknown }).derivedFrom === undefined;

/** As it is typed. */
export function valueTyped(of: Observation): string {
  const [high, low] = pressureOf(of);
  const text = high === undefined ? String(of.valueQuantity?.value ?? '') : `${high}/${low ?? ''}`;
  return text.replaceAll('.', ',');
}
