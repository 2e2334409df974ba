import type { JsonObject, Resource } from '../../../server/src/fhir/resource.ts';
import { addYears, type Day, isoDate } from './calendar.ts';
import { coded, displayOf } from './codes/displays.ts';
import { compact, extensionUrl, fixed, systems, volven } from './fhir.ts';
import { addressOf } from './households.ts';
import { nationalNumberFrom, organisationNumber } from './numbers.ts';
import type { ServiceKind } from './places.ts';
import { type Staff, staffAt, type Town, type Unit } from './town.ts';

const ORGANIZATION_PROFILE = ['http://hl7.no/fhir/StructureDefinition/no-basis-Organization'];
const PRACTITIONER_PROFILE = ['http://hl7.no/fhir/StructureDefinition/no-basis-Practitioner'];
const ROLE_PROFILE = ['http://hl7.no/fhir/StructureDefinition/no-basis-PractitionerRole'];

/** What all records refer to, each after what it refers to: organisations, places, services, and the people at work. */
export function* sharedResources(town: Town, asOf: Day): Generator<Resource> {
  const byId = new Map(town.units.map((unit) => [unit.id, unit]));
  const written = new Set<string>();
  function* upward(unit: Unit): Generator<Resource> {
    if (written.has(unit.id)) return;
    written.add(unit.id);
    if (unit.partOf !== undefined) yield* upward(byId.get(unit.partOf)!);
    // What it serves comes first too, but for the parts of it: those must come after, and stand in the same transaction.
    for (const id of unit.serves ?? []) if (byId.get(id)!.partOf !== unit.id) yield* upward(byId.get(id)!);
    if (unit.type !== undefined) yield endpoint(unit);
    yield organization(unit);
  }
  for (const unit of town.units) yield* upward(unit);
  for (const unit of town.units) if (unit.kind === 'private-care') yield contract(unit, asOf);
  yield privacyAgreement(town, asOf);
  for (const unit of town.units) {
    if (unit.type !== undefined) {
      yield location(unit);
      yield service(unit, staffAt(town, unit).next().done !== true);
    }
  }
  for (const unit of town.units) {
    for (const staff of staffAt(town, unit)) {
      yield practitioner(unit, staff);
      if (hasList(staff)) yield gpList(unit, staff);
      for (const job of jobsOf(unit, staff)) yield role(town.unit(job.organization), staff, job);
    }
  }
}

function organization(unit: Unit): Resource {
  return {
    resourceType: 'Organization',
    id: unit.id,
    meta: { profile: ORGANIZATION_PROFILE, tag: unit.tags },
    ...compact({
      extension: unit.serves?.map((id) => ({
        url: extensionUrl('serves-unit'),
        valueReference: { reference: `Organization/${id}` },
      })),
      identifier: [
        { system: systems.organisationNumber, value: organisationNumber(80_000_000 + unit.ordinal * 12) },
        { system: systems.herId, value: herIdOf(unit) },
      ],
      active: true,
      type: typesOf(unit),
      name: unit.name,
      telecom: telecom(unit),
      address: address(unit),
      partOf: unit.partOf === undefined ? undefined : { reference: `Organization/${unit.partOf}` },
      endpoint: unit.type === undefined ? undefined : [{ reference: `Endpoint/${unit.id}` }],
    }),
  };
}

/** How messages reach the unit: by its HER-id, over AMQP as the national exchange has it. No such address leads anywhere. */
function endpoint(unit: Unit): Resource {
  return {
    resourceType: 'Endpoint',
    id: unit.id,
    meta: { tag: unit.tags },
    identifier: [{ system: systems.herId, value: herIdOf(unit) }],
    status: 'active',
    connectionType: { system: 'http://hl7.no/fhir/CodeSystem/no-basis-connection-type', code: 'no-amqp' },
    name: `EDI for ${unit.name}`,
    payloadType: MESSAGES,
    address: `amqp://meldinger.invalid/${herIdOf(unit)}`,
  };
}

/** What all here can read: Volven 8279, what a message is for. */
const MESSAGES = fixed(
  ['HENVISNING', 'EPIKRISE', 'DIALOG_FORESPORSEL', 'DIALOG_SVAR'].map((code) => ({
    coding: [{ system: volven(8279), code }],
  })),
);

const herIdOf = ({ ordinal }: Unit): string => String(9_900_000 + ordinal);

const LIST_PROFILE = ['https://enjournal.no/fhir/StructureDefinition/gp-list'];

/** GPs have a list; their locums and the other doctors of a practice would not. */
const hasList = ({ functions }: Staff): boolean => functions.includes('6');

const listOf = (practitionerRole: string): string => `list-${practitionerRole}`.slice(0, 64);

