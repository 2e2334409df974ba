import { globSync, readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import type { Json, JsonObject, Resource } from '../../resource.ts';
import { aBundle, aMedicationRequest, anObservation, aPatient } from '../examples.ts';
import { type BindingCheck, ProfileRegistry, validateResource } from '../index.ts';

const hl7 = (name: string) => `http://hl7.org/fhir/StructureDefinition/${name}`;
const own = 'http://example.org/StructureDefinition/own';

type Element = JsonObject & { id: string };

/** A profile of the elements given: the path follows from the id. */
function profile(type: string, elements: Element[], more: JsonObject = {}): JsonObject {
  const element = elements.map((one) => {
    const sliceName = /:([^.:]+)$/.exec(one.id)?.[1];
    return { path: one.id.replaceAll(/:[^.]+/g, ''), ...(sliceName === undefined ? {} : { sliceName }), ...one };
  });
  return {
    ...{
      resourceType: 'StructureDefinition',
      url: own,
      name: 'Own',
      status: 'active',
      kind: 'resource',
      abstract: false,
    },
    ...{ type, baseDefinition: hl7(type), derivation: 'constraint', differential: { element }, ...more },
  };
}

function issuesBy(definitions: JsonObject[], resource: Resource, bindings?: BindingCheck): string[] {
  const profiles = new ProfileRegistry();
  for (const definition of definitions) profiles.add(definition);
  const named = { ...resource, meta: { profile: [definitions.at(-1)?.url as string] } };
  const issues = validateResource(named, bindings ? { profiles, bindings } : { profiles });
  return issues.map((issue) => `${issue.key} ${issue.expression}`);
}

const by = (type: string, elements: Element[], resource: Resource, bindings?: BindingCheck) =>
  issuesBy([profile(type, elements)], resource, bindings);

/** A blood pressure as HL7's profile wants it; the parts can be replaced. */
function bloodPressure(more: JsonObject = {}): Resource {
  const part = (code: string, value: number) => ({
    code: {
      coding: [
        { system: 'http://loinc.org', code, display: 'x' },
        { system: 'http://snomed.info/sct', code: '1' },
      ],
    },
    valueQuantity: { value, unit: 'mmHg', system: 'http://unitsofmeasure.org', code: 'mm[Hg]' },
  });
  return {
    resourceType: 'Observation',
    meta: { profile: [hl7('bp'), hl7('vitalsigns')] },
    status: 'final',
    category: [
      { coding: [{ system: 'http://terminology.hl7.org/CodeSystem/observation-category', code: 'vital-signs' }] },
    ],
    code: { coding: [{ system: 'http://loinc.org', code: '85354-9' }], text: 'Blodtrykk' },
    subject: { reference: 'Patient/1' },
    effectiveDateTime: '2026-11-24T10:00:00+01:00',
    component: [part('8480-6', 120), part('8462-4', 80)],
    ...more,
  };
}

const keysOf = (resource: Resource) => validateResource(resource).map((issue) => `${issue.key} ${issue.expression}`);
const partsOf = () => bloodPressure().component as JsonObject[] as [JsonObject, JsonObject];
const withQuantity = (quantity: JsonObject) => {
  const [systolic, diastolic] = partsOf();
  return [{ ...systolic, valueQuantity: { ...(systolic.valueQuantity as JsonObject), ...quantity } }, diastolic];
};

test('a right blood pressure follows HL7’s profile', () => {
  expect(keysOf(bloodPressure())).toEqual([]);
  const [systolic, diastolic] = partsOf();
  expect(keysOf(bloodPressure({ component: [diastolic, systolic] }))).toEqual([]);
  const absent = { code: systolic.code as Json, dataAbsentReason: { text: 'mansjetten passet ikke' } };
  expect(keysOf(bloodPressure({ component: [absent, diastolic] }))).toEqual([]);
  const third = {
    code: { text: 'middeltrykk' },
    valueQuantity: { value: 93, system: 'http://unitsofmeasure.org', code: 'mm[Hg]' },
  };
  expect(keysOf(bloodPressure({ component: [systolic, diastolic, third] }))).toEqual([]);
});

test('a wrong blood pressure does not', () => {
  const [systolic, diastolic] = partsOf();
  const wrong: [JsonObject, ...string[]][] = [
    [{ component: [diastolic] }, 'profile-min Observation.component', 'profile-min Observation.component'],
    [{ component: [diastolic, diastolic] }, 'profile-min Observation.component', 'profile-max Observation.component'],
    [{ component: [systolic, diastolic, systolic] }, 'profile-max Observation.component'],
    [{ component: withQuantity({ code: 'kg' }) }, 'profile-fixed Observation.component[0].value.code'],
    [{ code: { coding: [{ system: 'http://loinc.org', code: '8867-4' }] } }, 'profile-min Observation.code.coding'],
    [{ code: { coding: [{ system: 'urn:x', code: '85354-9' }] } }, 'profile-min Observation.code.coding'],
    [{ category: [{ text: 'vitale' }] }, 'profile-min Observation.category'],
    [{ subject: { reference: 'Group/1' } }, 'profile-target Observation.subject.reference'],
    [{ effectiveDateTime: '2026-11' }, 'vs-1 Observation.effective'],
    [{ valueQuantity: { value: 1 } }, 'profile-max Observation.value'],
    [{ component: [systolic, { code: diastolic.code as Json }] }, 'vs-3 Observation.component[1]'],
  ];
  for (const [change, ...expected] of wrong) {
    const only = { ...bloodPressure(change), meta: { profile: [hl7('bp')] } };
    expect(keysOf(only), JSON.stringify(change)).toEqual(expected);
  }
  const { effectiveDateTime: _, ...undated } = bloodPressure();
  expect(keysOf({ ...undated, meta: { profile: [hl7('bp')] } })).toEqual(['profile-min Observation.effective']);
});

test('HL7’s units of vital signs are required where its profile requires them', () => {
  const third = {
    code: { text: 'x' },
    valueQuantity: { value: 1, system: 'http://unitsofmeasure.org', code: 'furlong' },
  };
  const [systolic, diastolic] = partsOf();
  const resource = { ...bloodPressure({ component: [systolic, diastolic, third] }), meta: { profile: [hl7('bp')] } };
  expect(keysOf(resource)).toEqual(['profile-binding Observation.component[2].value']);
});

test('every profile and extension of HL7 compiles', () => {
  const profiles = new ProfileRegistry();
  for (const name of [
    'vitalsigns',
    'heartrate',
    'bodyweight',
    'lipidprofile',
    'patient-citizenship',
    'SimpleQuantity',
    'shareablevalueset',
  ]) {
    expect(profiles.profileOf(hl7(name)), name).toBeDefined();
  }
});

test('a profile nobody knows is a warning, R4’s own type none', () => {
  const resource = aPatient({ meta: { profile: ['http://example.org/unknown', hl7('Patient')] } });
  expect(validateResource(resource)).toMatchObject([
    { severity: 'warning', key: 'profile-unknown', expression: 'Patient.meta.profile[0]' },
  ]);
});

test('a profile of another type is refused', () => {
  expect(keysOf(aPatient({ meta: { profile: [hl7('bp')] } }))).toEqual(['profile-type Patient.meta.profile[0]']);
});

test('what breaks R4 itself is told first, and alone', () => {
  expect(keysOf(bloodPressure({ status: 'ferdig', component: undefined as never }))[0]).toMatch(/^not-/);
});

test('cardinality is narrowed', () => {
  const elements = [
    { id: 'Patient.name', min: 1, max: '1' },
    { id: 'Patient.photo', max: '0' },
    { id: 'Patient.name.family', min: 1 },
  ];
  expect(by('Patient', elements, { resourceType: 'Patient' })).toEqual(['profile-min Patient.name']);
  expect(by('Patient', elements, { resourceType: 'Patient', name: [{ family: 'a' }, { text: 'b' }] })).toEqual([
    'profile-max Patient.name',
    'profile-min Patient.name[1].family',
  ]);
  expect(
    by('Patient', elements, { resourceType: 'Patient', name: [{ family: 'a' }], photo: [{ title: 'x' }] }),
  ).toEqual(['profile-max Patient.photo']);
  expect(
    by('Patient', elements, {
      resourceType: 'Patient',
      name: [{ _family: { extension: [{ url: 'http://x', valueCode: 'y' }] } }],
    }),
  ).toEqual([]);
});

test('values are fixed, or hold a pattern', () => {
  const elements = [
    { id: 'Observation.status', fixedCode: 'final' },
    { id: 'Observation.code', patternCodeableConcept: { coding: [{ system: 'http://loinc.org', code: '1-8' }] } },
    { id: 'Observation.method', fixedCodeableConcept: { text: 'x' } },
  ];
  const resource = (more: JsonObject): Resource => ({
    resourceType: 'Observation',
    status: 'final',
    code: { coding: [{ system: 'http://loinc.org', code: '1-8', display: 'x' }, { code: 'y' }], text: 'z' },
    ...more,
  });
  expect(by('Observation', elements, resource({ method: { text: 'x' } }))).toEqual([]);
  expect(by('Observation', elements, resource({ status: 'preliminary' }))).toEqual([
    'profile-fixed Observation.status',
  ]);
  expect(
    by('Observation', elements, resource({ code: { coding: [{ system: 'http://loinc.org' }, { code: '1-8' }] } })),
  ).toEqual(['profile-pattern Observation.code']);
  expect(by('Observation', elements, resource({ method: { text: 'x', coding: [{ code: 'y' }] } }))).toEqual([
    'profile-fixed Observation.method',
  ]);
});

test('types and targets are narrowed', () => {
  const elements = [
    { id: 'Observation.value[x]', type: [{ code: 'Quantity' }, { code: 'string' }] },
    {
      id: 'Observation.performer',
      type: [{ code: 'Reference', targetProfile: [hl7('Practitioner'), hl7('Organization')] }],
    },
  ];
  expect(
    by('Observation', elements, anObservation({ performer: [{ reference: 'Practitioner/1' }], valueString: 'x' })),
  ).toEqual([]);
  expect(
    by(
      'Observation',
      elements,
      anObservation({ performer: [{ reference: 'Practitioner/1' }, { reference: 'Patient/1' }], valueInteger: 1 }),
    ),
  ).toEqual(['profile-type Observation.value', 'profile-target Observation.performer[1].reference']);
  const medication = [
    { id: 'MedicationRequest.medication[x]', type: [{ code: 'Reference', targetProfile: [own, hl7('Medication')] }] },
  ];
  expect(by('MedicationRequest', medication, aMedicationRequest())).toEqual([]);
});

test('elements below a choice are checked, by its short name and its long', () => {
  for (const id of ['Observation.valueQuantity', 'Observation.value[x]:valueQuantity']) {
    const elements = [
      { id, min: 1 },
      { id: `${id}.code`, min: 1, fixedCode: 'kg' },
    ];
    const system = 'http://unitsofmeasure.org';
    expect(by('Observation', elements, anObservation({ valueQuantity: { value: 1, system, code: 'kg' } })), id).toEqual(
      [],
    );
    expect(by('Observation', elements, anObservation({ valueQuantity: { value: 1, system, code: 'g' } })), id).toEqual([
      'profile-fixed Observation.value.code',
    ]);
    expect(by('Observation', elements, anObservation({ valueQuantity: { value: 1 } })), id).toEqual([
      'profile-min Observation.value.code',
    ]);
    expect(by('Observation', elements, anObservation({ valueString: 'x' })), id).toEqual([
      'profile-min Observation.value',
    ]);
  }
  const narrowed = [
    { id: 'Observation.value[x]', type: [{ code: 'Quantity' }] },
    { id: 'Observation.value[x].unit', min: 1 },
  ];
  expect(by('Observation', narrowed, anObservation({ valueQuantity: { value: 1 } }))).toEqual([
    'profile-min Observation.value.unit',
  ]);
});

const sliced = (rules: string, discriminator: JsonObject[], slices: Element[], more: JsonObject = {}): Element[] => [
  { id: 'Patient.identifier', slicing: { discriminator, rules, ...more } },
  ...slices,
];
const bySystem = [{ type: 'value', path: 'system' }];
const slice = (name: string, system: string, more: JsonObject = {}): Element[] => [
  { id: `Patient.identifier:${name}`, ...more },
  { id: `Patient.identifier:${name}.system`, min: 1, fixedUri: system },
];
const ids = (...systems: string[]): Resource => ({
  resourceType: 'Patient',
  identifier: systems.map((system) => ({ system, value: '1' })),
});

test('slices are counted and checked, and others are open or closed out', () => {
  const slices = [
    ...slice('a', 'urn:a', { min: 1, max: '1' }),
    ...slice('b', 'urn:b'),
    { id: 'Patient.identifier:b.type', min: 1 },
  ];
  const open = sliced('open', bySystem, slices);
  expect(by('Patient', open, ids('urn:x', 'urn:a'))).toEqual([]);
  expect(by('Patient', open, ids('urn:x'))).toEqual(['profile-min Patient.identifier']);
  expect(by('Patient', open, ids('urn:a', 'urn:a'))).toEqual(['profile-max Patient.identifier']);
  expect(by('Patient', open, ids('urn:a', 'urn:b'))).toEqual(['profile-min Patient.identifier[1].type']);
  expect(by('Patient', sliced('closed', bySystem, slices), ids('urn:a', 'urn:x'))).toEqual([
    'profile-slice-closed Patient.identifier[1]',
  ]);
  expect(by('Patient', sliced('openAtEnd', bySystem, slices), ids('urn:x', 'urn:a'))).toEqual([
    'profile-slice-order Patient.identifier[1]',
  ]);
  expect(by('Patient', sliced('openAtEnd', bySystem, slices), ids('urn:a', 'urn:x'))).toEqual([]);
  const ordered = sliced('open', bySystem, [...slice('a', 'urn:a'), ...slice('b', 'urn:b')], { ordered: true });
  expect(by('Patient', ordered, ids('urn:b', 'urn:a'))).toEqual(['profile-slice-order Patient.identifier[1]']);
  expect(by('Patient', ordered, ids('urn:a', 'urn:b'))).toEqual([]);
});

test('slices are told apart by pattern, existence, type and value set', () => {
  const patterned = sliced(
    'open',
    [{ type: 'pattern', path: 'type' }],
    [
      { id: 'Patient.identifier:a', max: '1' },
      { id: 'Patient.identifier:a.type', patternCodeableConcept: { coding: [{ code: 'X' }] } },
    ],
  );
  const typed = { type: { coding: [{ code: 'X', display: 'x' }] } };
  expect(by('Patient', patterned, { resourceType: 'Patient', identifier: [typed, { value: '1' }] })).toEqual([]);
  expect(by('Patient', patterned, { resourceType: 'Patient', identifier: [typed, typed] })).toEqual([
    'profile-max Patient.identifier',
  ]);

  const existing = sliced(
    'open',
    [{ type: 'exists', path: 'period' }],
    [
      { id: 'Patient.identifier:old', max: '1' },
      { id: 'Patient.identifier:old.period', min: 1 },
      { id: 'Patient.identifier:current', max: '1' },
      { id: 'Patient.identifier:current.period', max: '0' },
    ],
  );
  const old = { value: '1', period: { end: '2020' } };
  expect(by('Patient', existing, { resourceType: 'Patient', identifier: [old, { value: '2' }] })).toEqual([]);
  expect(by('Patient', existing, { resourceType: 'Patient', identifier: [old, old] })).toEqual([
    'profile-max Patient.identifier',
  ]);

  const entries: Element[] = [
    { id: 'Bundle.entry', slicing: { discriminator: [{ type: 'type', path: 'resource' }], rules: 'open' } },
    { id: 'Bundle.entry:patient', min: 1, max: '1' },
    { id: 'Bundle.entry:patient.resource', min: 1, type: [{ code: 'Patient' }] },
  ];
  expect(by('Bundle', entries, aBundle())).toEqual([]);
  const withoutPatient = aBundle({ entry: [(aBundle().entry as Json[])[1] as Json] });
  expect(by('Bundle', entries, withoutPatient)).toEqual(['profile-min Bundle.entry']);

  const bound = sliced(
    'open',
    [{ type: 'value', path: 'type' }],
    [
      { id: 'Patient.identifier:a', max: '1' },
      { id: 'Patient.identifier:a.type', binding: { strength: 'required', valueSet: 'urn:vs' } },
    ],
  );
  const bindings: BindingCheck = (valueSet, _, code) => valueSet === 'urn:vs' && code === 'X';
  expect(
    by('Patient', bound, { resourceType: 'Patient', identifier: [typed, typed, { value: '1' }] }, bindings),
  ).toEqual(['profile-max Patient.identifier']);
});

test('slices are told apart by what a whole pattern says, and by what stands further down', () => {
  const elements = [
    {
      id: 'Observation.component',
      slicing: { discriminator: [{ type: 'value', path: 'code.coding.code' }], rules: 'open' },
    },
    { id: 'Observation.component:a', min: 1, max: '1' },
    {
      id: 'Observation.component:a.code',
      patternCodeableConcept: { coding: [{ system: 'http://loinc.org', code: '8480-6' }] },
    },
  ];
  expect(by('Observation', elements, anObservation())).toEqual([]);
  const [first] = anObservation().component as [JsonObject];
  expect(by('Observation', elements, anObservation({ component: [first, first] }))).toEqual([
    'profile-max Observation.component',
  ]);
  const below = [
    { id: 'Observation.component', slicing: { discriminator: [{ type: 'value', path: 'code' }], rules: 'open' } },
    { id: 'Observation.component:a', min: 1, max: '1' },
    { id: 'Observation.component:a.code.coding.code', fixedCode: '8480-6' },
  ];
  expect(by('Observation', below, anObservation())).toEqual([]);
  expect(by('Observation', below, anObservation({ component: [first, first] }))).toEqual([
    'profile-max Observation.component',
  ]);
});

test('required bindings are asked for, and nobody’s answer passes', () => {
  const elements = [
    { id: 'Patient.maritalStatus', binding: { strength: 'required', valueSet: 'urn:vs|1' } },
    { id: 'Patient.language', binding: { strength: 'required', valueSet: 'urn:vs|1' } },
    { id: 'Patient.communication.language', binding: { strength: 'preferred', valueSet: 'urn:vs|1' } },
  ];
  const asked: unknown[] = [];
  const bindings: BindingCheck = (...question) => {
    asked.push(question);
    return question[2] === 'known' ? undefined : question[2] === 'M';
  };
  const ask = (more: JsonObject) => by('Patient', elements, { resourceType: 'Patient', ...more }, bindings);
  expect(ask({ maritalStatus: { coding: [{ system: 'urn:s', code: 'M' }] } })).toEqual([]);
  expect(asked).toEqual([['urn:vs|1', 'urn:s', 'M']]);
  expect(ask({ maritalStatus: { coding: [{ code: 'X' }, { code: 'M' }] } })).toEqual([]);
  expect(ask({ maritalStatus: { coding: [{ code: 'X' }] } })).toEqual(['profile-binding Patient.maritalStatus']);
  expect(ask({ maritalStatus: { text: 'gift' } })).toEqual(['profile-binding Patient.maritalStatus']);
  expect(ask({ language: 'nb' })).toEqual(['profile-binding Patient.language']);
  expect(ask({ language: 'known' })).toEqual([]);
  expect(ask({ communication: [{ language: { text: 'x' } }] })).toEqual([]);
});

test('invariants of a profile hold', () => {
  const constraint = (key: string, severity: string, expression: string) => ({ key, severity, human: key, expression });
  const elements = [
    { id: 'Patient', constraint: [constraint('own-1', 'error', 'name.given.count() + name.family.count() > 1')] },
    { id: 'Patient.name', constraint: [constraint('own-2', 'warning', "family.lower() != 'x'")] },
    { id: 'Patient.contact', constraint: [constraint('own-3', 'error', '%resource.name.count() = 1')] },
    { id: 'Patient.birthDate', constraint: [constraint('own-4', 'error', '$this <= today()')] },
    { id: 'Patient.telecom', constraint: [constraint('own-5', 'error', "value.memberOf('urn:vs')")] },
  ];
  const patient = (more: JsonObject): Resource => ({ resourceType: 'Patient', ...more });
  expect(by('Patient', elements, patient({ name: [{ family: 'a', given: ['b'] }], birthDate: '2000-01-01' }))).toEqual(
    [],
  );
  expect(by('Patient', elements, patient({ name: [{ family: 'a' }] }))).toEqual(['own-1 Patient']);
  expect(by('Patient', elements, patient({ name: [{ family: 'X', given: ['b'] }] }))).toEqual([
    'own-2 Patient.name[0]',
  ]);
  const two = { name: [{ family: 'a', given: ['b'] }, { text: 'c' }], contact: [{ name: { text: 'd' } }] };
  expect(by('Patient', elements, patient(two))).toEqual(['own-2 Patient.name[1]', 'own-3 Patient.contact[0]']);
  expect(
    by(
      'Patient',
      elements,
      patient({ ...two, contact: undefined as never, name: [{ family: 'a', given: ['b'] }], birthDate: '2999-01-01' }),
    )[0],
  ).toMatch(/not-an-array|own-4/);
  expect(by('Patient', elements, patient({ name: [{ family: 'a', given: ['b'] }], birthDate: '2999-01-01' }))).toEqual([
    'own-4 Patient.birthDate',
  ]);
  expect(
    by(
      'Patient',
      elements,
      patient({ name: [{ family: 'a', given: ['b'] }], telecom: [{ system: 'phone', value: '1' }] }),
    ),
  ).toEqual([]);
});

const extension = profile(
  'Extension',
  [
    { id: 'Extension.extension:code', min: 1, max: '1' },
    { id: 'Extension.extension:code.url', fixedUri: 'code' },
    { id: 'Extension.extension:code.value[x]', min: 1, type: [{ code: 'Coding' }] },
    { id: 'Extension.url', fixedUri: 'http://example.org/ext' },
    { id: 'Extension.value[x]', max: '0' },
  ],
  { url: 'http://example.org/ext', kind: 'complex-type' },
);

test('an extension follows its definition, on elements and on primitives', () => {
  const type = [{ code: 'Extension', profile: ['http://example.org/ext'] }];
  const patient = profile('Patient', [
    { id: 'Patient.extension:e', min: 1, max: '1', type },
    { id: 'Patient.birthDate.extension:e', max: '1', type },
  ]);
  const right = { url: 'http://example.org/ext', extension: [{ url: 'code', valueCoding: { code: 'x' } }] };
  const wrong = { url: 'http://example.org/ext', extension: [{ url: 'code', valueString: 'x' }] };
  const resource = (more: JsonObject): Resource => ({ resourceType: 'Patient', ...more });
  expect(issuesBy([extension, patient], resource({ extension: [right, { url: 'http://x', valueCode: 'a' }] }))).toEqual(
    [],
  );
  expect(issuesBy([extension, patient], resource({ extension: [wrong] }))).toEqual([
    'profile-type Patient.extension[0].extension[0].value',
  ]);
  expect(
    issuesBy([extension, patient], resource({ extension: [{ url: 'http://example.org/ext', valueCode: 'x' }] })),
  ).toEqual(['profile-min Patient.extension[0].extension', 'profile-max Patient.extension[0].value']);
  expect(issuesBy([extension, patient], resource({}))).toEqual(['profile-min Patient.extension']);
  const birth = { extension: [right], birthDate: '2000', _birthDate: { extension: [right, right] } };
  expect(issuesBy([extension, patient], resource(birth))).toEqual(['profile-max Patient.birthDate.extension']);
});

test('a profile derives from another, and of several one is enough', () => {
  const base = profile(
    'Patient',
    [
      { id: 'Patient.name', min: 1 },
      { id: 'Patient.name.family', min: 1 },
    ],
    { url: 'urn:base' },
  );
  const derived = profile('Patient', [{ id: 'Patient.birthDate', min: 1 }], { baseDefinition: 'urn:base' });
  expect(issuesBy([base, derived], { resourceType: 'Patient', name: [{ text: 'x' }] })).toEqual([
    'profile-min Patient.name[0].family',
    'profile-min Patient.birthDate',
  ]);
  const a = profile('HumanName', [{ id: 'HumanName.family', min: 1 }], { url: 'urn:a' });
  const b = profile('HumanName', [{ id: 'HumanName.text', min: 1 }], { url: 'urn:b' });
  const patient = profile('Patient', [
    { id: 'Patient.name', type: [{ code: 'HumanName', profile: ['urn:a', 'urn:b'] }] },
  ]);
  expect(issuesBy([a, b, patient], { resourceType: 'Patient', name: [{ text: 'x' }, { family: 'y' }] })).toEqual([]);
  expect(issuesBy([a, b, patient], { resourceType: 'Patient', name: [{ given: ['x'] }] })).toEqual([
    'profile-none Patient.name[0]',
  ]);
});

test('profiles that refer to each other in a circle come to an end', () => {
  const one = profile('Patient', [{ id: 'Patient.name', min: 1 }], { url: 'urn:one', baseDefinition: 'urn:two' });
  const two = profile('Patient', [{ id: 'Patient.birthDate', min: 1 }], { url: 'urn:two', baseDefinition: 'urn:one' });
  expect(issuesBy([one, two], { resourceType: 'Patient' })).toContain('profile-min Patient.birthDate');
  const self = profile('Questionnaire', [{ id: 'Questionnaire.item.item', max: '0' }], { baseDefinition: own });
  expect(issuesBy([self], { resourceType: 'Questionnaire', status: 'draft' })).toEqual([]);
});

test('a definition without ids, or with only a snapshot, is read by its paths', () => {
  const element = [
    { path: 'Patient' },
    { path: 'Patient.identifier', slicing: { discriminator: bySystem, rules: 'open' } },
    { path: 'Patient.identifier', sliceName: 'a', max: '1' },
    { path: 'Patient.identifier.system', min: 1, fixedUri: 'urn:a' },
    { path: 'Patient.identifier', sliceName: 'b', max: '1' },
    { path: 'Patient.identifier.system', min: 1, fixedUri: 'urn:b' },
  ];
  const { differential: _, ...rest } = profile('Patient', []);
  for (const definition of [
    { ...rest, differential: { element } },
    { ...rest, snapshot: { element } },
  ]) {
    expect(issuesBy([definition as JsonObject], ids('urn:a', 'urn:b', 'urn:c', 'urn:c'))).toEqual([]);
    expect(issuesBy([definition as JsonObject], ids('urn:b', 'urn:b'))).toEqual(['profile-max Patient.identifier']);
  }
});

test('lengths and ranges are kept', () => {
  const elements = [
    { id: 'Patient.name.text', maxLength: 3 },
    { id: 'Patient.birthDate', minValueDate: '1900', maxValueDate: '2100' },
    { id: 'Patient.telecom.rank', maxValuePositiveInt: 5 },
  ];
  const resource: Resource = {
    resourceType: 'Patient',
    name: [{ text: 'abcd' }],
    birthDate: '1800',
    telecom: [{ rank: 6 }],
  };
  expect(by('Patient', elements, resource)).toEqual([
    'profile-length Patient.name[0].text',
    'profile-range Patient.birthDate',
    'profile-range Patient.telecom[0].rank',
  ]);
  expect(
    by('Patient', elements, {
      resourceType: 'Patient',
      name: [{ text: 'abc' }],
      birthDate: '2000',
      telecom: [{ rank: 5 }],
    }),
  ).toEqual([]);
});

test('resources within others follow their own profiles', () => {
  const profiles = new ProfileRegistry();
  profiles.add(profile('Patient', [{ id: 'Patient.photo', min: 1 }]));
  const named = { resourceType: 'Patient', meta: { profile: [own] }, id: 'p' };
  const issuesOf = (resource: JsonObject) =>
    validateResource(resource as Resource, { profiles }).map((issue) => issue.expression);
  expect(issuesOf({ resourceType: 'Bundle', type: 'collection', entry: [{ resource: named }] })).toEqual([
    'Bundle.entry[0].resource.photo',
  ]);
  expect(
    issuesOf({ resourceType: 'Parameters', parameter: [{ name: 'a', part: [{ name: 'b', resource: named }] }] }),
  ).toEqual(['Parameters.parameter[0].part[0].resource.photo']);
  expect(issuesOf(anObservation({ contained: [named], subject: { reference: '#p' } }))).toEqual([
    'Observation.contained[0].photo',
  ]);
});

test('a registry gives the version that is asked for, and forgets', () => {
  const profiles = new ProfileRegistry();
  profiles.add(profile('Patient', [], { version: '2' }));
  expect(profiles.profileOf(own)).toBeDefined();
  expect(profiles.profileOf(`${own}|2`)).toBeDefined();
  expect(profiles.profileOf(`${own}|1`)).toBeUndefined();
  profiles.add({ ...profile('Patient', []), derivation: 'specialization', url: 'urn:other' });
  expect(profiles.profileOf('urn:other')).toBeUndefined();
  profiles.remove(own);
  expect(profiles.profileOf(own)).toBeUndefined();
});

test('the Norwegian base profiles of our content take right resources and refuse wrong ones', () => {
  const profiles = new ProfileRegistry();
  const folder = new URL('../../../../../content/', import.meta.url);
  for (const file of globSync('{profiles,extensions}/*.json', { cwd: folder })) {
    profiles.add(JSON.parse(readFileSync(new URL(file, folder), 'utf8')));
  }
  const no = (name: string) => `http://hl7.no/fhir/StructureDefinition/no-basis-${name}`;
  const issuesOf = (resource: Resource) =>
    validateResource(resource, { profiles }).map((issue) => `${issue.key} ${issue.expression}`);
  const municipality = {
    url: no('municipalitycode'),
    valueCoding: { system: 'urn:oid:2.16.578.1.12.4.1.1.3402', code: '1108' },
  };
  const patient = (more: JsonObject = {}) =>
    aPatient({
      meta: { profile: [no('Patient')] },
      name: [{ family: 'Nordmann', given: ['Kari'], extension: [{ url: no('middlename'), valueString: 'Dahl' }] }],
      address: [{ city: 'Sandnes', district: 'Sandnes', _district: { extension: [municipality] } }],
      ...more,
    });
  expect(issuesOf(patient())).toEqual([]);
  expect(issuesOf(patient({ identifier: [{ system: 'urn:oid:2.16.578.1.12.4.1.4.1' }] }))).toEqual([
    'profile-min Patient.identifier[0].value',
  ]);
  expect(
    issuesOf(patient({ name: [{ family: 'x', extension: [{ url: no('middlename'), valueCode: 'x' }] }] })),
  ).toEqual(['profile-type Patient.name[0].extension[0].value']);
  const wrongly = { ...municipality, valueCoding: undefined as never, valueString: '1108' };
  expect(
    issuesOf(
      JSON.parse(JSON.stringify(patient({ address: [{ district: 'x', _district: { extension: [wrongly] } }] }))),
    ),
  ).toEqual(['profile-type Patient.address[0].district.extension[0].value']);
});
