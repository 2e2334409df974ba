import type { Category, Label } from './categories.ts';

/**
 * What a decision is made of. Everything is loaded before `decide` is called: it asks nobody and looks at no clock.
 * Times are epoch ms, intervals half-open, an end that is not known is Infinity. Ids are FHIR ids without their type.
 */

/** HL7 v3 ActReason, with our AUDIT and SYSADMIN. */
export type Purpose =
  | 'TREAT'
  | 'ETREAT'
  | 'BTG'
  | 'COC'
  | 'HQUALIMP'
  | 'HRESCH'
  | 'HOPERAT'
  | 'AUDIT'
  | 'SYSADMIN'
  | 'PATRQT'
  | 'FAMRQT'
  | 'PWATRNY';

export type Interaction =
  | 'read'
  | 'vread'
  | 'search'
  | 'history'
  | 'everything'
  | 'export'
  | 'system-history'
  | 'write'
  | 'destroy';

/** What the population register says of whom may know where somebody lives: codes 7 (fortrolig) and 6 (strengt fortrolig). */
export type AddressProtection = 'none' | 'klient' | 'fortrolig' | 'strengt-fortrolig';

export type RelationKind =
  | 'fastlege'
  | 'encounter'
  | 'episode'
  | 'stay'
  | 'vedtak'
  | 'referral'
  | 'task'
  | 'appointment'
  | 'alarm'
  | 'team'
  | 'contract'
  | 'case'
  | 'log-case'
  | 'task-requested';

/** Someone at work: a Practitioner's id, or `PractitionerRole/<id>` where only the role is told. */
export type Agent = string;

/** Why a unit or a person has to do with this citizen: made by an event in the record, never by a claim. */
export type Relation = {
  kind: RelationKind;
  /** Organization id; empty for what follows a person wherever they work. */
  unit: string;
  /** Who, where it names someone. */
  person?: Agent;
  from: number;
  to: number;
  /** Whether its status is one that counts; a finished one may still give its participants some days. */
  isActive: boolean;
  /** Those who took part. */
  participants?: readonly Agent[];
  /** Who recorded it. */
  createdBy?: Agent;
  /** Recorded by the very person it would let in, with no event of the citizen's behind it. */
  isSelfAsserted?: boolean;
  /** The service is given in the citizen's home. */
  isHomeVisit?: boolean;
  /** Takes part in the work with a plan, and not in care. */
  isInvited?: boolean;
  /** Type/id of all that it lets be seen, itself first; the whole record when absent. */
  documents?: readonly string[];
  /** Categories that it opens to the one it names, besides those of the role: medicines, to whom giving them is delegated. */
  gives?: readonly Category[];
  /** Type/id of the resource it came from. */
  source?: string;
};

export type BlockKind =
  | ('org' | 'unit' | 'person' | 'category' | 'document' | 'all')
  | ('learning' | 'secondary-use' | 'register');

/**
 * The citizen keeps something from someone. `kind` and `target` say it in one word; the rest narrows: everything that is
 * said must hold of a resource for the block to cover it.
 */
export type Block = {
  kind: BlockKind;
  /** Organization id, an Agent or `RelatedPerson/<id>`, a category, Type/id or id of a document, a register; `*` otherwise. */
  target: string;
  /** Organization ids and Agents that it is not kept from. */
  except?: readonly string[];
  /** Organization ids: only what one of these is custodian of. One that is named, and all that is part of it now. */
  custodians?: readonly string[];
  categories?: readonly Category[];
  /** Type/id. */
  documents?: readonly string[];
  /** Only what happened in this time. */
  period?: { from: number; to: number };
  from: number;
  to: number;
  /** Whether the reader may be told that something is kept from them. */
  marker: boolean;
  /** Type/id of the Consent. */
  source?: string;
};

/** One person's emergency opening of this record. */
export type Emergency = {
  person: string;
  startedAt: number;
  endsAt: number;
  revokedAt?: number;
  /** The coded reason, and what the person wrote. */
  reason: string;
  text: string;
};

/** Consent that the citizen gave to someone who sat before them. */
export type SituationConsent = {
  /** The unit's whole staff when absent. */
  person?: Agent;
  /** Organization id. */
  unit?: string;
  /** All of what is blocked when absent. */
  categories?: readonly Category[];
  from: number;
  to: number;
};

/** What the citizen lets somebody outside of the health service know. */
export type OutsideSharing = {
  /** Organization id. */
  unit?: string;
  person?: Agent;
  what: 'plan' | 'services' | 'contact';
  from: number;
  to: number;
};

export type Authorisation = { category: string; status: 'active' | 'revoked' | 'suspended' | 'restricted' };

