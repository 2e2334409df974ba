import type { JsonObject } from '../../../../../server/src/fhir/resource.ts';
import { isoTime } from '../../calendar.ts';
import { icpc2 } from '../../codes/icpc2.ts';
import { type Drug, inStrength, medicines, stopReasons } from '../../codes/medicines.ts';
import { concept, quantity, systems } from '../../fhir.ts';
import { asNeeded, prescribe, regular } from '../../life/prescribing.ts';
import type { Life } from '../../life/writing.ts';
import { at } from '../person.ts';

/** The orders that the stay in hospital changes, and those that go on. */
export type Orders = { all: [name: string, reference: string][]; furosemide: string };

/**
 * Nine medicines until the fall, eight after: zopiclone stopped, furosemide halved, paracetamol in a new strength.
 */
export function medicineList(life: Life): Orders {
  const { town, asOf } = life;
  const fell = asOf - 4;
  const gp = (back: number) => at(town, 'ada-solli', 'solli-legekontor', asOf - back, 11, 10);
  const ward = at(town, 'nina-nordas', 'nordas-medisin', fell, 9, 40);
  const heart = icpc2('K77', 'Hjertesvikt, EF 35 %');
  const keep = (name: string, reference: string): [string, string] => [name, reference];

  const low = prescribe(life, gp(420), inStrength('furosemide', '20 mg'), {
    reason: heart,
    stopped: { reason: stopReasons.other('Økt til 40 mg, ødemer') },
    until: asOf - 15,
  });
  const high = prescribe(life, gp(15), 'furosemide', {
    reason: heart,
    prior: low,
    stopped: { reason: stopReasons.other('Halvert: lavt blodtrykk ved innleggelse') },
    until: fell,
    note: 'Økt fra 20 til 40 mg: ødemer, vekt opp.',
  });
  const halved = prescribe(life, ward, inStrength('furosemide', '20 mg'), {
    reason: heart,
    prior: high,
    note: 'Halvert fra 40 mg: blodtrykk 96/52, kreatinin 121.',
  });
  prescribe(life, gp(15), 'zopiclone', {
    reason: icpc2('P06'),
    stopped: { reason: stopReasons.other('Fall, forvirring') },
    until: fell,
    note: 'Stoppet av Nina Nordås: fall, forvirring, lavt blodtrykk. Fjernet fra dispenseren hjemme.',
  });
  const tablets = prescribe(life, gp(300), 'paracetamol', {
    dosage: asNeeded(medicines.paracetamol, 1, 3),
    stopped: { reason: stopReasons.other('Ny styrke') },
    until: fell,
  });
  prescribe(life, ward, 'oxycodone', {
    stopped: { completed: true, reason: stopReasons.finished },
    use: 'asNeeded',
    until: asOf - 2,
  });
  const gram = inStrength('paracetamol', '1 g');
  return {
    furosemide: halved,
    all: [
      keep('Furosemid 20 mg', halved),
      keep('Bisoprolol 5 mg', prescribe(life, gp(15), 'bisoprolol', { reason: heart })),
      keep('Ramipril 5 mg', prescribe(life, gp(15), 'ramipril', { reason: heart })),
      keep('Spironolakton 25 mg', prescribe(life, gp(55), 'spironolactone', { reason: heart })),
      keep('Acetylsalisylsyre 75 mg', prescribe(life, gp(55), 'acetylsalicylicAcid', { reason: icpc2('K86') })),
      keep('Atorvastatin 20 mg', prescribe(life, gp(55), 'atorvastatin', { reason: icpc2('T93') })),
      keep('Donepezil 5 mg', prescribe(life, gp(55), 'donepezil', { reason: icpc2('P70') })),
      keep(
        'Paracetamol 1 g',
        prescribe(life, ward, gram, {
          dosage: asNeeded(gram, 1, 3),
          reason: icpc2('L72'),
          prior: tablets,
          note: 'Ny styrke: smerter etter brudd.',
        }),
      ),
    ],
  };
}

/** The list as reconciled before she went home from hospital, with the person who answers for it. */
export function reconcile(life: Life, orders: Orders): void {
  const by = at(life.town, 'gunnar-granli', 'granli-sykehjem', life.asOf - 2, 16, 30);
  life.record.add(by.unit, 'List', {
    status: 'current',
    mode: 'snapshot',
    title: 'Samstemt legemiddelliste',
    code: concept(systems.loinc, '10160-0', 'History of Medication use Narrative', 'Legemiddelliste'),
    subject: life.record.patient,
    date: isoTime(by.day, by.minute),
    source: by.by.reference,
    entry: orders.all.map(([display, reference]) => ({ item: { reference, display } })),
    note: [{ text: 'Samstemt ved ankomst fra sykehus. Liv bekrefter at gammel dosett hjemme ikke er i bruk.' }],
  });
}