/** A GP's list: the contract, the practice, and how many there is room for. */
function gpList(unit: Unit, { practitionerRole, given, family, born }: Staff): Resource {
  return {
    resourceType: 'HealthcareService',
    id: listOf(practitionerRole),
    meta: { profile: LIST_PROFILE, tag: unit.tags },
    extension: [{ url: extensionUrl('gp-list-capacity'), valuePositiveInt: 900 + (born % 9) * 50 }],
    identifier: [{ system: systems.gpContract, value: String(7_000_000 + born) }],
    active: true,
    providedBy: unit.reference,
    category: [coded(systems.serviceCategory, 'gp-list')],
    type: [typeOf(unit.type!)],
    name: `Fastlegelisten til ${given} ${family}`,
  };
}

/** What it is registered as, and whether it is outside of the health service. */
function typesOf({ type, isOutside }: Unit): JsonObject[] | undefined {
  const all = [
    ...(type === undefined ? [] : [typeOf(type)]),
    ...(isOutside === undefined ? [] : [coded(systems.serviceKind, 'outside-health')]),
  ];
  return all.length === 0 ? undefined : all;
}

function location(unit: Unit): Resource {
  return {
    resourceType: 'Location',
    id: unit.id,
    meta: { tag: unit.tags },
    ...compact({
      status: 'active',
      name: unit.name,
      mode: 'instance',
      telecom: telecom(unit),
      address: address(unit)?.[0],
      managingOrganization: unit.reference,
    }),
  };
}

function service(unit: Unit, isStaffed: boolean): Resource {
  return {
    resourceType: 'HealthcareService',
    id: unit.id,
    meta: { tag: unit.tags },
    ...compact({
      active: true,
      providedBy: unit.reference,
      ...(isStaffed ? answering(unit) : {}),
      type: [typeOf(unit.type!)],
      location: [{ reference: `Location/${unit.id}`, display: unit.name }],
      name: unit.name,
      telecom: telecom(unit),
    }),
  };
}

/** Services that citizens may write to: about what, and in how many working days they answer. */
const answers: Partial<Record<ServiceKind, readonly [days: number, topics: readonly string[]]>> = {
  gp: [3, ['health', 'medicines', 'appointment', 'other']],
  'home-care': [2, ['health', 'medicines', 'appointment', 'services', 'other']],
  'nursing-home': [3, ['health', 'appointment', 'services', 'other']],
  'health-station': [5, ['health', 'appointment', 'other']],
  'school-health': [5, ['health', 'appointment', 'other']],
  'youth-clinic': [2, ['health', 'appointment', 'other']],
  'mental-health': [5, ['health', 'medicines', 'appointment', 'other']],
  'case-office': [10, ['services', 'case', 'other']],
  'coordinating-unit': [5, ['services', 'case', 'other']],
  physio: [5, ['health', 'appointment', 'services', 'other']],
};

function answering({ kind }: Unit): JsonObject {
  const answer = answers[kind];
  if (answer === undefined) return {};
  const [days, topics] = answer;
  return {
    extension: [{ url: extensionUrl('answer-within'), valuePositiveInt: days }],
    category: [coded(systems.serviceCategory, 'dialogue')],
    characteristic: topics.map((topic) => coded(systems.dialogueTopic, topic)),
  };
}

/** The out-of-hours clinic is several municipalities' together, and has no privacy officer of its own. */
function privacyAgreement(town: Town, asOf: Day): Resource {
  const [clinic, municipality] = [town.unit('havoy-legevakt'), town.unit('fjordvik-kommune')];
  return {
    resourceType: 'OrganizationAffiliation',
    id: `${clinic.id}-${municipality.id}`,
    meta: { tag: municipality.tags },
    active: true,
    period: { start: isoDate(addYears(asOf, -2)) },
    organization: clinic.reference,
    participatingOrganization: municipality.reference,
    code: [coded(systems.affiliationKind, 'privacy-officer')],
  };
}

/** The municipality buys care of a supplier: from when, and until when. What it pays for stands in each client's record. */
function contract(unit: Unit, asOf: Day): Resource {
  return {
    resourceType: 'OrganizationAffiliation',
    id: `fjordvik-kommune-${unit.id}`.slice(0, 64),
    meta: { tag: unit.tags },
    active: true,
    period: { start: isoDate(addYears(asOf, -2)), end: isoDate(contractEnd(asOf)) },
    organization: { reference: 'Organization/fjordvik-kommune', display: 'Fjordvik kommune' },
    participatingOrganization: unit.reference,
    code: [{ text: 'Leverandør av hjemmetjenester etter avtale' }],
  };
}

/** The last day of the contract with the private supplier of home care. */
export const contractEnd = (asOf: Day): Day => asOf + 200;

