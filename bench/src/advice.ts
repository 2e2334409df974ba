import { adviceFor } from '../../server/src/care/advice/evaluate.ts';
import { knowledgeOf, knowledgeTypes } from '../../server/src/care/advice/knowledge.ts';
import { warmUp } from '../../server/src/care/advice/warm-up.ts';
import type { JsonObject, Resource } from '../../server/src/fhir/resource.ts';
import { contentResources } from '../../server/src/terminology/index.ts';

// How much of the processor all rules of content take for one record of 1 000 resources, the first time after a start too:
// `node bench/src/advice.ts`. Wanted: at most 50 ms.

const WANTED_MS = 50;
const RESOURCES = 1_000;
const INTERACTIONS = 2_000;
const ATC = 'http://www.whocc.no/atc';
const now = Date.now();
const at = (daysAgo: number): string => new Date(now - daysAgo * 86_400_000).toISOString();

const medicines = [
  'C09AA05 Ramipril 5 mg',
  'C03DA01 Spironolakton 25 mg',
  'C03CA01 Furosemid 40 mg',
  'C07AB07 Bisoprolol 5 mg',
  'B01AC06 Acetylsalisylsyre 75 mg',
  'C10AA05 Atorvastatin 20 mg',
  'N06DA02 Donepezil 5 mg',
  'N05CF01 Zopiklon 7,5 mg',
  'N06AB10 Escitalopram 10 mg',
  'N02BE01 Paracetamol 1 g',
  'A10BA02 Metformin 500 mg',
  'N02AA05 Oksykodon 5 mg',
];
const tests = ['NPU03230', 'NPU18016', 'NOR25909', 'NOR05172', 'NPU02593', 'NPU19651', 'NPU01685', 'NPU27300'];

/** Somebody who is ill in many ways, with ten years of measurements. */
function record(): Resource[] {
  const subject = { reference: 'Patient/p' };
  const all: JsonObject[] = [{ resourceType: 'Patient', id: 'p', birthDate: '1942-03-14', gender: 'female' }];
  for (const [i, told] of medicines.entries()) {
    const [code, ...name] = told.split(' ');
    all.push({
      ...{
        resourceType: 'MedicationRequest',
        id: `m${i}`,
        status: 'active',
        intent: 'order',
        subject,
        authoredOn: at(90),
      },
      medicationCodeableConcept: { coding: [{ system: ATC, code: code! }], text: name.join(' ') },
      dosageInstruction: [
        {
          timing: { repeat: { frequency: 1, period: 1, periodUnit: 'd' } },
          doseAndRate: [{ doseQuantity: { value: 1, unit: 'tablett' } }],
        },
      ],
    });
  }
  for (const [i, code] of ['K77', 'A29', 'U99', 'P70', 'K86'].entries()) {
    const coding = [{ system: 'urn:oid:2.16.578.1.12.4.1.1.7170', code }];
    all.push({ resourceType: 'Condition', id: `c${i}`, code: { coding }, subject, onsetDateTime: at(900) });
  }
  for (let i = all.length; i < RESOURCES; i += 1) {
    const coding = [{ system: 'urn:oid:2.16.578.1.12.4.1.1.7280', code: tests[i % tests.length]! }];
    const unit = ['mmol/L', 'umol/L', 'mL/min/{1.73_m2}', 'g/dL', '10*9/L', 'U/L', '{INR}', 'mmol/mol'][
      i % tests.length
    ]!;
    all.push({
      ...{ resourceType: 'Observation', id: `o${i}`, status: 'final', code: { coding }, subject },
      effectiveDateTime: at(i * 3),
      valueQuantity: { value: 4 + (i % 9), unit, code: unit },
    });
  }
  return all as Resource[];
}

const interactions: Resource[] = Array.from({ length: INTERACTIONS }, (_, i) => ({
  resourceType: 'MedicinalProductInteraction',
  id: `i${i}`,
  type: { coding: [{ code: '2' }] },
  interactant: ['A', 'B'].map((side) => ({
    itemCodeableConcept: { coding: [{ system: ATC, code: `${side}${String(i).padStart(4, '0')}01` }] },
  })),
})) as unknown as Resource[];

const knowledge = knowledgeOf([...contentResources(new Set(knowledgeTypes)), ...interactions]);
const one = record();
const drafts = [
  {
    ...one[1]!,
    id: 'draft',
    medicationCodeableConcept: { coding: [{ system: ATC, code: 'M01AE01' }], text: 'Ibuprofen 400 mg' },
  },
] as Resource[];

// as the server does when it has started; `-- --cold` is without
if (!process.argv.includes('--cold')) await warmUp(knowledge, async () => true);

for (const hook of ['patient-view', 'order-select'] as const) {
  const asked = { hook, record: one, now, drafts: hook === 'order-select' ? drafts : [] };
  const times: number[] = [];
  let said = 0;
  for (let i = 0; i < 60; i += 1) {
    const start = process.cpuUsage();
    said = adviceFor(knowledge, asked).length;
    const { user, system } = process.cpuUsage(start);
    times.push((user + system) / 1000);
  }
  const [first = 0] = times;
  const sorted = times.slice(10).sort((a, b) => a - b);
  const median = sorted[sorted.length >> 1] ?? 0;
  const worst = sorted.at(-1) ?? 0;
  const told = [median, worst, first].map((ms) => ms.toFixed(1)).join(', ');
  console.info(
    `${hook}: ${knowledge.rules.length} rules, ${one.length} resources, ${said} cards: ${told} ms (median, worst, first)`,
  );
  if (median > WANTED_MS || (first > WANTED_MS && !process.argv.includes('--cold'))) process.exitCode = 1;
}
