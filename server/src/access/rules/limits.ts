import type { Category } from '../categories.ts';
import type { Purpose, RelationKind } from '../facts.ts';
import { Rule } from './rule.ts';

const since = '2026-07-01';
const day = 86_400_000;

/** G0: how sure the log-on must be of who it is. */
export const assurance = new Rule({
  id: 'G0-assurance',
  from: since,
  ground: { law: 'pjl § 22, pjf § 13' },
  value: { level: 4 },
});

/** G1: who is at work, and authorised for it. */
export const employment = new Rule({ id: 'G1-employment', from: since, ground: { law: 'pjf § 13' }, value: {} });
export const authorisation = new Rule({
  id: 'G1-authorisation',
  from: since,
  ground: { law: 'hpl §§ 25, 48' },
  value: {},
});

/** G2. No statute names one’s own record. */
export const ownRecord = new Rule({
  id: 'G2-own-record',
  from: since,
  ground: { law: 'hpl § 21, pjl § 16', isOurChoice: true },
  value: {},
});

/** G3. Never, as Kjernejournal has it; the law would let weighty reasons pass. */
export const namedPerson = new Rule({
  id: 'G3-named-person',
  from: since,
  ground: { law: 'hpl § 29 første ledd', isOurChoice: true },
  value: {},
});

/** G4. The link to the record before an adoption is nobody's to follow here. */
export const adoption = new Rule({
  id: 'G4-adoption',
  from: since,
  ground: { law: 'adopsjonsloven §§ 40–41', isOurChoice: true },
  value: {},
});

/** G5: why. Case handling, learning and research each open less than care does. */
export const purposes = new Rule({
  id: 'G5-purpose',
  from: since,
  ground: { law: 'pjl § 6, hpl §§ 28 a, 29 a' },
  value: {
    /** To learn and to manage take a look at a named person only with a need that is stated. */
    inOwnWords: ['HQUALIMP', 'HOPERAT'] as readonly Purpose[],
  },
});

/** G5: learning from one's own former patients. */
export const learning = new Rule({ id: 'G5-learning', from: since, ground: { law: 'hpl § 28 a' }, value: {} });

/** G5: research. */
export const research = new Rule({
  id: 'G5-research',
  from: since,
  ground: { law: 'hpl § 29 e, pjl § 20' },
  value: { smallestGroup: 5 },
});

/** G5: what health registers collect, where the law lets one object to it. */
export const registers = new Rule({
  id: 'G5-register',
  from: since,
  ground: { law: 'pjl § 13, forskrift om medisinske kvalitetsregistre kap. 3' },
  value: {},
});

/** G6: what a care relation is. */
export const relation = new Rule({
  id: 'G6-relation',
  from: since,
  ground: { law: 'hpl § 25' },
  value: {
    /** To finish what must be written, for those who took part. No text gives a time. */
    graceMs: 14 * day,
    graceKinds: ['encounter', 'stay', 'episode'] as readonly RelationKind[],
    /** Before and after an appointment. */
    appointmentMs: 14 * day,
    /** One person's alone when a person is named; the others are the whole unit's. */
    personal: ['task', 'team', 'referral', 'case', 'log-case', 'alarm', 'task-requested'] as readonly RelationKind[],
    /** A log control gives the log, and nothing else gives it. */
    auditing: ['log-case'] as readonly RelationKind[],
  },
});

/**
 * G6: who is asked to do something for a citizen must see what is asked to say yes or no to it: the Task, what it is about and
 * who the citizen is, until it is answered. What a yes opens is a relation like any other.
 */
export const request = new Rule({
  id: 'G6-task-requested',
  from: since,
  ground: { law: 'hpl § 25, pjl § 6', isOurChoice: true },
  value: {
    /** Nobody learns, plans or counts by what others are asked. */
    purposes: ['TREAT', 'ETREAT', 'BTG', 'COC'] as readonly Purpose[],
    statuses: ['requested', 'received', 'ready'] as readonly string[],
  },
});

/** G6, G9: emergency opening. The statute has only need for the care and weighty reasons; all figures are chosen. */
export const emergency = new Rule({
  id: 'G6-emergency',
  from: since,
  ground: { law: 'hpl §§ 25, 29 tredje ledd', isOurChoice: true },
  value: {
    minutes: 60,
    reasonLength: 10,
    roles: [
      ...['lege', 'kommuneoverlege', 'sykepleier', 'vernepleier', 'helsesykepleier'],
      ...['ambulanse', 'jordmor', 'psykolog'],
    ] as readonly string[],
    reasons: [
      'life-threatening',
      'danger-of-harm',
      'medication-or-allergy',
      'asked-but-cannot-consent',
    ] as readonly string[],
    /** How long the caller is told that an opening is over, and not that there never was one. */
    rememberedMs: day,
  },
});

/**
 * G6: somebody comes, or telephones, to a unit that takes people straight from the street. That they are there is the
 * event, and who receives them notes it; no statute names it.
 */
export const arrival = new Rule({
  id: 'G6-arrival',
  from: since,
  ground: { law: 'hpl § 25', isOurChoice: true },
  value: {
    roles: [
      ...['lege', 'kommuneoverlege', 'sykepleier', 'vernepleier', 'helsesykepleier', 'jordmor', 'psykolog'],
      ...['helsesekretaer', 'fysioterapeut', 'ergoterapeut'],
    ] as readonly string[],
    /**
     * Volven list and code. 8663: GP, out-of-hours clinic, health station, youth clinic; 8666: midwife; 8662: school health;
     * 8668: a hospital’s admission, somatic and psychiatric.
     */
    unitTypes: [
      ...['8663|KA01', '8663|KA02', '8663|KF01', '8663|KF0103', '8666|KF0104', '8662|ES02', '8668|1', '8668|2'],
    ] as readonly string[],
    /** How it was made sure who it is. */
    identifiedBy: ['document', 'known', 'telephone'] as readonly string[],
  },
});

