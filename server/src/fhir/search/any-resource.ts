import fc from 'fast-check';
import type { ElementTable } from '../definitions/compile-elements.ts';
import { readGenerated } from '../definitions/generated.ts';
import { type Leaf, leavesOn } from '../definitions/search-expressions.ts';
import type { Json, JsonObject, Resource } from '../resource.ts';
import { searchParametersOf } from './parameters.ts';

/**
 * For tests: arbitrary resources of a type that have, each perhaps, every element that a search parameter of the type
 * asks for, with awkward values: partial dates, references of all forms, letters that fold, comparators, half codings.
 */
export function anyResource(type: string): fc.Arbitrary<Resource> {
  const elements = JSON.parse(readGenerated('elements.json')) as ElementTable;
  const root: Place = { members: new Map(), values: new Map() };
  for (const { expression, components = [] } of searchParametersOf(type).values()) {
    for (const leaf of leavesOn(type, expression, elements)) {
      addLeaf(root, leaf.steps, leaf.type);
      for (const component of components) {
        if (component.expression.startsWith('%resource')) continue;
        for (const part of leavesOn(leaf.type, component.expression, elements)) {
          addLeaf(root, [...leaf.steps, ...part.steps], part.type);
        }
      }
    }
  }
  return anyBlock(root).map((block) => ({ ...block, resourceType: type, id: 'own' }) as Resource);
}

type Place = {
  type?: string;
  element?: string;
  array?: boolean;
  members: Map<string, Place>;
  /** What `where` wants of primitive members. */
  values: Map<string, string[]>;
};

function addLeaf(root: Place, steps: Leaf['steps'], type: string): void {
  let place = root;
  for (const step of steps) {
    if (step.kind === 'where') {
      place.values.set(step.member, [...(place.values.get(step.member) ?? ['other']), step.value]);
    } else if (step.kind === 'member') {
      const next = place.members.get(step.member) ?? { members: new Map(), values: new Map() };
      place.members.set(step.member, Object.assign(next, { element: step.element, array: step.array }));
      place = next;
    }
  }
  if (place !== root) place.type = type;
}

function anyBlock(place: Place): fc.Arbitrary<JsonObject> {
  const byElement = Map.groupBy(place.members, ([, member]) => member.element!);
  const parts = [...byElement.values()].map((members) =>
    fc.oneof(...members.map(([name, member]) => anyMember(member).map((value) => ({ [name]: value }) as JsonObject))),
  );
  for (const [name, values] of place.values) parts.push(fc.constantFrom(...values).map((value) => ({ [name]: value })));
  const perhaps = parts.map((part) => fc.option(part, { nil: {}, freq: 6 }));
  return fc.tuple(...perhaps).map((objects) => Object.assign({}, ...objects) as JsonObject);
}

function anyMember(place: Place): fc.Arbitrary<Json> {
  const ofType = dataTypes[place.type ?? ''];
  const block = place.members.size + place.values.size > 0 ? anyBlock(place) : undefined;
  let one: fc.Arbitrary<Json>;
  if (ofType !== undefined && block !== undefined) {
    one = fc.tuple(block, ofType).map(([some, all]) => ({ ...some, ...(all as JsonObject) }));
  } else one = ofType ?? block ?? fc.constant({});
  return place.array ? fc.array(one, { minLength: 1, maxLength: 3 }) : one;
}

const from = (...values: Json[]): fc.Arbitrary<Json> => fc.constantFrom(...values);
const some = (members: Record<string, fc.Arbitrary<Json>>): fc.Arbitrary<JsonObject> =>
  fc.record(members, { requiredKeys: [] }) as fc.Arbitrary<JsonObject>;
const several = (one: fc.Arbitrary<Json>): fc.Arbitrary<Json> => fc.array(one, { minLength: 1, maxLength: 2 });

