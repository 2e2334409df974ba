import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import type { Actor } from '../../access/actor.ts';
import { stockDoseSystem, stockExtensions, stockSystem } from '../../care/stock/shape.ts';
import type { JsonObject } from '../../fhir/resource.ts';
import { type Ask, get, send } from '../../test/asks.ts';
import { dose, hidden, kari, order, shared, sharedPlan, team, vaccine } from '../../test/leak-world-of-care.ts';
import { type TestServer, withServer } from '../../test/server.ts';

/**
 * The same two stores as in leaks.test.ts, for what the house works out of a record: advice, lists, forms, messages, and the rules
 * that refuse a write. Nothing of it may come from what is kept from the reader, and no refusal may tell that it is there.
 */
vi.setConfig({ testTimeout: 60_000 });

const parameters = (...parameter: JsonObject[]) => ({ resourceType: 'Parameters', parameter });
const { id: _, authoredOn: _1, ...ibuprofen } = order('x', 'M01AE01', 'Ibuprofen 400 mg');
const { id: __, authoredOn: _2, ...penicillin } = order('x', 'J01CE02', 'Fenoksymetylpenicillin 660 mg');
const advise = (hook: string, ...drafts: JsonObject[]) =>
  send(
    'POST',
    'Patient/kari/$advice',
    parameters({ name: 'hook', valueCode: hook }, ...drafts.map((resource) => ({ name: 'draft', resource }))),
  );

const reading: [channel: string, asks: [what: string, ask: Ask][]][] = [
  [
    'L14 summaries',
    [
      ['$summary', get('Patient/kari/$summary')],
      ['$everything', get('Patient/kari/$everything')],
    ],
  ],
  [
    'L18 decision support',
    [
      ['when the record is opened', advise('patient-view')],
      ['of an order that clashes with a hidden medicine', advise('order-select', ibuprofen)],
      ['of an order that clashes with a hidden allergy', advise('order-sign', penicillin)],
    ],
  ],
  [
    'L19 lists that are worked out',
    [
      ['$medication-list', get('Patient/kari/$medication-list')],
      ['of an earlier day', get('Patient/kari/$medication-list?at=2026-11-30')],
      ['$medication-sources', get('Patient/kari/$medication-sources')],
      [
        '$due-doses',
        get('MedicationRequest/$due-doses?patient=Patient/kari&from=2026-12-01T00:00:00Z&to=2026-12-02T00:00:00Z'),
      ],
      ['$vaccines-due', get('Patient/kari/$vaccines-due')],
      [
        '$over-time',
        get(
          'Observation/$over-time?patient=Patient/kari&from=2026-11-01T00:00:00Z&to=2026-12-02T00:00:00Z&category=laboratory',
        ),
      ],
      ['$citizen-view', get('Patient/kari/$citizen-view')],
    ],
  ],
  [
    'L30 lists of work and figures',
    [
      ['tasks', get('Task?patient=Patient/kari&_summary=count')],
      ['tasks of all', get('Task?status=requested&_total=accurate')],
      ['appointments', get('Appointment?date=ge2026-12-01&_total=accurate')],
      ['problems of all', get('Condition?code=urn:oid:2.16.578.1.12.4.1.1.7170|P76&_summary=count')],
    ],
  ],
];

const { id: ___, authoredOn: ____, ...ramipril } = order('x', 'C09AA05', 'Ramipril 5 mg');

