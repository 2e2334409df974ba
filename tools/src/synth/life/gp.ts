import { civil, type Day, workday } from '../calendar.ts';
import type { Lab } from '../codes/analyses.ts';
import { type Complaint, complaintsFor } from '../codes/complaints.ts';
import { icpc2 } from '../codes/icpc2.ts';
import type { Drug } from '../codes/medicines.ts';
import type { Concept } from '../fhir.ts';
import type { Unit } from '../town.ts';
import type { Body } from './body.ts';
import { ageAt, type Illness, presentOn } from './illnesses.ts';
import { prescribe } from './prescribing.ts';
import {
  type Act,
  contact,
  diagnose,
  type Life,
  measure,
  measurePressure,
  noteTypes,
  refer,
  reportLab,
  write,
} from './writing.ts';

/** A referral that the hospital has taken in: what comes of it is told in the hospital's part. */
export type Referred = { day: Day; unit: Unit; reason: Concept };

/** GP consultations in a year by age: over the whole population 2.6, and 4.9 for those past 80. */
function yearlyRate(age: number): number {
  if (age < 2) return 2.4;
  if (age < 6) return 1.6;
  if (age < 16) return 1;
  if (age < 25) return 2;
  if (age < 40) return 2.5;
  if (age < 67) return 3;
  if (age < 80) return 4.2;
  return 5;
}

/** Ten years with the GP: check-ups of lasting illness, and complaints that pass. @returns the referrals made. */
export function liveWithGp(life: Life, body: Body, illnesses: readonly Illness[]): Referred[] {
  const { citizen, from, asOf } = life;
  const { random } = citizen;
  const referred: Referred[] = [];
  const start = Math.max(from, citizen.born);
  for (let year = start; year < asOf; year += 365) {
    const days = Math.min(365, asOf - year);
    const visits = random.poisson((yearlyRate(ageAt(life, year)) * citizen.gpPropensity * days) / 365);
    for (let i = 0; i < visits; i++) {
      const day = workday(year + random.int(days));
      if (day >= asOf) continue;
      const one = visit(life, body, illnesses, day);
      if (one !== undefined) referred.push(one);
    }
  }
  return referred;
}

function visit(life: Life, body: Body, illnesses: readonly Illness[], day: Day): Referred | undefined {
  const { citizen } = life;
  const { random } = citizen;
  // One in five is seen by another of the practice's doctors.
  const by = random.chance(0.2) ? life.town.staff(citizen.practice, 'gp', random.int(5)) : citizen.gp;
  const minute = 8 * 60 + 20 * random.int(23);
  const present = presentOn(illnesses, day);
  const virtual = ageAt(life, day) >= 16 && random.chance(0.18);
  const check = present.length > 0 && random.chance(Math.min(0.65, 0.25 + 0.12 * present.length));
  const act: Act = { unit: citizen.practice, by, day, minute };
  return check
    ? checkUp(life, body, present, random.pick(present), act, virtual)
    : complain(life, body, present, complaintOf(life, day, false), act, virtual);
}

export function complaintOf(life: Life, day: Day, acute: boolean): Complaint {
  const list = complaintsFor(ageAt(life, day), life.citizen.sex, civil(day).month, acute);
  return life.citizen.random.weighted(list);
}

const consultation = (virtual: boolean) =>
  virtual
    ? ({ kind: 'VR', type: 'E-konsultasjon', minutes: 10 } as const)
    : ({ kind: 'AMB', type: 'Konsultasjon', minutes: 20 } as const);

function checkUp(
  life: Life,
  body: Body,
  present: readonly Illness[],
  { chronic, concept }: Illness,
  before: Act,
  virtual: boolean,
): Referred | undefined {
  const { random } = life.citizen;
  const act = contact(life, before, { ...consultation(virtual), reason: concept });
  if (!virtual) takeMeasures(life, body, present, act, chronic.measures, 0);
  if (!virtual && chronic.labs.length > 0 && random.chance(0.45)) takeLabs(life, body, present, act, chronic.labs);
  const control = random.pick(chronic.controls);
  write(life, act, {
    type: noteTypes.doctor,
    title: concept.text ?? concept.coding![0]!.display!,
    sections: [{ text: control }],
  });
  const unit = life.town.unit(chronic.hospital[0]);
  return random.chance(0.1) ? sendOn(life, act, unit, concept, `Takk for vurdering. ${control}`) : undefined;
}

