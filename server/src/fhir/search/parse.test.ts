import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { readDefinitions } from '../definitions/sources.ts';
import { Problem } from '../issue.ts';
import { searchParametersOf } from './parameters.ts';
import { compartmentOf, type ParsedSearch, parseSearch, type SearchInput } from './parse.ts';

const now = Date.parse('2026-11-24T00:00:00Z');

function parse(type: string, query: string, more: Partial<SearchInput> = {}): ParsedSearch {
  const pairs = query.split('&').map((pair): [string, string] => {
    const at = pair.indexOf('=');
    return [pair.slice(0, at), decodeURIComponent(pair.slice(at + 1))];
  });
  return parseSearch({ type, query: pairs, handling: 'lenient', ...more }, { base: 'http://x.no/fhir', now });
}

/** The one filter of a query, without what the definitions say of its parameter. */
function filterOf(type: string, query: string): unknown {
  const { filters } = parse(type, query);
  expect(filters).toHaveLength(1);
  return JSON.parse(JSON.stringify(filters[0], (key, value) => (key === 'parameter' ? value.code : value)));
}

function refusal(type: string, query: string, more: Partial<SearchInput> = {}): Problem {
  try {
    parse(type, query, more);
  } catch (error) {
    expect(error).toBeInstanceOf(Problem);
    return error as Problem;
  }
  throw new Error(`${query} was not refused`);
}

describe('values', () => {
  test('a token is a code, a code in a system, a code in none, or any of a system', () => {
    expect(filterOf('Condition', 'code=a,s|b,|c,s|')).toMatchObject({
      values: [{ code: 'a' }, { system: 's', code: 'b' }, { system: '', code: 'c' }, { system: 's' }],
    });
  });

  test('separators with a backslash before them are part of the value', () => {
    expect(filterOf('Patient', 'name=a\\,b\\$c\\|d\\\\e,f')).toMatchObject({
      values: [{ text: 'a,b$c|d\\e' }, { text: 'f' }],
    });
  });

  test('a partial date covers all of its time', () => {
    expect(filterOf('Observation', 'date=ge2020-02')).toMatchObject({
      values: [{ is: 'date', prefix: 'ge', from: Date.UTC(2020, 1, 1), to: Date.UTC(2020, 2, 1) }],
    });
  });

  test('an approximate date is a tenth of its distance from now wider on both sides', () => {
    const { values } = filterOf('Observation', 'date=ap2026-11-04') as { values: { from: number; to: number }[] };
    const day = 86_400_000;
    expect(values[0]!.from).toBe(Date.UTC(2026, 10, 4) - 1.95 * day);
    expect(values[0]!.to).toBe(Date.UTC(2026, 10, 5) + 1.95 * day);
  });

  test.each([
    ['100', 99.5, 100.5],
    ['100.00', 99.995, 100.005],
    ['1e2', 95, 105],
    ['5.4', 5.35, 5.45],
    ['-5.4', -5.45, -5.35],
    ['0', -0.5, 0.5],
  ])('the number %s covers what its digits say', (text, low, high) => {
    expect(filterOf('RiskAssessment', `probability=${text}`)).toMatchObject({ values: [{ low, high }] });
  });

  test('a quantity has a unit of a system, a unit of any, or none', () => {
    expect(filterOf('Observation', 'value-quantity=gt5.4|http://unitsofmeasure.org|mg,5||mm,6')).toMatchObject({
      values: [
        { prefix: 'gt', value: 5.4, system: 'http://unitsofmeasure.org', code: 'mg' },
        { system: '', code: 'mm' },
        { prefix: 'eq', value: 6 },
      ],
    });
  });

  test('a reference is an id, Type/id, or a URL, and this server’s own URL is relative', () => {
    expect(filterOf('Observation', 'subject=1')).toMatchObject({
      values: [{ references: ['Device/1', 'Group/1', 'Location/1', 'Patient/1'] }],
    });
    expect(filterOf('Observation', 'subject:Patient=1')).toMatchObject({ values: [{ references: ['Patient/1'] }] });
    expect(filterOf('Observation', 'subject=http://x.no/fhir/Patient/1,http://y.no/fhir/Patient/1')).toMatchObject({
      values: [{ references: ['Patient/1'] }, { references: ['http://y.no/fhir/Patient/1'] }],
    });
  });

  test('a composite has a value for each part', () => {
    expect(filterOf('Observation', 'component-code-value-quantity=http://loinc.org|8480-6$gt120')).toMatchObject({
      values: [
        {
          parts: [
            { system: 'http://loinc.org', code: '8480-6' },
            { is: 'quantity', value: 120 },
          ],
        },
      ],
    });
  });

  test('what is made of other parameters asks for those', () => {
    expect(filterOf('Observation', 'combo-code=1')).toMatchObject({
      kind: 'any',
      filters: [{ parameter: 'code' }, { parameter: 'component-code' }],
    });
    expect(filterOf('Observation', 'combo-code:not=1')).toMatchObject({ kind: 'all' });
    expect(filterOf('Observation', 'code-value-quantity=1$5,2$6')).toMatchObject({
      kind: 'any',
      filters: [{ kind: 'all', filters: [{ parameter: 'code' }, { parameter: 'value-quantity' }] }, { kind: 'all' }],
    });
  });
});

