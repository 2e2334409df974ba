import { parseJson, printJson } from '../../fhir/json/index.ts';
import type { Json, JsonObject } from '../../fhir/resource.ts';

/**
 * A person as the population register's directory shows them to health personnel who have nothing to do with them: name,
 * birth date, sex and national identity number, and never where they live. No version and no time: what happens in the
 * record is no business of the reader's.
 * @source pasientjournalloven § 21 (the register may be searched); what is shown of it is our choice
 */
export function directoryView(content: string): string {
  const { value } = parseJson(content);
  const view: JsonObject = { resourceType: 'Patient', id: value.id as string, meta: { tag: [SUBSETTED] } };
  const numbers = list(value.identifier).filter(({ system }) => nationalNumbers.has(String(system)));
  if (numbers.length > 0)
    view.identifier = numbers.map(({ system, value: number }) => ({ system, value: number }) as Json);
  const names = list(value.name).filter(({ use }) => use !== 'old' && use !== 'anonymous');
  if (names.length > 0) view.name = names;
  for (const element of ['gender', 'birthDate'] as const) {
    if (value[element] !== undefined) view[element] = value[element];
  }
  return printJson(view);
}

const list = (value: Json | undefined): JsonObject[] => (Array.isArray(value) ? (value as JsonObject[]) : []);

const SUBSETTED = { system: 'http://terminology.hl7.org/CodeSystem/v3-ObservationValue', code: 'SUBSETTED' };

/** Fødselsnummer, D-nummer and felles hjelpenummer. */
export const nationalNumbers: ReadonlySet<string> = new Set(
  ['1', '2', '3'].map((last) => `urn:oid:2.16.578.1.12.4.1.4.${last}`),
);

/** Search parameters that ask for nothing but what the directory shows. */
const DIRECTORY_PARAMETERS = new Set(
  '_id identifier name family given phonetic birthdate gender _count _sort _total _summary _elements _format'.split(
    ' ',
  ),
);

/** Whether a search of Patients asks for nothing that the directory does not show: then it may find those without a ground. */
export function isOfDirectory(query: readonly (readonly [name: string, value: string])[]): boolean {
  return query.every(([name, value]) => {
    const [code = '', modifier] = name.split(':');
    if (modifier !== undefined && !['exact', 'contains'].includes(modifier)) return false;
    if (code === '_sort') return value.split(',').every((key) => DIRECTORY_PARAMETERS.has(key.replace(/^-/, '')));
    return DIRECTORY_PARAMETERS.has(code);
  });
}

/** Search parameters that find somebody by where they live or by what number they answer; at the end of a chain as well. */
const PLACE_PARAMETERS =
  /(^|[.:-])(address|telecom|phone|email|near|organization|general-practitioner|_text|_content|_filter)/;

/** Whether a search asks where somebody is: then it never finds those whose address is protected. */
export const asksForPlace = (query: readonly (readonly [name: string, value: string])[]): boolean =>
  query.some(([name, value]) => PLACE_PARAMETERS.test(name) || (name === '_sort' && PLACE_PARAMETERS.test(value)));
