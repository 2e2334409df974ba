import { labelSystem } from '../../access/categories.ts';
import type { JsonObject, Resource } from '../../fhir/resource.ts';
import { type Values, volvenOid } from '../../messages/index.ts';

/** Who signs, where they work, and whom it is about. */
export type Parties = {
  patient: Resource;
  /** Practitioner. */
  prescriber: Resource;
  unit: Resource;
  /** What the unit is part of. */
  parent: Resource | undefined;
};

/** Who takes the messages. */
export type Receiver = { name: string; herId: string };

const OID = 'urn:oid:2.16.578.1.12.4.1.';
const numbers = {
  herId: `${OID}2`,
  organisation: `${OID}4.101`,
  national: `${OID}4.1`,
  d: `${OID}4.2`,
  hpr: `${OID}4.4`,
};

const objects = (value: unknown): JsonObject[] => (Array.isArray(value) ? (value as JsonObject[]) : []);

const numberOf = (of: Resource | undefined, system: string): string | undefined =>
  objects(of?.identifier).find((one) => one.system === system && one.use !== 'old')?.value as string | undefined;

export const nationalNumberOf = (patient: Resource): string | undefined =>
  numberOf(patient, numbers.national) ?? numberOf(patient, numbers.d);

export const hprOf = (prescriber: Resource): string | undefined => numberOf(prescriber, numbers.hpr);

/** The envelope around a message of ours. */
export function envelopeOf(
  parties: Parties,
  receiver: Receiver,
  message: { type: string; name: string; id: string; at: string; content: Values },
): Values {
  const { type, name, id, at, content } = message;
  return {
    MsgInfo: {
      Type: { V: type, DN: name },
      MIGversion: 'v1.2 2006-05-24',
      GenDate: at,
      MsgId: id,
      Ack: { V: 'J', DN: 'Ja' },
      Sender: { Organisation: senderOf(parties) },
      Receiver: {
        Organisation: { OrganisationName: receiver.name, Ident: [identOf('HER', 'HER-id', 9051, receiver.herId)] },
      },
      Patient: patientOf(parties.patient),
    },
    Document: [{ RefDoc: { IssueDate: { V: at }, MsgType: { V: 'XML', DN: 'XML-instans' }, Content: content } }],
  };
}

/** The enterprise outermost, the unit in it, and in that who signs. */
function senderOf({ prescriber, unit, parent }: Parties): Values {
  const inner: Values = { ...organisationOf(unit), HealthcareProfessional: professionalOf(prescriber) };
  return parent === undefined ? inner : { ...organisationOf(parent), Organisation: inner };
}

function organisationOf(of: Resource): Values {
  const her = numberOf(of, numbers.herId);
  const organisation = numberOf(of, numbers.organisation);
  return {
    OrganisationName: String(of.name ?? ''),
    Ident: [
      ...(her === undefined ? [] : [identOf('HER', 'HER-id', 9051, her)]),
      ...(organisation === undefined
        ? []
        : [identOf('ENH', 'Organisasjonsnummeret i Enhetsregisteret', 9051, organisation)]),
    ],
  };
}

function professionalOf(prescriber: Resource): Values {
  const hpr = hprOf(prescriber);
  return { ...namesOf(prescriber), Ident: hpr === undefined ? [] : [identOf('HPR', 'HPR-nummer', 8116, hpr)] };
}

function patientOf(patient: Resource): Values {
  const [national, d] = [numberOf(patient, numbers.national), numberOf(patient, numbers.d)];
  const sex = { male: '1', female: '2', other: '9', unknown: '0' }[String(patient.gender)];
  const born = String(patient.birthDate ?? '');
  return {
    ...namesOf(patient),
    ...(born.length === 10 ? { DateOfBirth: born } : {}),
    ...(sex === undefined ? {} : { Sex: { V: sex } }),
    Ident: [
      ...(national === undefined ? [] : [identOf('FNR', 'Fødselsnummer', 8116, national)]),
      ...(national === undefined && d !== undefined ? [identOf('DNR', 'D-nummer', 8116, d)] : []),
    ],
    ...addressOf(patient),
  };
}

const MIDDLE = 'http://hl7.no/fhir/StructureDefinition/no-basis-middlename';

function namesOf(of: Resource): Values {
  const all = objects(of.name);
  const name = all.find(({ use }) => use === 'official') ?? all[0] ?? {};
  const middle = objects(name.extension).find(({ url }) => url === MIDDLE)?.valueString;
  const given = ((name.given ?? []) as string[]).join(' ');
  return {
    ...(name.family === undefined ? {} : { FamilyName: String(name.family) }),
    ...(middle === undefined ? {} : { MiddleName: String(middle) }),
    ...(given === '' ? {} : { GivenName: given }),
  };
}

const PROTECTION = 'https://enjournal.no/fhir/StructureDefinition/address-protection';

/** Where somebody lives is not told of who is protected: the pharmacy needs it not. */
function addressOf(patient: Resource): Values {
  if (objects(patient.extension).some(({ url }) => url === PROTECTION)) return {};
  const all = objects(patient.address);
  const home = all.find(({ use }) => use === 'home') ?? all[0];
  if (home === undefined) return {};
  const street = ((home.line ?? []) as string[]).join(', ');
  return {
    Address: {
      Type: { V: 'HP', DN: 'Folkeregisteradresse' },
      ...(street === '' ? {} : { StreetAdr: street }),
      ...(home.postalCode === undefined ? {} : { PostalCode: String(home.postalCode) }),
      ...(home.city === undefined ? {} : { City: String(home.city) }),
    },
  };
}

const identOf = (kind: string, name: string, list: number, id: string): Values => ({
  Id: id,
  TypeId: { V: kind, S: volvenOid(list), DN: name },
});

/** Whether guardians and parents are not to see it, where they look by the national solutions. */
export const isKeptFromGuardians = ({ meta }: Resource): boolean =>
  objects(meta?.security).some(
    ({ system, code }) => system === labelSystem && (code === 'withheld-from-parents' || code === 'youth-confidential'),
  );
