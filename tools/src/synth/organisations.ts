import type { JsonObject, Resource } from '../../../server/src/fhir/resource.ts';
import { coded, displayOf } from './codes/displays.ts';
import { compact, fixed, systems, volven } from './fhir.ts';
import { addressOf } from './households.ts';
import { organisationNumber } from './numbers.ts';
import { type Staff, staffAt, type Town, type Unit } from './town.ts';

const ORGANIZATION_PROFILE = ['http://hl7.no/fhir/StructureDefinition/no-basis-Organization'];
const PRACTITIONER_PROFILE = ['http://hl7.no/fhir/StructureDefinition/no-basis-Practitioner'];
const ROLE_PROFILE = ['http://hl7.no/fhir/StructureDefinition/no-basis-PractitionerRole'];

/** What all records refer to, each after what it refers to: organisations, places, services, and the people at work. */
export function* sharedResources(town: Town): Generator<Resource> {
  const byId = new Map(town.units.map((unit) => [unit.id, unit]));
  const written = new Set<string>();
  function* upward(unit: Unit): Generator<Resource> {
    if (written.has(unit.id)) return;
    written.add(unit.id);
    if (unit.partOf !== undefined) yield* upward(byId.get(unit.partOf)!);
    yield organization(unit);
  }
  for (const unit of town.units) yield* upward(unit);
  for (const unit of town.units) {
    if (unit.type !== undefined) {
      yield location(unit);
      yield service(unit);
    }
  }
  for (const unit of town.units) {
    for (const staff of staffAt(town, unit)) {
      yield practitioner(unit, staff);
      yield role(unit, staff);
    }
  }
}

function organization(unit: Unit): Resource {
  return {
    resourceType: 'Organization',
    id: unit.id,
    meta: { profile: ORGANIZATION_PROFILE, tag: unit.tags },
    ...compact({
      identifier: [
        { system: systems.organisationNumber, value: organisationNumber(80_000_000 + unit.ordinal * 12) },
        { system: systems.herId, value: String(9_900_000 + unit.ordinal) },
      ],
      active: true,
      type: unit.type === undefined ? undefined : [typeOf(unit.type)],
      name: unit.name,
      telecom: telecom(unit),
      address: address(unit),
      partOf: unit.partOf === undefined ? undefined : { reference: `Organization/${unit.partOf}` },
    }),
  };
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

function service(unit: Unit): Resource {
  return {
    resourceType: 'HealthcareService',
    id: unit.id,
    meta: { tag: unit.tags },
    ...compact({
      active: true,
      providedBy: unit.reference,
      type: [typeOf(unit.type!)],
      location: [{ reference: `Location/${unit.id}`, display: unit.name }],
      name: unit.name,
      telecom: telecom(unit),
    }),
  };
}

function practitioner(unit: Unit, staff: Staff): Resource {
  return {
    resourceType: 'Practitioner',
    id: staff.practitioner,
    meta: { profile: PRACTITIONER_PROFILE, tag: unit.tags },
    ...compact({
      identifier: staff.hpr === undefined ? undefined : [{ system: systems.hpr, value: staff.hpr }],
      active: true,
      name: [{ use: 'official', family: staff.family, given: [staff.given] }],
      gender: staff.sex,
      qualification: staff.profession === undefined ? undefined : [{ code: authorised(staff.profession) }],
    }),
  };
}

function role(unit: Unit, staff: Staff): Resource {
  return {
    resourceType: 'PractitionerRole',
    id: staff.practitionerRole,
    meta: { profile: ROLE_PROFILE, tag: unit.tags },
    ...compact({
      active: true,
      practitioner: { reference: `Practitioner/${staff.practitioner}`, display: `${staff.given} ${staff.family}` },
      organization: unit.reference,
      code: roleCodes(staff),
      location: unit.type === undefined ? undefined : [{ reference: `Location/${unit.id}`, display: unit.name }],
      telecom: telecom(unit),
    }),
  };
}

/** The title as the person's colleagues say it, with the functions (Volven 9034); and the profession (9060) by itself. */
function roleCodes({ title, functions, profession }: Staff): JsonObject[] {
  const coding = functions.map((code) => ({ system: volven(9034), code, display: displayOf(volven(9034), code) }));
  const codes: JsonObject[] = [coding.length === 0 ? { text: title } : { coding, text: title }];
  if (profession !== undefined) codes.push(coded(volven(9060), profession));
  return codes;
}

/** Authorisation, by category of health personnel (9060) and kind of approval (7704). */
function authorised(profession: string): JsonObject {
  return {
    coding: [
      { system: volven(9060), code: profession, display: displayOf(volven(9060), profession) },
      { system: volven(7704), code: '1', display: displayOf(volven(7704), '1') },
    ],
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