/** Each tried once in both worlds, in this order: what is stored is stored in both. */
const writing: [channel: string, asks: [what: string, ask: Ask][]][] = [
  [
    'L18 decision support of a write',
    [
      ['an order that clashes with a hidden medicine', send('POST', 'MedicationRequest', ibuprofen)],
      ['an order that clashes with a hidden allergy', send('POST', 'MedicationRequest', penicillin)],
      ['an order of the same', send('POST', 'MedicationRequest', ramipril)],
    ],
  ],
  [
    'L22 what may be there once',
    [
      ['a dose', send('POST', 'MedicationAdministration', dose('v-ramipril'))],
      ['a vaccine', send('POST', 'Immunization', vaccine())],
      ['a shared plan', send('POST', 'CarePlan', sharedPlan())],
      [
        'a problem',
        send('POST', 'Condition', {
          ...withoutId('h-condition'),
          code: { coding: [{ system: 'urn:oid:2.16.578.1.12.4.1.1.7170', code: 'P76' }] },
        }),
      ],
      [
        'no known allergy',
        send('POST', 'AllergyIntolerance', {
          resourceType: 'AllergyIntolerance',
          clinicalStatus: {
            coding: [{ system: 'http://terminology.hl7.org/CodeSystem/allergyintolerance-clinical', code: 'active' }],
          },
          verificationStatus: {
            coding: [
              { system: 'http://terminology.hl7.org/CodeSystem/allergyintolerance-verification', code: 'confirmed' },
            ],
          },
          code: { coding: [{ system: 'http://snomed.info/sct', code: '716186003' }] },
          patient: kari,
        }),
      ],
    ],
  ],
];

function withoutId(id: string): JsonObject {
  const { id: _id, meta: _meta, ...rest } = hidden.find((one) => one.id === id)!;
  return rest;
}

const DOCUMENT_TYPE = { coding: [{ system: 'urn:oid:2.16.578.1.12.4.1.1.9602', code: 'A03-2' }] };