/** G7. */
export const operations = new Rule({
  id: 'G7-operation',
  from: since,
  ground: { law: 'hpl § 42, pjf § 13' },
  value: {},
});

/** G8: what was written in the wrong record. The law has it deleted; until it is, nobody treats anybody by it. */
export const quarantine = new Rule({ id: 'G8-quarantine', from: since, ground: { law: 'hpl § 44' }, value: {} });

/**
 * G8: what is not signed is its author's. The duty is to document, and the law says nothing of who sees what is being written;
 * unfinished words about somebody must not be acted on.
 */
export const drafts = new Rule({
  id: 'G8-draft',
  from: since,
  ground: { law: 'hpl §§ 39, 40', isOurChoice: true },
  value: {},
});

/** G9: the citizen's blocks. Management and administration they do not reach, but for notes. */
export const blocks = new Rule({
  id: 'G9-block',
  from: since,
  ground: { law: 'hpl § 29, pbrl § 5-3, pjl § 17' },
  value: {
    administration: ['demographics', 'appointment', 'vedtak', 'care-plan'] as readonly Category[],
  },
});

/** G10: who may know a protected address. */
export const protectedAddress = new Rule({
  id: 'G10-address',
  from: since,
  ground: { law: 'folkeregisterloven § 10-4', isOurChoice: true },
  value: {},
});

/** The citizen's own record. */
export const self = new Rule({ id: 'C1-self', from: since, ground: { law: 'pbrl § 5-1' }, value: {} });

/**
 * Those with parental responsibility. The law informs them until 16 unless the child, for reasons to be respected, does
 * not want it; from 12 on nothing is shown online by itself, which is our choice, and shared item by item.
 */
export const parents = new Rule({
  id: 'C2-parents',
  from: since,
  ground: { law: 'pbrl § 3-4', isOurChoice: true },
  value: { narrowsAt: 12, endsAt: 16, releasesEndAt: 18 },
});

/** Powers of attorney and guardians. */
export const mandates = new Rule({
  id: 'C3-mandate',
  from: since,
  ground: { law: 'pbrl §§ 3-3, 5-1, vgml § 31' },
  value: {},
});

/** Kin and volunteers whom the citizen has let into the circle around them: never the record. */
export const circle = new Rule({
  id: 'C8-circle',
  from: since,
  ground: { law: 'pbrl § 3-6', isOurChoice: true },
  value: { longestMs: 400 * day },
});

/**
 * Schools, kindergartens, PPT, NAV and others who have to do with the citizen and not with their health: what the citizen has said
 * yes to, to them, while it holds; and never more than their role and their part in the work would give.
 */
export const outside = new Rule({
  id: 'G9-outside',
  from: since,
  ground: { law: 'hpl § 22, pbrl § 3-6', isOurChoice: true },
  value: {
    shows: {
      plan: ['demographics', 'care-plan'],
      services: ['demographics', 'vedtak'],
      contact: ['demographics'],
    } as Readonly<Record<string, readonly Category[]>>,
    purposes: ['TREAT', 'COC'] as readonly Purpose[],
  },
});

/** A health worker elsewhere who was given a link or a code by the citizen. */
export const sharing = new Rule({
  id: 'C9-sharing',
  from: since,
  ground: { law: 'pbrl § 3-6, hpl § 22', isOurChoice: true },
  value: { longestMs: 30 * day },
});

/** Those with a protected address neither represent nor are represented, as Helsenorge has it. */
export const representation = new Rule({
  id: 'C4-address',
  from: since,
  ground: { law: '–', isOurChoice: true },
  value: {},
});

/** The dead have no record online; their nearest kin ask for it. */
export const dead = new Rule({
  id: 'C5-dead',
  from: since,
  ground: { law: 'pbrl § 5-1 femte ledd, hpl § 24' },
  value: {},
});

/** Nothing gives a citizen another's record. */
export const otherCitizen = new Rule({ id: 'C6-other', from: since, ground: { law: 'pjl § 15' }, value: {} });

/** From 29 November a file too: what is sent along with a message. */
const ofTheirOwn: readonly string[] =
  'Communication Consent DocumentReference Observation QuestionnaireResponse ServiceRequest Task'.split(' ');

/** What a citizen, or who acts for one, may write; in the plan, what matters to them. */
export const citizenWrites = new Rule(
  {
    id: 'C7-writes',
    from: since,
    to: '2026-11-29',
    ground: { law: 'pbrl § 3-1', isOurChoice: true },
    value: {
      types: ['Appointment', 'AppointmentResponse'] as readonly string[],
      /** Of these, what the citizen wrote. */
      ownTypes: ofTheirOwn,
    },
  },
  {
    id: 'C7-writes',
    from: '2026-11-29',
    ground: { law: 'pbrl §§ 2-5, 3-1', isOurChoice: true },
    value: { types: ['Appointment', 'AppointmentResponse'], ownTypes: [...ofTheirOwn, 'Goal', 'Binary'] },
  },
);

/** A system does what its registration says. */
export const systems = new Rule({ id: 'S1-system', from: since, ground: { law: 'pjl §§ 6, 22' }, value: {} });