export type StaffFacts = {
  kind: 'staff';
  /** Practitioner id. */
  person: string;
  /** PractitionerRole id of the chosen role, and those of all the person's roles. */
  practitionerRole?: string;
  allRoles?: readonly string[];
  /** Code of the access-role CodeSystem. */
  role: string;
  hpr?: Authorisation;
  /** Legal entity: the top of the chain of organisations. */
  org: string;
  /** The unit that was chosen at log-on. */
  unit: string;
  /** Units that the chosen one works for: a night patrol and its zones. */
  alsoUnits: readonly string[];
  /** The organisations between the unit and the legal entity. */
  partOf?: readonly string[];
  /** When the unit's organisation has a contract to give care for another; not told for those who need none. */
  contracts?: readonly { from: number; to: number }[];
  /** The unit is a school, a kindergarten, PPT, NAV: it has to do with the citizen, and not with their health. */
  isOutside?: true;
  isEmployed: boolean;
  /** Level of assurance of the log-on, 1–4. */
  loa: number;
  /** Practitioner id of the treater this person acts for, checked against a registered delegation. */
  onBehalfOf?: string;
  /** Practitioner id of a student's supervisor. */
  supervisor?: string;
  /** PractitionerRole ids of the supervisor, or of whom this person acts for. */
  theirRoles?: readonly string[];
  /** Patient id of the person's own record. */
  ownPatient?: string;
  /** Patient ids of spouse, children, parents. */
  closeRelations?: readonly string[];
};

/** A citizen, who may ask for another's record: kin and mandate tell whether they may. */
export type CitizenFacts = { kind: 'citizen'; person: string; loa: number; address: AddressProtection };

export type SystemFacts = {
  kind: 'system';
  client: string;
  /** Code of the health register that it collects for. */
  register?: string;
  /** Its organisation and all above that, where that is outside of the health service. */
  outside?: readonly string[];
};

export type PatientFacts = {
  id: string;
  /** As FHIR has it: YYYY, YYYY-MM or YYYY-MM-DD. */
  birthDate?: string;
  isDeceased: boolean;
  address: AddressProtection;
  /** Patient id of the surviving identity. */
  mergedInto?: string;
  /** Organization ids where the citizen works. */
  employeeOf?: readonly string[];
};

/** How the citizen who asks stands to the one who is asked about. */
export type Kin = {
  parentalResponsibility: boolean;
  courtRestriction: boolean;
  coResidentParent?: boolean;
  /** The child welfare service has taken over the care: from this one, or this one stands where parents stand. */
  careOrder?: 'taken-from' | 'child-welfare' | 'foster-parent';
  /** A documented need for them to see more than their child's age gives: serious, long illness. */
  hasDocumentedNeed?: boolean;
  /** RelatedPerson id in the child's record. */
  relatedPerson?: string;
  /** When what gives it ends. */
  until?: number;
};

/** A power of attorney or a guardianship that the citizen who asks has from the one who is asked about. */
export type Mandate = {
  kind: 'power-of-attorney' | 'guardian';
  /** `read-record`, a category, or a guardian's `personal` and `economic`. */
  scopes: readonly string[];
  from: number;
  to: number;
  revokedAt?: number;
  /** RelatedPerson id of who holds it, in the citizen's record. */
  relatedPerson?: string;
};

/** A research project the person extracts for. */
export type Project = { isApproved: boolean; isPseudonymised: boolean; k: number };

/** One actor, one record, one request. */
export type RecordFacts = {
  now: number;
  actor: StaffFacts | CitizenFacts | SystemFacts;
  purpose?: Purpose;
  /** True when who asks has not said in their own words what they need it for. */
  lacksPurposeText?: boolean;
  interaction: Interaction;
  patient: PatientFacts;
  relations: readonly Relation[];
  blocks: readonly Block[];
  emergencies: readonly Emergency[];
  consents: readonly SituationConsent[];
  sharings?: readonly OutsideSharing[];
  kin?: Kin;
  mandate?: Mandate;
  /** Who may know a strictly protected address. */
  namedForAddress: readonly Agent[];
  project?: Project;
};

/** What the decision needs to know of one resource. Categories and labels: see `label`. */
export type ResourceFacts = {
  type: string;
  id: string;
  category: Category;
  labels: readonly Label[];
  /** Organization ids of its custodian tags: the unit, and the legal entity where that is told too. */
  custodians: readonly string[];
  /** Practitioner ids of its recorder tags: who wrote. */
  authors: readonly string[];
  /** `Type/id` of those it names as its authors: whose it is until it is signed. */
  signers?: readonly string[];
  /** When it happened; unknown counts as always. */
  from?: number;
  to?: number;
  /** By what it is found, where it matters what it was made of. */
  tokens?: readonly bigint[];
};
