import fc from 'fast-check';
import { expect, test } from 'vitest';
import { readGenerated } from '../../fhir/definitions/generated.ts';
import { leavesOn } from '../../fhir/definitions/search-expressions.ts';
import { recordOfId, recordOfOwnId } from '../../fhir/ids.ts';
import { anyResource } from '../../fhir/search/any-resource.ts';
import { extract } from '../../fhir/search/extract.ts';
import { isHome } from '../../fhir/search/home.ts';
import { principalDateOf, searchParametersOf } from '../../fhir/search/parameters.ts';
import type { Modifier, SearchedParameter, Value } from '../../fhir/search/parse.ts';
import { lastingTypes } from '../../fhir/search/principal-dates.ts';
import { subjectOf } from '../../fhir/search/subject.ts';
import { patientTypes, resourceTypes } from '../../fhir/types.ts';
import { isFoundAcross, typeOfReference } from './found-across.ts';
import { tokensOf } from './tokens.ts';

/** The values that any-resource.ts makes resources of. */
const systems = ['http://loinc.org', 'urn:oid:2.16.578.1.12.4.1.1.8310', 'http://snomed.info/sct'];
const codes = ['8480-6', 'final', 'A|b', 'male', 'other', 'true', 'false', 'x'.repeat(130)];
const references = [
  ...['Patient/own', 'Patient/two', 'Practitioner/a.b-c', 'Group/g', 'Location/l', 'RelatedPerson/r', 'Device/d'],
  ...['Organization/0123456789abcdefghjkmnpqrs', 'http://else.where/fhir/Patient/far', 'urn:uuid:0-1'],
];

type Asked = { modifier: Modifier | undefined; value: Value };

function askedOf({ type }: SearchedParameter): Asked[] {
  const token = (value: Value, modifier?: Modifier): Asked => ({ modifier, value });
  if (type === 'uri') return ['http://example.org/a', 'relative'].map((text) => token({ is: 'text', text }));
  const tokens = systems.flatMap((system) => [
    token({ is: 'token', system }),
    ...codes.flatMap((code) => [token({ is: 'token', code }), token({ is: 'token', system, code })]),
  ]);
  if (type === 'token') return tokens;
  if (type !== 'reference') return [];
  return [
    ...references.map((one) => token({ is: 'reference', references: [one] })),
    ...tokens.map(({ value }) => token(value, 'identifier')),
  ];
}

const recordOf = (reference: string) => {
  const type = typeOfReference(reference)!;
  const id = reference.slice(type.length + 1);
  return recordOfId(id) ?? (type === 'Patient' ? recordOfOwnId(type, id) : undefined);
};

test.each(resourceTypes)('what a driver relies on is so for any %s', (type) => {
  const parameters = [...searchParametersOf(type).values()].map((info) => ({ ...info, isPrincipal: false }));
  const asked = parameters.map((parameter) => ({ parameter, values: askedOf(parameter) }));
  fc.assert(
    fc.property(anyResource(type), (resource) => {
      const subject = subjectOf(resource);
      const isInside = subject !== undefined && patientTypes.has(type);
      const record = isInside ? recordOf(subject)! : recordOfOwnId(type, 'own');
      const { tokens, globals } = extract(resource, { record });
      const has = new Set(tokens);
      const across = new Set(globals);
      for (const { parameter, values } of asked) {
        for (const { modifier, value } of values) {
          for (const token of tokensOf(parameter, modifier, value)) {
            if (!has.has(token)) continue;
            const what = [parameter.code, modifier, value];
            if (isFoundAcross(type, parameter, modifier, value)) expect(across.has(token), String(what)).toBe(true);
            if (value.is !== 'reference' || !patientTypes.has(type)) continue;
            const [reference] = value.references;
            const target = typeOfReference(reference!);
            if (target === undefined || !patientTypes.has(target)) continue;
            // In the record of what it refers to, or found by the reference from elsewhere; at home, in the record only.
            const isThere = recordOf(reference!) === record;
            if (target === 'Patient' && isHome(type, parameter)) expect(isThere).toBe(true);
            else expect(isThere || across.has(token), String(what)).toBe(true);
          }
        }
      }
    }),
    { numRuns: 12, seed: 11 },
  );
});

test('a principal date that is no period is never longer than a date', () => {
  const elements = JSON.parse(readGenerated('elements.json'));
  for (const type of resourceTypes) {
    const code = principalDateOf(type);
    if (code === undefined) continue;
    const leaves = leavesOn(type, searchParametersOf(type).get(code)!.expression, elements);
    const lasts = leaves.some((leaf) => leaf.type === 'Period' || leaf.type === 'Timing');
    expect([type, lastingTypes.has(type)]).toEqual([type, lasts]);
  }
});