describe('chains', () => {
  test('a chain goes on through each type that has the parameter', () => {
    expect(filterOf('Observation', 'subject.name=kari')).toMatchObject({
      kind: 'chain',
      targets: [{ type: 'Location' }, { type: 'Patient', filter: { parameter: 'name' } }],
    });
    expect(filterOf('Observation', 'subject:Patient.general-practitioner:Practitioner.name=a')).toMatchObject({
      targets: [{ type: 'Patient', filter: { kind: 'chain', targets: [{ type: 'Practitioner' }] } }],
    });
  });

  test('a reverse chain names the type and its reference, and may go on', () => {
    expect(filterOf('Patient', '_has:Observation:patient:_has:Provenance:target:agent=Practitioner/1')).toMatchObject({
      kind: 'has',
      type: 'Observation',
      parameter: 'patient',
      filter: { kind: 'has', type: 'Provenance', parameter: 'target', filter: { parameter: 'agent' } },
    });
  });

  test('the members of a list are those it refers to', () => {
    expect(filterOf('Patient', '_list=42')).toMatchObject({ kind: 'has', type: 'List', parameter: 'item' });
  });
});

describe('what cannot be understood', () => {
  test('an unknown parameter is left out and said, or refused when the client wants it strict', () => {
    const search = parse('Patient', 'shoe-size=44&gender=male');
    expect(search.used).toEqual([['gender', 'male']]);
    expect(search.issues).toMatchObject([{ severity: 'warning', key: 'parameter-unknown' }]);
    expect(refusal('Patient', 'shoe-size=44', { handling: 'strict' }).kind).toBe('invalid');
  });

  test('a result parameter without a value is left out and said, and more than there are on a page are asked for freely', () => {
    const search = parse('Patient', '_count=&_sort=&_total=&_summary=&_include=&_revinclude:iterate=');
    expect([search.used, search.issues.map(({ key }) => key)]).toEqual([[], Array(6).fill('parameter-empty')]);
    expect(parse('Patient', '_count=1000000000000').count).toBe(1000);
  });

  test.each([
    ['Patient', '_query=mine'],
    ['Observation', 'date=yesterday'],
    ['Observation', 'date=2020-13'],
    ['Observation', 'value-quantity=abc'],
    ['Observation', 'value-quantity=5|mg'],
    ['Observation', 'status:exact=final'],
    ['Observation', 'status:=final'],
    ['Observation', 'subject:Practitioner=1'],
    ['Observation', 'subject=a/b/c'],
    ['Observation', 'code:missing=maybe'],
    ['Observation', 'code-value-quantity=1'],
    ['Observation', 'code.name=1'],
    ['Observation', 'focus.status=1'],
    ['Patient', '_has:Nothing:patient:code=1'],
    ['Patient', '_has:Observation:patient=1'],
    ['Patient', 'identifier:of-type=a|b'],
    ['Patient', 'name=a%00b'],
    ['Patient', '_count=-1'],
    ['Patient', '_summary=all'],
    ['Patient', '_total=some'],
    ['Patient', '_include=Patient'],
    ['Location', 'near=100|10'],
  ])('%s?%s is refused, and the value is not repeated', (type, query) => {
    const problem = refusal(type, query);
    expect(problem.kind).toBe('invalid');
    expect(problem.issues.every((issue) => issue.severity === 'error' && issue.key)).toBe(true);
  });

  test('all that is wrong is told at once', () => {
    expect(refusal('Patient', 'birthdate=x&gender:exact=y').issues).toHaveLength(2);
  });

  test('whatever is asked, the answer is a search or a refusal', () => {
    const names = [
      'name',
      'birthdate',
      'identifier:of-type',
      '_has:Observation:patient:code',
      'link.name',
      '_sort',
      '_id',
    ];
    const piece = fc.oneof(
      fc.string({ unit: 'binary' }),
      fc.constantFrom("'", '"', '\\', '|', '$', ',', '\\,', '%', ':', '.', '\0', '1e999', '9'.repeat(500)),
    );
    const pair = fc.tuple(
      fc.oneof(fc.constantFrom(...names), piece),
      fc.array(piece).map((pieces) => pieces.join('')),
    );
    fc.assert(
      fc.property(fc.array(pair, { maxLength: 5 }), fc.constantFrom('strict', 'lenient'), (query, handling) => {
        try {
          parseSearch({ type: 'Patient', query, handling: handling as 'strict' });
        } catch (error) {
          expect(error).toBeInstanceOf(Problem);
        }
      }),
    );
  });
});

