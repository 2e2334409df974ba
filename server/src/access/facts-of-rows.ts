import type { FactRow } from '../record/index.ts';
import type { Category } from './categories.ts';
import type {
  AddressProtection,
  Agent,
  Block,
  BlockKind,
  Emergency,
  Kin,
  Mandate,
  OutsideSharing,
  PatientFacts,
  RecordFacts,
  Relation,
  RelationKind,
  SituationConsent,
} from './facts.ts';
import { isAgent } from './ground.ts';

/** Who asks, for what and how: what the rows of the record do not tell. */
export type Asking = Pick<RecordFacts, 'now' | 'actor' | 'purpose' | 'interaction' | 'project'> & {
  /** Identities (`identityOf`) of the citizen who asks: by them they are found as parent or as who may act. */
  identities?: readonly string[];
  /** Organization ids where the citizen of the record works, as the registers tell it. */
  employeeOf?: readonly string[];
  /** What is part of an organisation whose documents a block is about, by its id. */
  below?: ReadonlyMap<string, readonly string[]>;
};

type Row = Omit<FactRow, 'n'> & { id?: string };

/** The kinds of row that are care relations. */
export const relationKinds: readonly RelationKind[] = [
  ...(['fastlege', 'encounter', 'episode', 'stay', 'vedtak', 'referral', 'task', 'appointment'] as const),
  ...(['alarm', 'team', 'contract', 'case', 'log-case', 'task-requested'] as const),
];
const isRelation: ReadonlySet<string> = new Set(relationKinds);

/** The facts of one record as `decide` takes them, from the rows that the resources in it gave. */
export function factsOfRows(rows: readonly Row[], asking: Asking): RecordFacts {
  const { now, actor, purpose, interaction, project, identities, employeeOf, below } = asking;
  const relations: Relation[] = [];
  const blocks: Block[] = [];
  const emergencies: Emergency[] = [];
  const consents: SituationConsent[] = [];
  const sharings: OutsideSharing[] = [];
  const namedForAddress: string[] = [];
  let patient: PatientFacts | undefined;
  let kin: Kin | undefined;
  let mandate: Mandate | undefined;
  for (const row of rows) {
    if (isRelation.has(row.kind)) relations.push(relationOf(row, actor));
    else if (row.kind === 'patient') patient ??= patientOf(row);
    else if (row.kind === 'block') blocks.push(blockOf(row, below));
    else if (row.kind === 'emergency') emergencies.push(emergencyOf(row));
    else if (row.kind === 'consent') consents.push(consentOf(row));
    else if (row.kind === 'shared-outside') sharings.push(sharingOf(row));
    else if (row.kind === 'address-named' && row.person !== undefined && isNow(row, now)) {
      namedForAddress.push(row.person);
    } else if (identities?.includes(row.person ?? '') !== true) continue;
    else if (row.kind === 'custody' && isNow(row, now)) kin = kinOf(row, kin);
    else if (row.kind === 'mandate') mandate = better(mandateOf(row), mandate, now);
  }
  const known = patient ?? { id: '', isDeceased: false, address: 'none' as const };
  return {
    now,
    actor,
    ...(purpose === undefined ? {} : { purpose }),
    interaction,
    patient: employeeOf === undefined ? known : { ...known, employeeOf },
    relations,
    blocks,
    emergencies,
    consents,
    ...(sharings.length === 0 ? {} : { sharings }),
    ...(kin === undefined ? {} : { kin }),
    ...(mandate === undefined ? {} : { mandate }),
    namedForAddress,
    ...(project === undefined ? {} : { project }),
  };
}

const isNow = ({ from, to }: Row, now: number): boolean => from <= now && now < to;

type RelationData = {
  active?: boolean;
  participants?: Agent[];
  createdBy?: Agent;
  homeVisit?: boolean;
  withoutEvent?: boolean;
  documents?: string[];
  gives?: Category[];
  invited?: boolean;
};

/** What a row says to everybody who asks: rows are remembered as long as they stand, and never changed. */
const saidToAll = new WeakMap<Row, Relation>();

/** A relation without an event behind it lets in everyone but the one who made it. */
function relationOf(row: Row, actor: RecordFacts['actor']): Relation {
  let relation = saidToAll.get(row);
  if (relation === undefined) {
    relation = relationFor(row);
    saidToAll.set(row, relation);
  }
  const { withoutEvent, createdBy } = (row.data ?? {}) as RelationData;
  const isOwn = withoutEvent === true && createdBy !== undefined && actor.kind === 'staff' && isAgent(createdBy, actor);
  return isOwn ? { ...relation, isSelfAsserted: true } : relation;
}

function relationFor(row: Row): Relation {
  const data = (row.data ?? {}) as RelationData;
  const { participants, createdBy, documents, gives, invited } = data;
  return {
    kind: row.kind as RelationKind,
    unit: row.unit ?? '',
    ...(row.person === undefined ? {} : { person: row.person }),
    from: row.from,
    to: row.to,
    // A list has no status: its period says it all.
    isActive: row.kind === 'fastlege' || data.active === true,
    ...(participants === undefined ? {} : { participants }),
    ...(createdBy === undefined ? {} : { createdBy }),
    isSelfAsserted: false,
    isHomeVisit: data.homeVisit === true,
    ...(documents === undefined ? {} : { documents }),
    ...(gives === undefined ? {} : { gives }),
    ...(invited === true ? { isInvited: true } : {}),
  };
}