const MILLIGRAMS: Partial<Record<Drug, number>> = { furosemide: 40, bisoprolol: 5, ramipril: 5, zopiclone: 7.5 };

/** Doses from the dispenser at home the evening before the fall, and those of the first day and night in hospital. */
export function doses(life: Life, stay: string): void {
  const { asOf, town, record } = life;
  const home = at(town, 'hanne-hjem', 'hjemmetjenesten-sone-3', asOf - 5, 8, 4);
  const ward = at(town, 'otto-nordas', 'nordas-sengepost-2', asOf - 4, 8);
  const give = (
    drug: Drug,
    where: typeof home,
    day: number,
    [hour, minute]: readonly [number, number],
    more: { milligrams?: number; refused?: string; reason?: string; strength?: string } = {},
  ): void => {
    const medicine = more.strength === undefined ? medicines[drug] : inStrength(drug, more.strength);
    const inHospital = where === ward;
    const body: JsonObject = {
      status: more.refused === undefined ? 'completed' : 'not-done',
      medicationCodeableConcept: medicine.concept,
      subject: record.patient,
      effectiveDateTime: isoTime(day, hour * 60 + minute),
      performer: [{ actor: where.by.reference }],
    };
    if (more.refused !== undefined) body.statusReason = [{ text: more.refused }];
    if (inHospital) body.context = { reference: stay };
    if (more.reason !== undefined) body.reasonCode = [{ text: more.reason }];
    if (more.refused === undefined) {
      body.dosage = { text: medicine.concept.text!, dose: quantity(more.milligrams ?? MILLIGRAMS[drug] ?? 0, 'mg') };
    }
    if (!inHospital) body.note = [{ text: 'Fra dispenser hjemme' }];
    record.add(where.unit, 'MedicationAdministration', body);
  };
  const evening = asOf - 5;
  for (const drug of ['furosemide', 'bisoprolol'] as const) give(drug, home, evening, [8, 4]);
  give('ramipril', home, evening, [20, 11]);
  give('zopiclone', home, evening, [22, 3]);
  const day = asOf - 4;
  give('furosemide', ward, day, [8, 0], { refused: 'Blodtrykk 98/54, dose halvert kl. 09.40' });
  give('paracetamol', ward, day, [8, 55], { milligrams: 1000, strength: '1 g' });
  give('bisoprolol', ward, day, [10, 0]);
  give('oxycodone', ward, day, [10, 10], { milligrams: 2.5, reason: 'Smerte 6 av 10' });
  give('paracetamol', ward, day, [14, 0], { milligrams: 1000, strength: '1 g' });
  give('ramipril', ward, day, [20, 0]);
  give('paracetamol', ward, day, [22, 0], { milligrams: 1000, strength: '1 g' });
  give('oxycodone', ward, day, [23, 20], { milligrams: 2.5, reason: 'Smerte 5 av 10' });
  give('paracetamol', ward, day + 1, [6, 0], { milligrams: 1000, strength: '1 g' });
  give('furosemide', ward, day + 1, [8, 0], { milligrams: 20, strength: '20 mg' });
  give('bisoprolol', ward, day + 1, [8, 0]);
}

/** What the pharmacy handed over, so that a list of what is really at home can be made. */
export function dispenses(life: Life): void {
  const { asOf, record, citizen } = life;
  const handed = (drug: Drug, back: number, count: number): void => {
    record.add(citizen.practice, 'MedicationDispense', {
      status: 'completed',
      medicationCodeableConcept: medicines[drug].concept,
      subject: record.patient,
      quantity: { value: count, unit: 'tabletter' },
      whenHandedOver: isoTime(asOf - back, 14 * 60 + 20),
      dosageInstruction: [regular(medicines[drug], 1, medicines[drug].times as readonly string[])],
    });
  };
  for (const drug of ['furosemide', 'bisoprolol', 'ramipril'] as const) handed(drug, 15, 100);
  handed('zopiclone', 15, 30);
  for (const drug of ['spironolactone', 'acetylsalicylicAcid', 'atorvastatin', 'donepezil'] as const)
    handed(drug, 55, 100);
}
