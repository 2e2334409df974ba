import { aMeasurement, type Citizen, type Json, type RecordWriter } from './record.ts';

const dayMs = 86_400_000;
const born = new Date(Date.now() - 184 * dayMs).toISOString().slice(0, 10);
const station = { reference: 'Organization/fjordvik-helsestasjon' };
const helle = { reference: 'PractitionerRole/helle-stasjon-fjordvik-helsestasjon' };

const measured = (child: Citizen, days: number, value: number, of: Json = {}) =>
  aMeasurement(child, new Date(Date.parse(born) + days * dayMs + dayMs / 3).toISOString(), value, of);
const inCm = (code: string, display: string, text: string, value: number) => ({
  code: { coding: [{ system: 'http://loinc.org', code, display }], text },
  valueQuantity: { value, unit: 'cm', system: 'http://unitsofmeasure.org', code: 'cm' },
});

/** A girl of six months who belongs to the clinic, and has an appointment with Helle today. */
export async function aChild(writer: RecordWriter, more: Json = {}): Promise<Citizen> {
  const child = await writer.citizen({ birthDate: born, gender: 'female', ...more });
  const period = { start: born };
  await writer.createAll([
    {
      resourceType: 'EpisodeOfCare',
      status: 'active',
      patient: child.reference,
      managingOrganization: station,
      period,
    },
    {
      resourceType: 'Appointment',
      status: 'booked',
      description: 'Seksmånederskontroll',
      start: new Date(Date.now() - 300_000).toISOString(),
      end: new Date(Date.now() + 1_500_000).toISOString(),
      participant: [child.reference, helle].map((actor) => ({ actor, status: 'accepted' })),
    },
    ...(
      [
        [9, 3.4, 50.2, 34.8],
        [43, 4.6, 54.8, 37.2],
        [92, 5.8, 59.6, 39.4],
        [153, 6.9, 63.9, 41.4],
      ] as const
    ).flatMap(([days, kg, length, head]) => [
      measured(child, days, kg),
      measured(child, days, length, inCm('8302-2', 'Body height', 'Høyde', length)),
      measured(child, days, head, inCm('9843-4', 'Head Occipital-frontal circumference', 'Hodeomkrets', head)),
    ]),
  ]);
  return child;
}