/** What is said of a hidden resource is answered as if it were said of nothing. */
const referring: [what: string, ask: Ask][] = [
  ['a dose of an order', send('POST', 'MedicationAdministration', { ...dose('h-warfarin'), identifier: undefined })],
  [
    'a package of an order',
    send('POST', 'MedicationDispense', {
      ...withoutId('h-dispense'),
      authorizingPrescription: [{ reference: 'MedicationRequest/h-warfarin' }],
    }),
  ],
  [
    'an order after an order',
    send('POST', 'MedicationRequest', {
      ...ramipril,
      priorPrescription: { reference: 'MedicationRequest/h-warfarin' },
    }),
  ],
  [
    'a document in place of one',
    send('POST', 'DocumentReference', {
      ...withoutId('h-document'),
      type: DOCUMENT_TYPE,
      relatesTo: [{ code: 'replaces', target: { reference: 'DocumentReference/h-document' } }],
    }),
  ],
  [
    'a task about a document',
    send('POST', 'Task', { ...withoutId('h-task'), focus: { reference: 'DocumentReference/h-document' } }),
  ],
  ['a task for a task', send('POST', 'Task', { ...withoutId('h-task'), basedOn: [{ reference: 'Task/h-task' }] })],
  [
    'a message after one',
    send('POST', 'Communication', { ...withoutId('h-message'), partOf: [{ reference: 'Communication/h-message' }] }),
  ],
  [
    'a plan below one',
    send('POST', 'CarePlan', { ...sharedPlan(), category: undefined, partOf: [{ reference: 'CarePlan/h-plan' }] }),
  ],
  [
    'a measurement from one',
    send('POST', 'Observation', {
      ...withoutId('h-potassium'),
      derivedFrom: [{ reference: 'Observation/h-potassium' }],
    }),
  ],
  [
    'a source of a document',
    send('POST', 'Provenance', {
      resourceType: 'Provenance',
      target: [kari, { reference: 'DocumentReference/h-document' }],
      recorded: '2026-12-01T09:00:00Z',
      agent: [{ who: { reference: 'Practitioner/ada' } }],
    }),
  ],
  [
    'an answer to advice about an order',
    send('POST', 'DetectedIssue', {
      resourceType: 'DetectedIssue',
      status: 'final',
      patient: kari,
      implicated: [{ reference: 'MedicationRequest/h-warfarin' }],
    }),
  ],
  [
    'a prescription of an order',
    send(
      'POST',
      'MedicationRequest/$prescribe',
      parameters({ name: 'order', valueReference: { reference: 'MedicationRequest/h-warfarin' } }),
    ),
  ],
  [
    'what a dose did',
    send('POST', 'Observation', {
      resourceType: 'Observation',
      status: 'final',
      partOf: [{ reference: 'MedicationAdministration/h-dose' }],
      code: { coding: [{ system: 'https://enjournal.no/fhir/CodeSystem/dose-effect', code: 'effect' }] },
      subject: kari,
      effectiveDateTime: '2026-12-01T09:00:00+01:00',
      valueCodeableConcept: {
        coding: [{ system: 'https://enjournal.no/fhir/CodeSystem/dose-effect', code: 'good' }],
      },
    }),
  ],
  [
    'to let another give an order',
    send('POST', 'CareTeam', {
      resourceType: 'CareTeam',
      status: 'active',
      category: [
        {
          coding: [{ system: 'https://enjournal.no/fhir/CodeSystem/care-team-kind', code: 'medication-delegation' }],
        },
      ],
      subject: kari,
      period: { start: '2026-12-01T00:00:00+01:00', end: '2026-12-29' },
      participant: [{ member: { reference: 'PractitionerRole/nina-hospital' } }],
      extension: [
        {
          url: 'https://enjournal.no/fhir/StructureDefinition/delegated-by',
          valueReference: { reference: 'PractitionerRole/ada-clinic' },
        },
        {
          url: 'https://enjournal.no/fhir/StructureDefinition/delegated-medicine',
          valueReference: { reference: 'MedicationRequest/h-warfarin' },
        },
      ],
    }),
  ],
  ['$stop', send('POST', 'MedicationRequest/h-warfarin/$stop', parameters({ name: 'reason', valueCode: 'S' }))],
  [
    '$change',
    send(
      'POST',
      'MedicationRequest/h-warfarin/$change',
      parameters({ name: 'medication', valueCodeableConcept: { text: 'Noe annet' } }),
    ),
  ],
  [
    '$renew',
    send(
      'POST',
      'MedicationRequest/$renew',
      parameters({ name: 'order', valueReference: { reference: 'MedicationRequest/h-warfarin' } }),
    ),
  ],
  ['$accept', send('POST', 'Task/h-task/$accept', parameters())],
  ['$decline', send('POST', 'Task/h-task/$decline', parameters({ name: 'reason', valueString: 'Ikke vårt bord' }))],
  [
    '$wrong-person',
    send(
      'POST',
      'DocumentReference/h-document/$wrong-person',
      parameters({ name: 'reason', valueString: 'Feil person her' }),
    ),
  ],
  ['$advance-pathway', send('POST', 'CarePlan/h-plan/$advance-pathway', parameters())],
  [
    '$citizen-access',
    send('POST', 'Composition/h-document/$citizen-access', parameters({ name: 'citizenAccess', valueCode: 'now' })),
  ],
  ['$citizen-view of an item', get('Patient/kari/$citizen-view?item=DocumentReference/h-document')],
  [
    '$parents-access',
    send(
      'POST',
      'Patient/kari/$parents-access',
      parameters(
        { name: 'item', valueString: 'DocumentReference/h-document' },
        { name: 'decision', valueCode: 'withhold' },
        { name: 'reason', valueString: 'Barnet ba om det' },
      ),
    ),
  ],
  ['$read', send('POST', 'Communication/h-message/$read', parameters())],
  [
    'a message in a thread',
    send('POST', 'Communication', {
      ...withoutId('h-thread'),
      identifier: [{ system: 'https://enjournal.no/fhir/NamingSystem/dialogue-message', value: 'an answer' }],
      sender: { reference: 'Organization/clinic' },
      recipient: [kari],
      partOf: [{ reference: 'Communication/h-thread' }],
      sent: '2026-12-01T10:00:00Z',
      payload: [{ contentString: 'Svar' }],
    }),
  ],
  [
    'a message that is sent already',
    send('POST', 'Communication', {
      ...withoutId('h-thread'),
      sender: { reference: 'Organization/clinic' },
      recipient: [kari],
      topic: { text: 'Prøver' },
      sent: '2026-12-01T10:00:00Z',
      payload: [{ contentString: 'Svar' }],
    }),
  ],
  [
    'a note of a contact',
    send('POST', 'Composition', {
      resourceType: 'Composition',
      status: 'final',
      type: { text: 'Notat' },
      subject: kari,
      encounter: { reference: 'Encounter/h-encounter' },
      date: '2026-12-01T10:00:00Z',
      author: [{ reference: 'PractitionerRole/ada-clinic' }],
      title: 'Notat',
    }),
  ],
  [
    'a plan with the goal of somebody else before the citizen’s',
    send('POST', 'CarePlan', {
      ...sharedPlan(),
      category: undefined,
      goal: [{ reference: 'Goal/none' }, { reference: 'Goal/h-goal' }],
    }),
  ],
  [
    'an individual plan by a consent',
    send('POST', 'CarePlan', {
      ...sharedPlan(),
      category: [{ coding: [{ system: 'urn:oid:2.16.578.1.12.4.1.1.9602', code: 'A02-2' }] }],
      careTeam: [{ reference: 'CareTeam/v-team' }],
      supportingInfo: [{ reference: 'Consent/h-consent' }],
    }),
  ],
  [
    'that a plan is coordinated by nobody',
    send('PUT', 'CareTeam/v-team', team([{ member: { reference: 'PractitionerRole/ada-clinic' } }])),
  ],
  [
    'that a note is countersigned',
    send('POST', 'Task', {
      ...withoutId('h-countersign'),
      status: 'completed',
      owner: { reference: 'Organization/clinic' },
      requester: { reference: 'PractitionerRole/ada-clinic' },
    }),
  ],
  [
    'doses in a dispenser',
    send('POST', 'MedicationDispense', {
      resourceType: 'MedicationDispense',
      status: 'in-progress',
      medicationCodeableConcept: { text: 'Ramipril 5 mg' },
      subject: kari,
      authorizingPrescription: [{ reference: 'MedicationRequest/v-ramipril' }],
      extension: [
        {
          url: 'https://enjournal.no/fhir/StructureDefinition/dispenser',
          valueReference: { reference: 'Device/h-device' },
        },
      ],
    }),
  ],
  [
    'what was taken out for a dose',
    send('POST', 'SupplyDelivery', {
      resourceType: 'SupplyDelivery',
      status: 'completed',
      identifier: [
        { system: stockSystem, value: 'clinic/x' },
        { system: stockDoseSystem, value: 'MedicationAdministration/h-dose' },
      ],
      suppliedItem: { quantity: { value: 1, unit: 'tablett' } },
      extension: [
        { url: stockExtensions.movement, valueCode: 'issue' },
        { url: stockExtensions.line, valueReference: { reference: 'Basic/v-line' } },
        { url: stockExtensions.dose, valueReference: { reference: 'MedicationAdministration/h-dose' } },
        {
          url: stockExtensions.signed,
          extension: [{ url: 'who', valueReference: { reference: 'Practitioner/ada' } }],
        },
      ],
    }),
  ],
];

