import type { JsonObject, Resource } from '../../fhir/resource.ts';
import type { Values } from '../../messages/index.ts';

const objects = (value: unknown): JsonObject[] => (Array.isArray(value) ? (value as JsonObject[]) : []);

const linesOf = (order: Resource): JsonObject[] => objects(order.dosageInstruction);

/** How it is to be taken, in the words that go on the package. */
export const wordsOf = (order: Resource): string =>
  linesOf(order)
    .map(({ text }) => String(text ?? '').trim())
    .filter((text) => text !== '')
    .join('; ');

/**
 * The same in structure, of what the message has an unmistakable way to say: an amount at times of the day, or so many hours
 * apart, each day or each so many days. Of all else the words must do: half a structure would be read as the whole.
 */
export function dosesOf(order: Resource): Values[] {
  const all = linesOf(order).map(lineOf);
  return all.every((one) => one !== undefined) ? (all as Values[]) : [];
}

function lineOf(line: JsonObject): Values | undefined {
  const repeat = ((line.timing as JsonObject | undefined)?.repeat ?? {}) as JsonObject;
  const rate = objects(line.doseAndRate);
  const amount = rate[0]?.doseQuantity as JsonObject | undefined;
  const period = Number(repeat.period ?? 1);
  const isPlain =
    rate.length === 1 &&
    Number(amount?.value) > 0 &&
    line.asNeededBoolean !== true &&
    line.asNeededCodeableConcept === undefined &&
    repeat.periodUnit === 'd' &&
    Number.isInteger(period) &&
    !['dayOfWeek', 'when', 'count', 'periodMax', 'frequencyMax', 'offset'].some((name) => repeat[name] !== undefined);
  if (!isPlain) return undefined;
  const unit = (amount?.unit ?? amount?.code) as string | undefined;
  const dose: Values = { Mengde: { V: Number(amount?.value), ...(unit === undefined ? {} : { U: unit }) } };
  const days: Values = period > 1 ? { FastDose: { DagerPa: 1, DagerAv: period - 1 } } : {};
  const times = (repeat.timeOfDay ?? []) as string[];
  const frequency = Number(repeat.frequency ?? 1);
  const bounds = (repeat.boundsPeriod ?? {}) as { start?: string; end?: string };
  const run: Values = {
    ...(bounds.start === undefined ? {} : { Starttidspunkt: { V: bounds.start } }),
    ...(bounds.end === undefined ? {} : { Sluttidspunkt: { V: bounds.end } }),
  };
  if (times.length > 0) {
    if (times.length !== frequency) return undefined;
    const DoseFastTidspunkt = times.map((time): Values => ({ ...dose, Klokkeslett: time, GisEksakt: false, ...days }));
    return { ...run, DoseFastTidspunkt };
  }
  if (24 % frequency !== 0) return undefined;
  const apart: Values = period > 1 || frequency === 1 ? {} : { Intervall: { V: 24 / frequency, U: 'timer' } };
  if (period > 1 && frequency > 1) return undefined;
  return { ...run, DoseFastTidspunkt: [{ ...dose, ...apart, GisEksakt: false, ...days }] };
}