describe('over several types', () => {
  test('what all types have can be asked, and date is the date of each', () => {
    const compartment = compartmentOf('Patient', '1')!;
    const query: [string, string][] = [
      ['_type', 'Condition,Observation'],
      ['date', 'ge2020'],
      ['_tag', 'a|b'],
      ['_sort', '-date'],
      ['value-quantity', '5'],
    ];
    const search = parseSearch({ compartment, query, handling: 'lenient' });
    expect(search.types).toEqual(['Condition', 'Observation']);
    expect(search.filters).toMatchObject([{ parameter: { isPrincipal: true } }, { parameter: { code: '_tag' } }]);
    expect(search.sort).toMatchObject([{ descending: true, parameter: { isPrincipal: true } }]);
    expect(search.issues).toMatchObject([{ key: 'parameter-unknown' }]);
  });

  test('a type that is never in the compartment is refused', () => {
    const compartment = compartmentOf('Patient', '1')!;
    expect(() => parseSearch({ compartment, query: [['_type', 'ValueSet']], handling: 'lenient' })).toThrow(Problem);
  });

  test('compartments are R4’s, with Task in the patient’s', () => {
    const { resource } = readDefinitions('compartmentdefinition-patient.json') as unknown as Definition;
    const ours = compartmentOf('Patient', '1')!.codes;
    for (const { code, param } of resource) {
      // R4 says `patient` of Encounter; what compiles the definitions says `subject`, which is the same element.
      if (code !== 'Encounter') expect([code, ours.get(code)]).toEqual([code, param]);
    }
  });

  test('every parameter of every compartment is a reference of its type', () => {
    for (const type of ['Patient', 'Encounter', 'RelatedPerson', 'Practitioner', 'Device']) {
      for (const [of, codes] of compartmentOf(type, '1')!.codes) {
        for (const code of codes)
          expect([of, code, searchParametersOf(of).get(code)?.type]).toEqual([of, code, 'reference']);
      }
    }
  });
});

type Definition = { resource: { code: string; param?: string[] }[] };
