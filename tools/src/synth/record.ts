import type { Coding, JsonObject, Reference, Resource } from '../../../server/src/fhir/resource.ts';
import { patientTypes } from '../../../server/src/fhir/types.ts';
import type { Day } from './calendar.ts';
import { localPart, recordPrefix, recordPrefixOf } from './ids.ts';
import type { Custody, Kin, Protection } from './kin.ts';
import type { Name, Origin } from './names.ts';
import type { Sex } from './numbers.ts';
import { Random } from './random.ts';
import type { Staff, Unit } from './town.ts';

/** Who a citizen is, before anything has happened. */
export type Citizen = {
  /** Patient id: `kari-testdal` for people of the stories, otherwise an id that carries the record's key. */
  id: string;
  sex: Sex;
  born: Day;
  age: number;
  origin: Origin;
  name: Name;
  nationalNumber: string;
  home: Home;
  phone: string;
  /** Shared by those who live together. */
  household: number;
  role: 'adult' | 'child';
  practice: Unit;
  gp: Staff;
  /** The day the citizen came on the GP's list. */
  listedFrom: Day;
  /** How the address is protected, where it is. */
  protection?: Protection;
  /** Parental responsibility, for those under 18 who are not in the stories. */
  custody?: Custody;
  /** Near, and living elsewhere. */
  kin?: readonly Kin[];
  /** Decides everything that happens to this citizen. */
  random: Random;
  /** How much more or less than others of the same age this person sees the GP, and the hospital. */
  gpPropensity: number;
  hospitalPropensity: number;
};

/** Where people live, and the units that serve that address. */
export type Home = {
  address: JsonObject;
  municipality: 'fjordvik' | 'bergvik';
  zone: Unit;
  ward: Unit;
  station: Unit;
  school: Unit;
  caseOffice: Unit;
};

/** A stream of random numbers for one citizen, and with it the key of the citizen's record. */
export function citizenStream(seed: number, ordinal: number): { random: Random; prefix: string } {
  const random = new Random(seed, ordinal);
  return { random, prefix: recordPrefix(random.bits(), random.bits()) };
}

/** Collects the resources of one citizen, each after those it refers to. */
export class CitizenRecord {
  readonly resources: Resource[] = [];
  readonly patient: Reference;
  readonly #id: string;
  readonly #prefix: string;
  #count = 0;

  constructor(patientId: string) {
    this.#id = patientId;
    this.#prefix = patientId.length === 26 ? patientId.slice(0, 13) : recordPrefixOf(patientId);
    this.patient = { reference: `Patient/${patientId}` };
  }

  /** The Patient itself, under the citizen's id. */
  open(unit: Unit, body: JsonObject, meta: JsonObject): void {
    this.resources.push({ resourceType: 'Patient', id: this.#id, meta: { ...meta, tag: unit.tags }, ...body });
  }

  /** Marks a resource of this record with a security label. */
  label(reference: string, label: Coding): void {
    const resource = this.resources.find(({ resourceType, id }) => `${resourceType}/${id}` === reference);
    if (resource === undefined) throw new Error('No such resource in the record');
    resource.meta = { ...resource.meta, security: [...(resource.meta?.security ?? []), label] };
  }

  /** Adds a resource written at a unit. @returns the reference to it. */
  add(unit: Unit, resourceType: string, body: JsonObject): string {
    this.#count++;
    // What lives in no patient's record is a record of its own, so its id stands for itself.
    const id = patientTypes.has(resourceType)
      ? this.#prefix + localPart(this.#count)
      : `${this.#id}-${resourceType.toLowerCase()}-${this.#count}`;
    this.resources.push({ resourceType, id, meta: { tag: unit.tags }, ...body });
    return `${resourceType}/${id}`;
  }
}