const doctor = (id: string, unit: string): Actor => ({
  kind: 'staff',
  id: `Practitioner/${id}`,
  display: id,
  clientId: 'web',
  scopes: ['user/*.cruds'],
  loa: 4,
  practitioner: id,
  practitionerRole: `${id}-${unit}`,
  organization: { id: unit, display: unit },
  legalEntity: unit,
  role: 'lege',
  purpose: 'TREAT',
});

let withIt: TestServer;
let without: TestServer;

beforeAll(async () => {
  [withIt, without] = await Promise.all([withServer({ content: true }), withServer({ content: true })]);
  for (const server of [withIt, without]) {
    server.clock.now = Date.parse('2026-12-01T12:00:00+01:00');
    server.actors.set('ada', doctor('ada', 'clinic'));
    server.actors.set('nina', doctor('nina', 'hospital'));
    for (const resource of [...shared, ...(server === withIt ? hidden : [])]) {
      const made = await server.put(`${resource.resourceType}/${resource.id}`, resource);
      expect(made.status, `${resource.resourceType}/${resource.id} ${made.text.slice(0, 500)}`).toBeLessThan(202);
    }
  }
}, 120_000);
afterAll(async () => {
  for (const server of [withIt, without]) {
    await server.close();
    expect(server.faults).toEqual([]);
  }
});

/** From whom it is kept, and from whom nothing is. */
const [kept, open] = [{ authorization: 'Bearer ada' }, { authorization: 'Bearer nina' }];

