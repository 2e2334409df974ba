import { patientTypes } from '../types.ts';

/**
 * What is found across records. A search with a patient reads that patient's record; one without needs a token here, or
 * it walks through all resources of the type. Every token here costs a row in a table that all records share, so the
 * policy names the questions that are asked of a whole municipality: who is this, where is that thing, what waits for
 * me, who has this diagnosis or medicine. Status alone is no such question where half of all resources would answer.
 *
 * Resources outside patients' records (Practitioner, ValueSet, a Group) are found by all their tokens but those of
 * `lists`. For those inside, identifiers and references to other records always count, and besides:
 */
type Policy = {
  /** Parameters whose references to others than patients count: what waits for whom. `*` stands for all of a type. */
  actors: Readonly<Record<string, readonly string[]>>;
  /** Parameters whose codes count: who has this. */
  codes: Readonly<Record<string, readonly string[]>>;
  /** Parameters that do not count, of resources outside patients' records: they would count by the thousand. */
  lists: Readonly<Record<string, readonly string[]>>;
  /** String parameters whose words count: the names of x_name. */
  names: Readonly<Record<string, readonly string[]>>;
  /**
   * Parameters that count together with a code: a unit has a lifetime of tasks, and asks for the few that are open. One
   * token for both, as a composite has it; of a date, its day. Of the codes only those that stand here.
   */
  together: Readonly<Record<string, Together>>;
};

export type Together = {
  first: readonly string[];
  second: string;
  values: readonly string[];
  /** The codes count alone too: there are never many of them at once, and somebody asks for all. */
  alone?: true;
};

export const policy: Policy = {
  actors: {
    Appointment: ['*'],
    AppointmentResponse: ['*'],
    CarePlan: ['*'],
    CareTeam: ['*'],
    Communication: ['*'],
    CommunicationRequest: ['*'],
    Encounter: ['*'],
    EpisodeOfCare: ['*'],
    Schedule: ['*'],
    ServiceRequest: ['*'],
    Task: ['*'],
    DocumentReference: ['author'],
    Flag: ['author'],
    Patient: ['general-practitioner', 'organization'],
  },
  codes: {
    AllergyIntolerance: ['code'],
    Condition: ['code'],
    Immunization: ['vaccine-code'],
    MedicationRequest: ['code'],
    MedicationStatement: ['code'],
    Procedure: ['code'],
    ServiceRequest: ['code'],
    Task: ['code'],
  },
  lists: {
    CodeSystem: ['code'],
    ConceptMap: ['dependson', 'other', 'source-code', 'target-code'],
    ImplementationGuide: ['resource'],
    StructureDefinition: ['base-path', 'path'],
    ValueSet: ['code'],
  },
  names: {
    HealthcareService: ['name'],
    Location: ['name'],
    Organization: ['name'],
    Patient: ['name'],
    Person: ['name'],
    Practitioner: ['name'],
    RelatedPerson: ['name'],
  },
  together: {
    Task: {
      first: ['owner', 'requester', 'deadline'],
      second: 'status',
      values: ['draft', 'requested', 'received', 'accepted', 'ready', 'in-progress', 'on-hold'],
    },
    // who is here, and who is in a unit's care
    Encounter: {
      first: ['service-provider'],
      second: 'status',
      values: ['planned', 'arrived', 'triaged', 'in-progress', 'onleave'],
    },
    EpisodeOfCare: {
      first: ['organization', 'care-manager'],
      second: 'status',
      values: ['planned', 'waitlist', 'active', 'onhold'],
    },
    ServiceRequest: { first: ['performer', 'requester'], second: 'status', values: ['draft', 'active', 'on-hold'] },
    // what an author has not signed, and what nobody has
    QuestionnaireResponse: { first: ['author'], second: 'status', values: ['in-progress'], alone: true },
    Composition: { first: ['author'], second: 'status', values: ['preliminary'], alone: true },
  },
};

/** Whether a reference parameter of a type counts across records when it points to something that is no patient's. */
export function countsActors(type: string, code: string): boolean {
  const codes = policy.actors[type];
  return codes !== undefined && (codes[0] === '*' || codes.includes(code));
}

/** Whether the codes of a token parameter of a type count across records. */
export function countsCodes(type: string, code: string): boolean {
  return policy.codes[type]?.includes(code) === true;
}

/** Whether the tokens of a parameter of a type count when the resource is in no patient's record. */
export function countsOutside(type: string, code: string): boolean {
  return policy.lists[type]?.includes(code) !== true;
}

/** Whether the words of a string parameter of a type are names. */
export function countsNames(type: string, code: string): boolean {
  return policy.names[type]?.includes(code) === true;
}

/** What counts together on a type; undefined where nothing does. */
export const togetherOn = (type: string): Together | undefined => policy.together[type];

/** Code of the token of two parameters that count together. */
export const codeOfBoth = (first: string, second: string): string => `${first}-${second}`;

/** Whether a resource is in no patient's record, and so found by its tokens. */
export function isOutsideRecords(type: string, subject: string | undefined): boolean {
  return subject === undefined || !patientTypes.has(type);
}
