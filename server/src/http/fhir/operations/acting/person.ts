import { becomes } from '../../../../access/age.ts';
import type { PatientFacts } from '../../../../access/facts.ts';
import { systems } from '../../../../access/rules/codes.ts';
import { identityOf } from '../../../../access/sources/patient.ts';
import { problem } from '../../../../fhir/issue.ts';
import { isDNumber, isNationalIdentityNumber } from '../../../../fhir/norwegian/identifiers.ts';
import type { JsonObject, Resource } from '../../../../fhir/resource.ts';
import { typeNumber } from '../../../../fhir/types.ts';
import { guardAgainstGuessing } from '../../../../identity/login/index.ts';
import { findCurrent } from '../../../../record/index.ts';
import { gateActor } from '../../obligations.ts';
import type { FhirService } from '../../service.ts';
import { wrongValue } from '../record-call.ts';

/** Whom a citizen names by number and family name. */
export type Named = {
  identifier: { system: string; value: string };
  display: string;
  /** The fact by which their log-on finds what names them. */
  identity: string;
  patient: PatientFacts;
};

/**
 * The citizen of this number and family name, who is grown up, alive and may represent others. Whoever is none of that answers as a
 * number that nobody has: that somebody is protected, or dead, is not told. Who guesses waits longer each time.
 * @throws Problem invalid, rule `person-not-found`, busy
 */
export async function personNamed(
  service: FhirService,
  asker: string,
  { number = '', family = '' }: { number: string | undefined; family: string | undefined },
): Promise<Named> {
  const digits = number.replaceAll(/\s/g, '');
  if (!isNationalIdentityNumber(digits) && !isDNumber(digits)) {
    throw wrongValue('number', 'number is a national identity number or a D-number.');
  }
  if (family.trim() === '') throw wrongValue('family', 'family is the family name.');
  const guard = guardAgainstGuessing(service.database.writer);
  const key = `named ${asker}`;
  const wait = await guard.waitOf(key);
  if (wait > 0) throw problem('busy', 'too-many-guesses', { diagnostics: `Try again in ${wait} seconds.` });
  const identifier = { system: isDNumber(digits) ? systems.dNumber : systems.nationalNumber, value: digits };
  const identity = identityOf(identifier.system, digits);
  const found = await patientWith(service, identity);
  const now = service.now();
  const isFit =
    found !== undefined &&
    found.patient.address !== 'fortrolig' &&
    found.patient.address !== 'strengt-fortrolig' &&
    !found.patient.isDeceased &&
    found.patient.birthDate !== undefined &&
    becomes(found.patient.birthDate, 18) <= now &&
    familiesOf(found.resource).includes(plain(family));
  if (!isFit) {
    await guard.failed(key);
    throw problem('rule', 'person-not-found', {
      diagnostics: 'Nobody with this number and family name can be chosen.',
      expression: "Parameters.parameter.where(name = 'number')",
    });
  }
  return { identifier, identity, patient: found.patient, display: nameOf(found.resource) };
}

async function patientWith(service: FhirService, identity: string) {
  const { rows } = await service.database.shortReader.query<{ id: string; record: bigint }>(
    `SELECT id, record FROM access_fact WHERE person = $1 AND kind = 'identity' AND type = $2::int2 LIMIT 2`,
    [identity, typeNumber('Patient')],
    'patient-with-identity',
  );
  const row = rows.length === 1 ? rows[0] : undefined;
  if (row === undefined) return undefined;
  service.gate.forget({ actor: gateActor }, [{ record: row.record, epoch: 0n }]);
  const { patient } = await service.gate.factsOf(row.record);
  const [current] = await findCurrent(service.database.shortReader, [{ type: 'Patient', id: row.id }], false);
  if (patient === undefined || current?.state !== 'current') return undefined;
  return { patient, resource: JSON.parse(current.content) as Resource };
}

const plain = (text: string): string => text.trim().toLocaleLowerCase('nb');

type HumanName = { use?: string; text?: string; given?: string[]; family?: string };
const namesOf = ({ name }: JsonObject): HumanName[] => (name ?? []) as HumanName[];
const familiesOf = (patient: JsonObject): string[] =>
  namesOf(patient).flatMap(({ family }) => plain(family ?? '') || []);

/** What a citizen is called, as the population register has it. */
export function nameOf(patient: JsonObject): string {
  const names = namesOf(patient);
  const one = names.find(({ use }) => use === 'official') ?? names[0];
  return one?.text ?? [...(one?.given ?? []), one?.family ?? ''].join(' ').trim();
}

/** What the citizens of these ids are called, by id. */
export async function namesOfPatients(
  service: FhirService,
  ids: readonly string[],
): Promise<ReadonlyMap<string, string>> {
  const keys = [...new Set(ids)].map((id) => ({ type: 'Patient', id }));
  const found = await findCurrent(service.database.shortReader, keys, false);
  return new Map(
    found.flatMap((one, i) =>
      one.state === 'current' ? [[keys[i]!.id, nameOf(JSON.parse(one.content) as Resource)] as const] : [],
    ),
  );
}