describe.each(reading)('%s', (_channel, asks) => {
  test.each(asks)('%s', async (_what, ask) => {
    const answer = await ask(withIt, kept);
    expect(answer).toEqual(await ask(without, kept));
    expect(JSON.stringify(answer)).not.toContain('HEMMELIG');
  });

  test('tells, where nothing is kept, what is there', async () => {
    const told = await Promise.all(
      asks.map(async ([what, ask]) => [
        what,
        JSON.stringify(await ask(withIt, open)) === JSON.stringify(await ask(without, open)),
      ]),
    );
    expect(told.filter(([, isAlike]) => isAlike)).toEqual([]);
  });
});

type Offered = { type?: string; operation?: { name: string }[]; searchParam?: { name: string }[] };

describe('whatever the server says that it offers', () => {
  const hiddenOf = (type: string | undefined): string[] =>
    hidden.filter(({ resourceType }) => resourceType === type).map(({ id }) => id);

  const ofAll = /^(validate|meta|meta-add|meta-delete)$/;

  /** Every address that a client can make of the CapabilityStatement, about Kari or about who wrote of her. */
  async function addresses(): Promise<string[]> {
    const { body } = await withIt.get('metadata', kept);
    const [{ resource, operation = [] }] = body.rest as unknown as [Offered & { resource: Offered[] }];
    return [
      ...operation.map(({ name }) => `$${name}`),
      '_history',
      ...resource.flatMap(({ type, operation: own = [], searchParam = [] }) => {
        const whose = searchParam.filter(({ name }) => name === 'patient' || name === 'subject');
        return [
          ...own.flatMap(({ name }) => [
            ...(ofAll.test(name) ? [] : [`${type}/$${name}`, `${type}/$${name}?patient=Patient/kari`]),
            ...(type === 'Patient' ? ['kari'] : hiddenOf(type)).map((id) => `${type}/${id}/$${name}`),
          ]),
          ...whose.flatMap(({ name }) => [
            `${type}?${name}=Patient/kari&_total=accurate`,
            `${type}?${name}:Patient.name=Testdal&_total=accurate`,
            `Patient?_id=kari&_revinclude=${type}:${name}`,
            `Patient?_has:${type}:${name}:_id:missing=false`,
          ]),
          ...['author', 'performer', 'source', 'recorder', 'requester'].flatMap((name) =>
            searchParam.some((one) => one.name === name) ? [`${type}?${name}=Practitioner/nina&_summary=count`] : [],
          ),
          ...hiddenOf(type).flatMap((id) => [`${type}/${id}`, `${type}/${id}/_history`, `${type}?_id=${id}`]),
          `${type}?_summary=count`,
          `${type}/_history`,
          `Patient/kari/${type}?_total=accurate`,
          `Practitioner/nina/${type}?_total=accurate`,
          `Encounter/h-encounter/${type}?_total=accurate`,
        ];
      }),
    ];
  }

  test('is answered as if what is hidden were not there', async () => {
    const all = await addresses();
    expect(all.length).toBeGreaterThan(1_000);
    const different: string[] = [];
    let told = 0;
    for (const address of all) {
      const ask = get(address);
      const [one, other] = (await Promise.all([ask(withIt, kept), ask(without, kept)])).map((all) =>
        JSON.stringify(all),
      );
      if (one !== other) different.push(`${address} ${one} ${other}`.slice(0, 2_000));
      // what was asked for stands in the self link
      if (one!.replaceAll(/url[\\":]+BASE[^"]*/g, '').includes('HEMMELIG')) different.push(`${address} HEMMELIG`);
      if (address.startsWith('Patient/kari/')) {
        const [seen, unseen] = await Promise.all([ask(withIt, open), ask(without, open)]);
        if (JSON.stringify(seen) !== JSON.stringify(unseen)) told += 1;
      }
    }
    expect(different).toEqual([]);
    expect(told).toBeGreaterThan(20);
  }, 300_000);
});

// what is written here is written in both stores, in this order
describe.each([...writing, ['L22 what refers to it', referring] as const])('%s', (_channel, asks) => {
  test.each(asks)('%s', async (_what, ask) => {
    const answer = await ask(withIt, kept);
    expect(answer).toEqual(await ask(without, kept));
  });
});