type PatientData = {
  id?: string;
  birthDate?: string;
  deceased?: boolean;
  address?: AddressProtection;
  mergedInto?: string;
};

function patientOf({ data }: Row): PatientFacts {
  const { id = '', birthDate, deceased, address, mergedInto } = (data ?? {}) as PatientData;
  return {
    id,
    ...(birthDate === undefined ? {} : { birthDate }),
    isDeceased: deceased === true,
    address: address ?? 'none',
    ...(mergedInto === undefined ? {} : { mergedInto }),
  };
}

type BlockData = {
  kind: BlockKind;
  target: string;
  except?: string[];
  custodian?: string;
  categories?: Category[];
  documents?: string[];
  period?: { from?: string; to?: string };
  hidden?: boolean;
};

function blockOf(row: Row, below: Asking['below']): Block {
  const { kind, target, except, custodian, categories, documents, period, hidden } = row.data as BlockData;
  return {
    kind,
    target,
    ...(except === undefined ? {} : { except }),
    ...(custodian === undefined ? {} : { custodians: [...new Set([custodian, ...(below?.get(custodian) ?? [])])] }),
    ...(categories === undefined ? {} : { categories }),
    ...(documents === undefined ? {} : { documents }),
    ...(period === undefined
      ? {}
      : {
          period: {
            from: period.from === undefined ? Number.NEGATIVE_INFINITY : Date.parse(period.from),
            to: period.to === undefined ? Number.POSITIVE_INFINITY : Date.parse(period.to),
          },
        }),
    from: row.from,
    to: row.to,
    marker: hidden !== true,
  };
}

function emergencyOf({ person = '', from, to, data }: Row): Emergency {
  const { reason = '', text = '' } = (data ?? {}) as { reason?: string; text?: string };
  return { person, startedAt: from, endsAt: to, reason, text };
}

function consentOf({ person, unit, from, to, data }: Row): SituationConsent {
  const { categories } = (data ?? {}) as { categories?: Category[] };
  return {
    ...(person === undefined ? {} : { person }),
    ...(unit === undefined ? {} : { unit }),
    ...(categories === undefined ? {} : { categories }),
    from,
    to,
  };
}

const sharingOf = ({ unit, person, from, to, data }: Row): OutsideSharing => ({
  ...(unit === undefined ? {} : { unit }),
  ...(person === undefined ? {} : { person }),
  what: (data as { what: OutsideSharing['what'] }).what,
  from,
  to,
});

type CustodyData = { relatedPerson?: string; parentalResponsibility?: boolean; limits?: string[] };

/** From whom care is taken is that first, whatever else they are to the child; a foster parent before who decides. */
const strictestFirst = ['taken-from', 'foster-parent', 'child-welfare'] as const;

/** One who stands in the record twice has what either says, and every limit. */
function kinOf({ to, data }: Row, before: Kin | undefined): Kin {
  const { relatedPerson, parentalResponsibility, limits = [] } = (data ?? {}) as CustodyData;
  const order = strictestFirst.find((one) => limits.includes(one) || before?.careOrder === one);
  const related = relatedPerson ?? before?.relatedPerson;
  const gives =
    parentalResponsibility === true || limits.some((one) => one === 'foster-parent' || one === 'child-welfare');
  const until = gives ? Math.max(to, before?.until ?? Number.NEGATIVE_INFINITY) : before?.until;
  return {
    parentalResponsibility: parentalResponsibility === true || before?.parentalResponsibility === true,
    courtRestriction: limits.includes('court-restriction') || before?.courtRestriction === true,
    ...(order === undefined ? {} : { careOrder: order }),
    hasDocumentedNeed: limits.includes('documented-need') || before?.hasDocumentedNeed === true,
    ...(related === undefined ? {} : { relatedPerson: related }),
    ...(until === undefined ? {} : { until }),
  };
}

function mandateOf({ from, to, data }: Row): Mandate {
  const { kind, scopes, relatedPerson } = data as Pick<Mandate, 'kind' | 'scopes' | 'relatedPerson'>;
  return { kind, scopes, from, to, ...(relatedPerson === undefined ? {} : { relatedPerson }) };
}

/** Of several mandates one that holds now; of those that hold, what all of them let together. */
function better(one: Mandate, other: Mandate | undefined, now: number): Mandate {
  if (other === undefined) return one;
  const holds = (of: Mandate): boolean => of.from <= now && now < of.to;
  if (holds(one) !== holds(other)) return holds(one) ? one : other;
  if (one.kind !== other.kind) return one.kind === 'guardian' ? one : other;
  const whole = [one, other].find(({ scopes }) => scopes.includes('read-record') || scopes.includes('personal'));
  return whole ?? { ...one, scopes: [...new Set([...other.scopes, ...one.scopes])] };
}
