import type { JsonObject, Resource } from '../../fhir/resource.ts';

/** What plans are told by: the resources as the rules read them, and the codes in them. */

export type Ref = { reference?: string; display?: string };
export type Concept = { coding?: { system?: string; code?: string; display?: string }[]; text?: string };
export type Note = { authorReference?: Ref; authorString?: string; time?: string; text?: string };
export type Extension = { url: string; extension?: Extension[]; [value: `value${string}`]: unknown };

export type Activity = {
  extension?: Extension[];
  reference?: Ref;
  detail?: { status?: string; description?: string; performer?: Ref[]; code?: Concept; kind?: string };
  progress?: Note[];
};

export type CarePlan = {
  resourceType: 'CarePlan';
  id?: string;
  extension?: Extension[];
  identifier?: { system?: string; value?: string }[];
  instantiatesCanonical?: string[];
  partOf?: Ref[];
  status?: string;
  intent?: string;
  category?: Concept[];
  title?: string;
  description?: string;
  subject?: Ref;
  encounter?: Ref;
  period?: { start?: string; end?: string };
  author?: Ref;
  contributor?: Ref[];
  careTeam?: Ref[];
  supportingInfo?: Ref[];
  goal?: Ref[];
  activity?: Activity[];
  note?: Note[];
};

export type Goal = {
  resourceType: 'Goal';
  id?: string;
  lifecycleStatus?: string;
  achievementStatus?: Concept;
  category?: Concept[];
  description?: Concept;
  subject?: Ref;
  startDate?: string;
  target?: unknown[];
  statusReason?: string;
  expressedBy?: Ref;
  note?: Note[];
};

export type CareTeam = {
  resourceType: 'CareTeam';
  id?: string;
  status?: string;
  subject?: Ref;
  participant?: { role?: Concept[]; member?: Ref; extension?: Extension[] }[];
};

export type Consent = {
  resourceType: 'Consent';
  id?: string;
  status?: string;
  category?: Concept[];
  patient?: Ref;
  provision?: { type?: string; period?: { start?: string; end?: string } };
};

/** A step of a pathway as the work that somebody is asked to do. */
export type Step = {
  resourceType: 'Task';
  id?: string;
  extension?: Extension[];
  identifier?: { system?: string; value?: string }[];
  basedOn?: Ref[];
  status?: string;
  statusReason?: Concept;
  businessStatus?: Concept;
  code?: Concept;
  description?: string;
  focus?: Ref;
  for?: Ref;
  authoredOn?: string;
  lastModified?: string;
  requester?: Ref;
  performerType?: Concept[];
  owner?: Ref;
  restriction?: { period?: { start?: string; end?: string } };
};

const own = (name: string): string => `https://enjournal.no/fhir/CodeSystem/${name}`;
const extensionOf = (name: string): string => `https://enjournal.no/fhir/StructureDefinition/${name}`;

/** Volven 9602, what a document is: A02-2 is the individual plan. */
const DOCUMENTS = 'urn:oid:2.16.578.1.12.4.1.1.9602';
/** Volven 9034, function towards a patient: 8 is the coordinator of the individual plan. */
const FUNCTIONS = 'urn:oid:2.16.578.1.12.4.1.1.9034';

export const codes = {
  planKind: own('plan-kind'),
  planParty: own('plan-party'),
  taskState: 'https://enjournal.no/fhir/CodeSystem/task-state',
  taskCode: own('task-code'),
  taskInput: own('task-input'),
  serviceKind: own('service-kind'),
  consentCategory: own('consent-category'),
  documents: DOCUMENTS,
  functions: FUNCTIONS,
  /** Which step of its PlanDefinition an activity is. */
  action: extensionOf('pathway-action'),
  /** Why a pathway goes otherwise than planned. */
  deviation: extensionOf('pathway-deviation'),
  /** No receiver was found for a step, and it stands with who started the pathway. */
  unresolved: extensionOf('unresolved-service'),
  /** Whom a step could go to, where nobody but a human can tell. */
  candidate: extensionOf('candidate-service'),
  statusReason: 'http://hl7.org/fhir/StructureDefinition/request-statusReason',
  /** Identifiers of a pathway, and of the steps in it. */
  pathway: 'https://enjournal.no/fhir/pathway',
  pathwayStep: 'https://enjournal.no/fhir/pathway-step',
} as const;

export const hasCode = (concepts: Concept | readonly Concept[] | undefined, system: string, code: string): boolean =>
  [concepts ?? []].flat().some(({ coding = [] }) => coding.some((one) => one.system === system && one.code === code));

/** The plan that all services share: there is one for a citizen at a time. The individual plan is it, with more to it. */
export const isShared = ({ category }: CarePlan): boolean =>
  hasCode(category, codes.planKind, 'shared') || isIndividual({ category } as CarePlan);

export const isIndividual = ({ category }: CarePlan): boolean => hasCode(category, DOCUMENTS, 'A02-2');

export const isPathway = ({ category }: CarePlan): boolean => hasCode(category, codes.planKind, 'pathway');

/** In the citizen's own words, or those of somebody near who speaks for them. */
export const isOwn = (who: Ref | undefined): boolean => /^(Patient|RelatedPerson)\//.test(who?.reference ?? '');

export const isCoordinator = ({ role, member }: NonNullable<CareTeam['participant']>[number]): boolean =>
  hasCode(role, FUNCTIONS, '8') && /^Practitioner(Role)?\//.test(member?.reference ?? '');

export const extensionNamed = (of: { extension?: Extension[] } | undefined, url: string): Extension | undefined =>
  of?.extension?.find((one) => one.url === url);

/** The step of the PlanDefinition that an activity stands for. */
export const actionOf = (activity: Activity): string | undefined =>
  extensionNamed(activity, codes.action)?.valueString as string | undefined;

/** A resource, as one of the shapes above. */
export const as = <T>(resource: Resource | undefined): T | undefined => resource as unknown as T | undefined;

/** And back. */
export const resourceOf = (of: object): Resource => of as unknown as Resource & JsonObject;
