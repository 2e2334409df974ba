import { readFileSync } from 'node:fs';
import { bornOn } from '../age.ts';
import { isCategory, isLabel, type Label } from '../categories.ts';
import type {
  Block,
  BlockKind,
  CitizenFacts,
  Interaction,
  Kin,
  Mandate,
  Purpose,
  RecordFacts,
  Relation,
  RelationKind,
  ResourceFacts,
  StaffFacts,
} from '../facts.ts';

/** A worked case: facts in, decision, HTTP status, log line and obligations out. Ids have a kind before them: `pat:1`. */
export type AccessCase = {
  id: string;
  title: string;
  facts: CaseFacts;
  expect: {
    decision: 'permit' | 'mask' | 'deny';
    reason: string;
    http: number;
    search: string;
    mask?: string[];
    marker?: boolean;
    log: {
      stream: string;
      outcome: string;
      purpose: string | null;
      basis: string;
      citizenVisible: boolean;
      extra: string[];
    };
    obligations: string[];
  };
};

type Time = string | null | undefined;

export type CaseFacts = {
  now: string;
  actor: {
    kind: 'staff' | 'citizen' | 'parent' | 'proxy' | 'system';
    id: string;
    role?: string;
    hpr?: StaffFacts['hpr'] | null;
    org?: string;
    unit?: string;
    employed?: boolean;
    loa?: number;
    onBehalfOf?: string;
    supervisor?: string | null;
    closeRelation?: string | null;
    address?: string;
    /** Of a system: the health register that it collects for. */
    register?: string;
  };
  patient: {
    id: string;
    age?: number;
    birthDate?: string;
    address: string;
    deceased: boolean;
    mergedInto?: string | null;
    employeeOf?: string | string[] | null;
  };
  relations: {
    type: string;
    org: string;
    unit: string;
    status: string;
    from: string;
    to: Time;
    person?: string;
    participants?: string[];
    createdBy?: string;
    selfAsserted?: boolean;
    homeVisit?: boolean;
    /** Type/id of what was sent with a request that nobody has said yes to. */
    sent?: string[];
  }[];
  purpose: string | null;
  op: string;
  resource: {
    type: string;
    id?: string;
    category: string;
    custodianOrg?: string;
    custodianUnit?: string;
    author?: string;
    created?: string;
    labels: string[];
  };
  blocks: { kind: string; target: string; marker: boolean; from: string; to: Time; custodian?: string }[];
  btg: {
    reasonCode?: string;
    reasonText?: string;
    startedAt: string;
    patient: string;
    actor: string;
    revokedAt?: Time;
  } | null;
  consentInSitu: { given: boolean; recordedBy?: string; scope?: string } | null;
  kin: (Partial<Kin> & { parentalResponsibility: boolean }) | null;
  mandate: { kind?: Mandate['kind']; scopes: string[]; from: string; to: Time; revokedAt?: Time } | null;
  namedForAddress?: string[];
  project: { approved: boolean; pseudonymised: boolean; k: number } | null;
};

type CaseFile = {
  /** What a case's facts are where it says nothing else, two levels deep. */
  base?: CaseFacts;
  cases: (Omit<AccessCase, 'facts'> & { facts: Partial<CaseFacts> })[];
};

/** The cases of a file. */
export function readCases(path: string): AccessCase[] {
  const file = JSON.parse(readFileSync(path, 'utf8')) as CaseFile;
  return file.cases.map((one) => ({ ...one, facts: over(file.base, one.facts) }));
}

function over(base: CaseFacts | undefined, facts: Partial<CaseFacts>): CaseFacts {
  const whole = { ...base, ...facts } as CaseFacts;
  for (const name of ['actor', 'patient', 'resource'] as const) {
    Object.assign(whole, { [name]: { ...base?.[name], ...facts[name] } });
  }
  return whole;
}