/** A complaint brought to a GP or to the out-of-hours clinic. */
export function complain(
  life: Life,
  body: Body,
  present: readonly Illness[],
  complaint: Complaint,
  before: Act,
  virtual: boolean,
  acute = false,
): Referred | undefined {
  const { random } = life.citizen;
  const reason = icpc2(complaint.code);
  const act = contact(
    life,
    before,
    acute ? { kind: 'EMER', type: 'Legevaktkonsultasjon', minutes: 25, reason } : { ...consultation(virtual), reason },
  );
  const fever = complaint.measures?.includes('temperature') === true ? Math.max(0, random.normal(1, 0.9)) : 0;
  if (!virtual && complaint.measures !== undefined) takeMeasures(life, body, present, act, complaint.measures, fever);
  if (!virtual && complaint.labs !== undefined && random.chance(0.5))
    takeLabs(life, body, present, act, complaint.labs, fever);
  const tells = random.pick(complaint.tells);
  const plan = random.pick(complaint.plan);
  write(life, act, {
    type: acute ? noteTypes.outOfHours : noteTypes.doctor,
    title: reason.coding![0]!.display!,
    sections: [
      { title: 'Sykehistorie', text: tells },
      ...(virtual ? [] : [{ title: 'Funn', text: random.pick(complaint.finds) }]),
      { title: 'Vurdering og tiltak', text: plan },
    ],
  });
  if (random.chance(0.3)) diagnose(life, act, reason, { list: 'diagnosis', ended: act.day + 10 + random.int(20) });
  const drug = complaint.drug?.[0];
  if (drug !== undefined && !virtual && random.chance(complaint.drug![1]) && mayHave(life, drug, act.day)) {
    prescribe(life, act, drug, { use: 'course', reason, stopped: { completed: true } });
  }
  const unit = hospitalFor(life, complaint);
  return unit !== undefined && !acute && random.chance(0.12)
    ? sendOn(life, act, unit, reason, `Takk for vurdering. ${tells}`)
    : undefined;
}

/** Our dosages are for adults, and the old are spared what harms the kidneys. */
function mayHave(life: Life, drug: Drug, day: Day): boolean {
  const age = ageAt(life, day);
  return !life.avoid.has(drug) && (age >= 12 || drug === 'salbutamol') && (age < 75 || drug !== 'ibuprofen');
}

function takeMeasures(
  life: Life,
  body: Body,
  present: readonly Illness[],
  act: Act,
  what: readonly ('pressure' | 'weight' | 'pulse' | 'saturation' | 'temperature')[],
  fever: number,
): void {
  const { random } = life.citizen;
  for (const one of what) {
    if (one === 'pressure')
      measurePressure(
        life,
        act,
        ...body.pressureAt(
          act.day,
          present.map(({ chronic }) => chronic),
        ),
      );
    else if (one === 'weight') measure(life, act, 'weight', body.weightAt(act.day));
    else if (one === 'pulse') measure(life, act, 'pulse', body.pulseAt(fever));
    else if (one === 'saturation')
      measure(life, act, 'saturation', Math.min(100, random.normal(97 - fever * 0.5, 1.2)));
    else measure(life, act, 'temperature', random.normal(36.8 + fever, 0.3));
  }
}

function takeLabs(
  life: Life,
  body: Body,
  present: readonly Illness[],
  act: Act,
  wanted: readonly Lab[],
  fever = 0,
): void {
  const illnesses = present.map(({ chronic }) => chronic);
  const results = wanted.map((lab) => {
    const value = body.labAt(lab, act.day, illnesses);
    return [lab, lab === 'crp' && fever > 0 ? value + life.citizen.random.exponential() * 28 * fever : value] as const;
  });
  reportLab(life, act, results, { hours: wanted.length === 1 ? 0 : 6 });
}

function sendOn(life: Life, act: Act, unit: Unit, reason: Concept, text: string): Referred {
  const answered = act.day < life.asOf - 60;
  refer(life, act, unit, { reason, text, status: answered ? 'completed' : 'active' });
  return { day: act.day, unit, reason };
}

/** Which hospital unit takes a chapter of ICPC-2. */
const CHAPTERS: { [chapter: string]: string } = {
  A: 'nordas-medisin',
  D: 'nordas-kirurgi',
  F: 'nordas-oye',
  H: 'nordas-onh',
  K: 'nordas-hjerte',
  L: 'nordas-ortopedi',
  N: 'nordas-nevrologi',
  P: 'nordas-dps',
  R: 'nordas-lunge',
  S: 'nordas-hud',
  U: 'nordas-kirurgi',
  W: 'nordas-kvinneklinikk',
  X: 'nordas-kvinneklinikk',
};

function hospitalFor(life: Life, complaint: Complaint): Unit | undefined {
  const unit = CHAPTERS[complaint.code[0]!];
  if (unit === undefined || ['R74', 'A97', 'A77', 'H81', 'W11'].includes(complaint.code)) return undefined;
  const child = life.citizen.age < 16;
  return life.town.unit(child ? (unit === 'nordas-dps' ? 'nordas-bup' : 'nordas-barn') : unit);
}
