import type { Category } from '../categories.ts';
import type { Interaction, Purpose } from '../facts.ts';
import { Rule } from './rule.ts';

/** What a role may see and do where there is ground for it. What is not listed is refused. */
export type RoleRule = {
  categories: readonly Category[];
  /** Only what the reader's own unit is custodian of. */
  ownUnit?: readonly Category[];
  /** Only on behalf of a named treater. */
  onBehalf?: readonly Category[];
  /**
   * Of these, drafts that the reader writes for the treater they act for: seen by both until the treater signs, and then no more by
   * who wrote them.
   */
  dictates?: readonly Category[];
  /** Of these, what may be written; all when absent. */
  writes?: readonly Category[];
  /** Categories of health personnel (Volven 9060) of which the person must have one, with an authorisation in force. */
  hpr?: readonly string[];
  purposes: readonly Purpose[];
  interactions: readonly Interaction[];
  /** Sees and does only what a supervisor could show. */
  isSupervised?: true;
};

const reading: readonly Interaction[] = ['read', 'vread', 'search', 'history', 'everything'];
const treating: readonly Interaction[] = [...reading, 'write'];
const care: readonly Purpose[] = ['TREAT', 'ETREAT', 'BTG', 'COC'];
const authorised: readonly Purpose[] = [...care, 'HQUALIMP'];
const nurse: readonly Category[] = [
  ...(['demographics', 'clinical-note', 'medication', 'lab', 'critical-info', 'care-plan', 'vedtak'] as const),
  ...(['vaccination', 'appointment'] as const),
];
const doctor: RoleRule = {
  categories: [...nurse, 'psych-note', 'substance-use', 'sexual-health', 'youth-clinic', 'dental'],
  hpr: ['LE'],
  purposes: authorised,
  interactions: treating,
};
const nursing: RoleRule = { categories: nurse, hpr: ['SP'], purposes: authorised, interactions: treating };
/** Nurses of mental health care read what their own unit writes, and could not work without. Awaits clinical approval. */
const ownNotes: readonly Category[] = ['psych-note'];
const nothing: RoleRule = { categories: [], purposes: ['SYSADMIN'], interactions: [] };
const plan: readonly Category[] = ['demographics', 'care-plan', 'critical-info', 'appointment'];

/**
 * The roles: HPR categories, purposes and interactions are told beside the categories because G1, G5, G7 and G8 ask
 * the same table. Our choice throughout, to be approved by clinicians in each municipality.
 */
export const roles = new Rule<Readonly<Record<string, RoleRule>>>({
  id: 'G8-role-category',
  from: '2026-07-01',
  ground: { law: 'hpl § 25, pjf § 13', isOurChoice: true },
  value: {
    lege: doctor,
    kommuneoverlege: { ...doctor, purposes: [...authorised, 'HOPERAT'] },
    sykepleier: { ...nursing, ownUnit: ownNotes },
    vernepleier: { ...nursing, ownUnit: ownNotes, hpr: ['VP'] },
    jordmor: { ...nursing, categories: [...nurse, 'sexual-health'], hpr: ['JO'] },
    psykolog: { ...nursing, categories: [...nurse, 'psych-note', 'substance-use'], hpr: ['PS'] },
    helsesykepleier: {
      ...nursing,
      categories: nurse.filter((one) => one !== 'lab' && one !== 'vedtak'),
      ownUnit: ['youth-clinic', 'sexual-health'],
    },
    helsefagarbeider: {
      categories: ['demographics', 'medication', 'critical-info', 'care-plan', 'vaccination', 'appointment'],
      hpr: ['HF', 'OA', 'HJ'],
      purposes: authorised,
      interactions: treating,
    },
    fysioterapeut: { categories: plan, hpr: ['FT', 'ET', 'KI'], purposes: authorised, interactions: treating },
    farmasoyt: {
      categories: ['demographics', 'medication', 'lab', 'critical-info'],
      hpr: ['FA', 'RE', 'PF'],
      purposes: authorised,
      interactions: treating,
    },
    bioingenior: {
      categories: ['demographics', 'lab', 'appointment'],
      hpr: ['BI'],
      purposes: authorised,
      interactions: treating,
    },
    radiograf: {
      categories: ['demographics', 'lab', 'appointment'],
      hpr: ['RA'],
      purposes: authorised,
      interactions: treating,
    },
    ambulanse: {
      categories: ['demographics', 'critical-info', 'medication', 'care-plan'],
      hpr: ['AA', 'PM', 'SP', 'LE'],
      purposes: authorised,
      interactions: treating,
    },
    helsesekretaer: {
      categories: ['demographics', 'appointment'],
      onBehalf: ['lab', 'medication'],
      // Dictation, and notes of the telephone. Awaits clinical approval.
      dictates: ['clinical-note', 'psych-note', 'substance-use', 'sexual-health'],
      hpr: ['HE', 'HS', 'SP', 'HF'],
      purposes: care,
      interactions: treating,
    },
    assistent: {
      categories: ['demographics', 'critical-info', 'care-plan', 'appointment'],
      writes: ['care-plan', 'appointment'],
      purposes: care,
      interactions: treating,
    },
    student: {
      categories: ['demographics', 'care-plan', 'critical-info'],
      writes: ['care-plan'],
      purposes: care,
      interactions: treating,
      isSupervised: true,
    },
    responssenter: { categories: plan, purposes: care, interactions: treating },
    saksbehandler: {
      categories: ['demographics', 'vedtak', 'care-plan', 'appointment'],
      purposes: ['TREAT', 'COC'],
      interactions: treating,
    },
    koordinator: {
      categories: ['demographics', 'care-plan', 'appointment', 'vedtak'],
      purposes: ['TREAT', 'COC'],
      interactions: treating,
    },
    leder: {
      categories: ['demographics', 'clinical-note', 'care-plan', 'appointment', 'vedtak'],
      purposes: ['HOPERAT', 'HQUALIMP', 'TREAT'],
      interactions: ['read', 'vread', 'search'],
    },
    loggkontroll: {
      categories: ['log'],
      writes: [],
      purposes: ['AUDIT'],
      interactions: ['read', 'vread', 'search', 'history', 'everything'],
    },
    forsker: {
      categories: [...doctor.categories],
      purposes: ['HRESCH'],
      interactions: ['export'],
    },
    'ikt-admin': nothing,
    leverandor: nothing,
    innholdsredaktor: nothing,
  },
});

/** Roles with another name for the same. */
const sameAs: Readonly<Record<string, string>> = { ergoterapeut: 'fysioterapeut' };

/** The rule of a role; undefined for a code that is none. */
export function roleAt(role: string, now: number): RoleRule | undefined {
  const table = roles.at(now).value;
  const name = Object.hasOwn(sameAs, role) ? sameAs[role]! : role;
  return Object.hasOwn(table, name) ? table[name] : undefined;
}