/** The case as the decision takes it. */
export function factsOfCase({ facts }: Pick<AccessCase, 'facts'>): RecordFacts {
  const now = Date.parse(facts.now);
  const { patient, btg, consentInSitu, kin, mandate, project, namedForAddress } = facts;
  return {
    now,
    actor: actorOf(facts),
    ...(facts.purpose === null ? {} : { purpose: facts.purpose as Purpose }),
    interaction: facts.op as Interaction,
    patient: {
      id: patient.id,
      birthDate: patient.birthDate ?? bornOn(now, patient.age ?? 40),
      isDeceased: patient.deceased,
      address: patient.address as RecordFacts['patient']['address'],
      ...(patient.mergedInto ? { mergedInto: patient.mergedInto } : {}),
      ...(patient.employeeOf ? { employeeOf: [patient.employeeOf].flat() } : {}),
    },
    relations: facts.relations.map(relationOf),
    blocks: facts.blocks.map(blockOf),
    emergencies:
      btg === null || btg.patient !== patient.id
        ? []
        : [
            {
              person: btg.actor,
              startedAt: Date.parse(btg.startedAt),
              endsAt: Date.parse(btg.startedAt) + 3_600_000,
              ...(btg.revokedAt ? { revokedAt: Date.parse(btg.revokedAt) } : {}),
              reason: btg.reasonCode ?? '',
              text: btg.reasonText ?? '',
            },
          ],
    consents: consentInSitu?.given
      ? [
          {
            ...(consentInSitu.recordedBy === undefined ? {} : { person: consentInSitu.recordedBy }),
            ...(isCategory(consentInSitu.scope) ? { categories: [consentInSitu.scope] } : {}),
            from: now,
            to: now + 1,
          },
        ]
      : [],
    ...(kin === null ? {} : { kin: { courtRestriction: false, ...kin } }),
    ...(mandate === null
      ? {}
      : {
          mandate: {
            kind: mandate.kind ?? 'power-of-attorney',
            scopes: mandate.scopes,
            from: Date.parse(mandate.from),
            to: endOf(mandate.to),
            ...(mandate.revokedAt ? { revokedAt: Date.parse(mandate.revokedAt) } : {}),
          },
        }),
    namedForAddress: namedForAddress ?? [],
    ...(project === null
      ? {}
      : { project: { isApproved: project.approved, isPseudonymised: project.pseudonymised, k: project.k } }),
  };
}

const endOf = (time: Time): number => (time ? Date.parse(time) : Number.POSITIVE_INFINITY);

function actorOf({ actor, patient }: CaseFacts): RecordFacts['actor'] {
  if (actor.kind === 'system') {
    return { kind: 'system', client: actor.id, ...(actor.register === undefined ? {} : { register: actor.register }) };
  }
  if (actor.kind !== 'staff') {
    const address = (actor.address ?? 'none') as CitizenFacts['address'];
    return { kind: 'citizen', person: actor.id, loa: actor.loa ?? 4, address };
  }
  return {
    kind: 'staff',
    person: actor.id,
    role: actor.role ?? '',
    ...(actor.hpr ? { hpr: actor.hpr } : {}),
    org: actor.org ?? '',
    unit: actor.unit ?? '',
    alsoUnits: [],
    isEmployed: actor.employed ?? true,
    loa: actor.loa ?? 4,
    ...(actor.onBehalfOf ? { onBehalfOf: actor.onBehalfOf } : {}),
    ...(actor.supervisor ? { supervisor: actor.supervisor } : {}),
    ...(actor.closeRelation ? { closeRelations: [patient.id] } : {}),
  };
}

const activeStatus = new Set([
  'active',
  'accepted',
  'in-progress',
  'booked',
  'arrived',
  'checked-in',
  'onleave',
  'open',
]);

const askedStatus = new Set(['requested', 'received', 'ready']);

function relationOf(one: CaseFacts['relations'][number]): Relation {
  return {
    kind: one.type as RelationKind,
    unit: one.unit,
    ...(one.person === undefined ? {} : { person: one.person }),
    from: Date.parse(one.from),
    to: endOf(one.to),
    isActive: (one.type === 'task-requested' ? askedStatus : activeStatus).has(one.status),
    ...(one.participants === undefined ? {} : { participants: one.participants }),
    ...(one.createdBy === undefined ? {} : { createdBy: one.createdBy }),
    isSelfAsserted: one.selfAsserted === true,
    isHomeVisit: one.homeVisit === true,
    ...(one.type === 'task-requested' ? { documents: ['Task/request', ...(one.sent ?? [])] } : {}),
  };
}

function blockOf({ kind, target, marker, from, to, custodian }: CaseFacts['blocks'][number]): Block {
  return {
    kind: kind as BlockKind,
    target,
    marker,
    from: Date.parse(from),
    to: endOf(to),
    ...(custodian === undefined ? {} : { custodians: [custodian] }),
  };
}

const spelled: Readonly<Record<string, Label>> = { 'withheld-from-patient': 'withheld' };

/** The resource that the case asks about. @throws for a category that is none */
export function resourceOfCase({ facts }: Pick<AccessCase, 'facts'>): ResourceFacts {
  const { type, id, category, custodianOrg, custodianUnit, author, created, labels } = facts.resource;
  if (!isCategory(category)) throw new Error(`No such category: ${category}`);
  return {
    type,
    id: id ?? 'of-the-case',
    category,
    labels: labels.map((one) => spelled[one] ?? one).filter(isLabel),
    custodians: [custodianUnit, custodianOrg].filter((one) => one !== undefined),
    authors: author === undefined ? [] : [author],
    ...(created === undefined ? {} : { from: Date.parse(created), to: Date.parse(created) }),
  };
}