const words = from(
  'Ærlig Øst',
  'Kari-Anne',
  '  to  ord ',
  'o\u0301',
  'a|b$c',
  'x\u001fy',
  'Ŋ',
  '日本',
  'x'.repeat(130),
);
const systems = from('http://loinc.org', 'urn:oid:2.16.578.1.12.4.1.1.8310', 'http://snomed.info/sct');
const codes = from('8480-6', 'final', 'A|b', 'æ', 'male');
const uris = from('http://example.org/a', 'urn:uuid:3f0c', 'http://example.org/å', 'relative');
const dates = from('2020', '2020-02', '2019-12', '2020-02-29', '0044-03-15', '1999-12-31');
const instants = from(
  '2020-01-01T00:00:00Z',
  '2020-06-30T23:59:60+02:00',
  '2021-03-04T05:06:07.089-11:30',
  '1890-01-01T12:00:00.5Z',
);
const dateTimes = fc.oneof(dates, instants);
const numbers = fc.oneof(from(0, -1.5, 120, 1e-7, 37.25), fc.integer({ min: 0, max: 1000 }) as fc.Arbitrary<Json>);
const integers = from(0, 7, -3, 4000);

const period = some({ start: dateTimes, end: dateTimes });
const coding = some({ system: systems, code: codes, display: words });
const concept = some({ coding: several(coding), text: words });
const identifier = some({
  system: systems,
  value: fc.oneof(codes, words),
  type: some({ coding: several(some({ system: systems, code: codes })), text: words }),
});
const reference = some({
  reference: from(
    ...[
      'Patient/own',
      'Patient/two',
      'Patient/two/_history/3',
      'Practitioner/a.b-c',
      'Group/g',
      'Device/d',
      'Location/l',
      '#inner',
    ],
    ...[
      'Organization/0123456789abcdefghjkmnpqrs',
      'http://else.where/fhir/Patient/far',
      'urn:uuid:0-1',
      'RelatedPerson/r',
    ],
    'https://else.where/fhir/Practitioner/far/_history/2',
  ),
  type: from('Patient', 'Practitioner', 'http://hl7.org/fhir/StructureDefinition/Patient'),
  identifier: some({ system: systems, value: codes }),
  display: words,
});
const quantity = some({
  value: numbers,
  comparator: from('<', '<=', '>=', '>'),
  unit: from('mmHg', 'mg', 'gram'),
  system: from('http://unitsofmeasure.org', 'http://snomed.info/sct'),
  code: from('mm[Hg]', 'mg', 'kg', 'Cel', 'nonsense'),
});

const dataTypes: Record<string, fc.Arbitrary<Json>> = {
  boolean: from(true, false),
  ...{ code: codes, id: codes, string: words, markdown: words },
  ...{ uri: uris, url: uris, canonical: fc.oneof(uris, from('http://example.org/q|1.2', 'http://example.org/q')) },
  ...{ date: dates, dateTime: dateTimes, instant: instants, Period: period },
  Timing: some({ event: several(dateTimes), repeat: some({ boundsPeriod: period, count: from(3) }) }),
  ...{ decimal: numbers, integer: integers, Quantity: quantity, Age: quantity, Duration: quantity },
  Range: some({
    low: quantity.map(({ comparator: _, ...q }) => q),
    high: quantity.map(({ comparator: _, ...q }) => q),
  }),
  Money: some({ value: numbers, currency: from('NOK', 'EUR') }),
  SampledData: some({ period: numbers, data: from('1 2 3') }),
  ...{ Coding: coding, CodeableConcept: concept, Identifier: identifier, Reference: reference },
  ContactPoint: some({
    system: from('phone', 'email'),
    use: from('home', 'mobile'),
    value: from('+47 911 22 333', '0047-22334455', 'Kari@Example.org', '12', 'skype name'),
  }),
  HumanName: some({
    text: words,
    family: words,
    given: several(words),
    prefix: several(words),
    suffix: several(words),
  }),
  Address: some({
    ...{ use: from('home'), text: words, line: several(words), city: words, district: words },
    ...{ state: words, postalCode: from('0150'), country: from('NO') },
  }),
  Attachment: some({ url: uris }),
  Resource: fc.constant({ resourceType: 'Composition', id: 'first' }),
  'Location.position': some({ latitude: numbers, longitude: numbers }),
};