function practitioner(unit: Unit, staff: Staff): Resource {
  const { demo, born, sex } = staff;
  return {
    resourceType: 'Practitioner',
    id: staff.practitioner,
    meta: { profile: PRACTITIONER_PROFILE, tag: unit.tags },
    ...compact({
      identifier: [
        ...(staff.hpr === undefined ? [] : [{ system: systems.hpr, value: staff.hpr }]),
        { use: 'official', system: systems.nationalNumber, value: demo?.nationalNumber ?? numberOf(born, sex) },
      ],
      active: true,
      name: [{ use: 'official', family: staff.family, given: [staff.given] }],
      gender: sex,
      birthDate: isoDate(born),
      qualification: staff.profession === undefined ? undefined : [qualification(staff.profession, born)],
    }),
  };
}

/** Individual numbers from 900 are for those born 1940–1999, and no citizen of the generator has one. */
const numberOf = (born: Day, sex: Staff['sex']): string => nationalNumberFrom(born, sex === 'male' ? 901 : 900);

type Job = {
  practitionerRole: string;
  organization: string;
  title: string;
  functions: readonly string[];
  accessRole?: string | undefined;
  supervisor?: string | undefined;
  /** Practitioner ids of those the person writes for. */
  actsFor?: readonly string[] | undefined;
  from: Day;
  to?: Day | undefined;
};

function jobsOf(unit: Unit, staff: Staff): Job[] {
  if (staff.demo !== undefined) return staff.demo.jobs.map(({ role, ...job }) => ({ ...job, title: role }));
  const { practitionerRole, title, functions, accessRole, born } = staff;
  return [
    { practitionerRole, organization: unit.id, title, functions, accessRole, from: addYears(born, 26) + (born % 97) },
  ];
}

type Named = { url: string; valueReference: { reference: string } };

/** Who countersigns for somebody, and whom they write for. */
function namedIn({ supervisor, actsFor = [] }: Job): Named[] | undefined {
  const named = [
    ...(supervisor === undefined ? [] : [['supervisor', supervisor] as const]),
    ...actsFor.map((one) => ['acts-for', one] as const),
  ];
  if (named.length === 0) return undefined;
  return named.map(([url, id]) => ({ url: extensionUrl(url), valueReference: { reference: `Practitioner/${id}` } }));
}

function role(unit: Unit, staff: Staff, job: Job): Resource {
  return {
    resourceType: 'PractitionerRole',
    id: job.practitionerRole,
    meta: { profile: ROLE_PROFILE, tag: unit.tags },
    ...compact({
      extension: namedIn(job),
      active: job.to === undefined,
      period: compact({ start: isoDate(job.from), end: job.to === undefined ? undefined : isoDate(job.to) }),
      practitioner: { reference: `Practitioner/${staff.practitioner}`, display: `${staff.given} ${staff.family}` },
      organization: unit.reference,
      code: roleCodes(job, staff.profession),
      healthcareService:
        hasList(staff) && job.functions.includes('6')
          ? [{ reference: `HealthcareService/${listOf(job.practitionerRole)}` }]
          : undefined,
      location: unit.type === undefined ? undefined : [{ reference: `Location/${unit.id}`, display: unit.name }],
      telecom: telecom(unit),
    }),
  };
}

/**
 * The title as the person's colleagues say it, with the functions (Volven 9034); the profession (9060) by itself; and
 * what the role may see, in our own words.
 */
function roleCodes({ title, functions, accessRole }: Job, profession: string | undefined): JsonObject[] {
  const coding = functions.map((code) => ({ system: volven(9034), code, display: displayOf(volven(9034), code) }));
  const codes: JsonObject[] = [coding.length === 0 ? { text: title } : { coding, text: title }];
  if (profession !== undefined) codes.push(coded(volven(9060), profession));
  if (accessRole !== undefined) codes.push(coded(systems.accessRole, accessRole));
  return codes;
}

const AUTHORITY = fixed({ display: 'Helsedirektoratet' });

/**
 * Authorisation, by category of health personnel (9060) and kind of approval (7704), from when the person was 25. One
 * that is withdrawn or limited says so in the extension that the register of health personnel gives.
 */
function qualification(profession: string, born: Day): JsonObject {
  return {
    code: {
      coding: [
        { system: volven(9060), code: profession, display: displayOf(volven(9060), profession) },
        { system: volven(7704), code: '1', display: displayOf(volven(7704), '1') },
      ],
    },
    period: { start: isoDate(addYears(born, 25)) },
    issuer: AUTHORITY,
  };
}

const typeOf = ([list, code]: NonNullable<Unit['type']>): JsonObject => coded(volven(list), code);

function telecom({ phone }: Unit): JsonObject[] | undefined {
  return phone === undefined ? undefined : [{ system: 'phone', value: phone, use: 'work' }];
}

function address({ street, id }: Unit): JsonObject[] | undefined {
  if (street === undefined) return undefined;
  const bergvik = id.startsWith('bergvik');
  const whole = addressOf(
    street,
    bergvik ? ['9999', 'Bergvik'] : ['9992', 'Fjordvik'],
    bergvik ? 'Bergvik' : 'Fjordvik',
    bergvik ? '0002' : '0001',
  );
  return [fixed({ ...whole, use: 'work' })];
}
