import type { JsonObject } from '../../../../../server/src/fhir/resource.ts';
import { isoTime } from '../../calendar.ts';
import type { Life } from '../../life/writing.ts';
import { at } from '../person.ts';
import type { Orders } from './medicines.ts';

const SERIAL = 'MD-00931';
const DAYS = 14;
const unverified = {
  system: 'https://enjournal.no/fhir/CodeSystem/verification',
  code: 'unverified',
  display: 'Ikke bekreftet',
};

/**
 * The dispenser at home: filled this morning by the new list, of what is taken at set times. It tells of the evening before the fall,
 * and of the morning after it, when nobody was there; nobody has confirmed that yet, for this is the first visit since.
 */
export function dispenserAtHome(life: Life, orders: Orders): void {
  const { town, asOf, record } = life;
  const hanne = at(town, 'hanne-hjem', 'hjemmetjenesten-sone-3', asOf, 9, 50);
  const found = record.resources.find((one) => one.resourceType === 'Device' && one.serialNumber === SERIAL);
  if (found === undefined) throw new Error('She has no dispenser');
  const device = { reference: `Device/${found.id}`, display: 'Medisindispenser' };
  const ordered = new Map(record.resources.map((one) => [`${one.resourceType}/${one.id}`, one]));
  for (const [, reference] of orders.all) {
    const order = ordered.get(reference)!;
    if ((order.dosageInstruction as JsonObject[]).some(({ asNeededBoolean }) => asNeededBoolean === true)) continue;
    record.add(hanne.unit, 'MedicationDispense', {
      extension: [{ url: 'https://enjournal.no/fhir/StructureDefinition/dispenser', valueReference: device }],
      status: 'in-progress',
      medicationCodeableConcept: order.medicationCodeableConcept!,
      subject: record.patient,
      performer: [{ actor: hanne.by.reference }],
      authorizingPrescription: [{ reference }],
      daysSupply: { value: DAYS, unit: 'dager', system: 'http://unitsofmeasure.org', code: 'd' },
      whenPrepared: isoTime(hanne.day, hanne.minute),
      whenHandedOver: isoTime(hanne.day, hanne.minute),
    });
  }
  for (const [name, back, hour, minute, missed] of [
    ['Atorvastatin 20 mg', 5, 20, 11],
    ['Donepezil 5 mg', 5, 20, 11],
    ['Spironolakton 25 mg', 4, 10, 0, 'Ikke hentet ut'],
    ['Acetylsalisylsyre 75 mg', 4, 10, 0, 'Ikke hentet ut'],
  ] as const) {
    const reference = orders.all.find(([one]) => one === name)![1];
    record.add(hanne.unit, 'MedicationAdministration', {
      meta: { tag: [...hanne.unit.tags, unverified] },
      status: missed === undefined ? 'completed' : 'not-done',
      ...(missed === undefined ? {} : { statusReason: [{ text: missed }] }),
      medicationCodeableConcept: ordered.get(reference)!.medicationCodeableConcept!,
      subject: record.patient,
      effectiveDateTime: isoTime(asOf - back, hour * 60 + minute),
      request: { reference },
      device: [device],
      ...(missed === undefined ? { dosage: { dose: { value: 1, unit: 'tablett' } } } : {}),
    });
  }
}
