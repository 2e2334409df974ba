import { ageOn, type Day, isoTime, workday } from '../calendar.ts';
import type { Chronic } from '../codes/chronic.ts';
import { type HospitalCase, stays, visits } from '../codes/hospital.ts';
import { type Icd10, icd10 } from '../codes/icd10.ts';
import { concept, hl7 } from '../fhir.ts';
import { type Weighted, weightedBy } from '../random.ts';
import type { Unit } from '../town.ts';
import type { Body } from './body.ts';
import type { Referred } from './gp.ts';
import { type Illness, presentOn } from './illnesses.ts';
import {
  type Act,
  contact,
  diagnose,
  type Life,
  measure,
  measurePressure,
  noteTypes,
  reportLab,
  write,
} from './writing.ts';

/** Outpatient visits in a year for what is neither lasting illness nor answer to a referral. */
function visitRate(age: number): number {
  if (age < 16) return 0.18;
  if (age < 40) return 0.18;
  if (age < 67) return 0.26;
  return age < 80 ? 0.45 : 0.95;
}

/** Stays in a year, likewise. */
function stayRate(age: number): number {
  if (age < 2) return 0.12;
  if (age < 16) return 0.03;
  if (age < 40) return 0.05;
  if (age < 67) return 0.07;
  return age < 80 ? 0.16 : 0.38;
}

/** Ten years with the hospital: answers to referrals, follow-up of lasting illness, and what comes of itself. */
export function liveWithHospital(
  life: Life,
  body: Body,
  illnesses: readonly Illness[],
  referred: readonly Referred[],
): void {
  const { citizen, from, asOf, town } = life;
  const { random, hospitalPropensity } = citizen;
  for (const { day, unit, reason } of referred) {
    const seen = workday(day + 20 + random.int(70));
    if (seen < asOf && random.chance(0.8)) {
      const said = reason.text ?? reason.coding?.[0]?.display ?? '';
      outpatient(life, unit, seen, `Henvist for ${said.toLowerCase()}.`, random.pick(ANSWERS), 'Z00.0');
    }
  }
  for (let year = Math.max(from, citizen.born); year < asOf; year += 365) {
    const days = Math.min(365, asOf - year);
    const part = (hospitalPropensity * days) / 365;
    const age = ageOn(citizen.born, year);
    for (let i = random.poisson(visitRate(age) * part); i > 0; i--) {
      const day = workday(year + random.int(days));
      if (day >= asOf) continue;
      const one = random.weighted(casesFor(visits, 'visit', age, citizen.sex));
      outpatient(life, town.unit(one.unit), day, one.why, `${one.course} ${one.next}`, one.icd);
    }
    for (let i = random.poisson(stayRate(age) * part); i > 0; i--) {
      const day = year + random.int(days);
      if (day >= asOf - 14) continue;
      stay(life, body, illnesses, random.weighted(casesFor(stays, 'stay', age, citizen.sex)), day);
    }
    for (const illness of presentOn(illnesses, year)) followUp(life, body, illnesses, illness, year, days, part);
  }
}

function followUp(
  life: Life,
  body: Body,
  all: readonly Illness[],
  { chronic }: Illness,
  year: Day,
  days: number,
  part: number,
): void {
  const { random } = life.citizen;
  const [unitId, visitsAYear, staysAYear] = chronic.hospital;
  const unit = life.town.unit(unitId);
  for (let i = random.poisson(visitsAYear * part); i > 0; i--) {
    const day = workday(year + random.int(days));
    if (day < life.asOf) outpatient(life, unit, day, 'Kontroll.', random.pick(chronic.controls), chronic.icd);
  }
  for (let i = random.poisson(staysAYear * part); i > 0; i--) {
    const day = year + random.int(days);
    if (day < life.asOf - 14) stay(life, body, all, worse(chronic, unitId), day);
  }
}

const ANSWERS = [
  'Undersøkt. Ingen tegn til alvorlig sykdom. Råd gitt, tilbake til fastlegen.',
  'Funn som ventet. Starter behandling og kaller inn til kontroll om tre måneder.',
  'Supplerende undersøkelser bestilt. Svar sendes i brev.',
  'Vurdert sammen med kollega. Fortsetter behandling hos fastlege.',
];

function worse(chronic: Chronic, unit: string): HospitalCase {
  return {
    unit,
    icd: chronic.icd,
    ages: [0, 104],
    weight: 1,
    why: 'Innlagt med forverring av kjent sykdom.',
    course: 'Behandlingen justert, bedring i løpet av oppholdet. Egenomsorg gjennomgått før hjemreise.',
    next: 'Kontroll hos fastlege om to uker. Poliklinisk time sendes i posten.',
  };
}

const prepared = new Map<string, Weighted<HospitalCase>>();

function casesFor(
  cases: readonly HospitalCase[],
  kind: string,
  age: number,
  sex: 'female' | 'male',
): Weighted<HospitalCase> {
  const years = Math.min(age, 99);
  const key = `${kind}${years}${sex}`;
  let list = prepared.get(key);
  if (list === undefined) {
    const fitting = cases.filter((one) => years >= one.ages[0] && years <= one.ages[1] && (one.sex ?? sex) === sex);
    list = weightedBy(fitting, (one) => one.weight);
    prepared.set(key, list);
  }
  return list;
}

function outpatient(life: Life, unit: Unit, day: Day, why: string, text: string, icd: Icd10): void {
  const { random } = life.citizen;
  const by = life.town.staff(unit, 'consultant', random.int(8));
  const reason = icd10(icd);
  const act = contact(
    life,
    { unit, by, day, minute: 8 * 60 + 15 * random.int(28) },
    { kind: 'AMB', type: 'Poliklinisk kontakt', minutes: 30, reason },
  );
  write(life, act, {
    type: noteTypes.outpatient,
    title: unit.name.slice(unit.name.indexOf(',') + 2),
    sections: [{ text: `${why} ${text}` }],
  });
}

const HOME = concept(hl7('discharge-disposition'), 'home', 'Home');

function stay(life: Life, body: Body, illnesses: readonly Illness[], one: HospitalCase, day: Day): void {
  const { town, citizen } = life;
  const { random } = citizen;
  const unit = town.unit(one.unit);
  const by = town.staff(unit, 'consultant', random.int(8));
  const nurse = town.staff(unit, 'nurse', random.int(8));
  const nights = 1 + Math.min(20, Math.floor(random.exponential() * (citizen.age > 70 ? 4 : 2)));
  const minute = random.between(60, 1380);
  const reason = icd10(one.icd);
  const act = contact(
    life,
    { unit, by, day, minute },
    {
      kind: 'IMP',
      type: 'Innleggelse',
      minutes: nights * 1440 + 780 - minute,
      reason,
      hospitalization: { dischargeDisposition: HOME },
    },
  );
  const present = presentOn(illnesses, day).map(({ chronic }) => chronic);
  const admission: Act = { ...act, by: nurse };
  measurePressure(life, admission, ...body.pressureAt(day, present));
  measure(life, admission, 'pulse', body.pulseAt(1));
  measure(life, admission, 'temperature', random.normal(37.6, 0.6));
  measure(life, admission, 'saturation', Math.min(100, random.normal(95, 2)));
  for (const later of [0, nights]) {
    const crp = later === 0 ? random.exponential() * 70 : random.exponential() * 15;
    const drawn: Act = {
      ...act,
      unit: town.unit('nordas-laboratoriet'),
      day: day + later,
      minute: later === 0 ? Math.min(1430, minute + 20) : 420,
    };
    reportLab(
      life,
      drawn,
      [
        ['hb', body.labAt('hb', day, present)],
        ['crp', crp],
        ['creatinine', body.labAt('creatinine', day, present)],
        ['potassium', body.labAt('potassium', day, present)],
        ['sodium', body.labAt('sodium', day, present)],
      ],
      { hours: 1 },
    );
  }
  const condition = diagnose(life, act, reason, { list: 'diagnosis', ended: day + nights + 14 });
  const home: Act = { ...act, day: day + nights, minute: 780 };
  write(life, home, {
    type: noteTypes.discharge,
    title: `Epikrise, ${unit.name.slice(unit.name.indexOf(',') + 2)}`,
    event: [{ period: { start: isoTime(day, minute), end: isoTime(day + nights, 780) } }],
    sections: [
      { title: 'Årsak til innleggelsen', text: one.why },
      { title: 'Forløp og behandling', text: one.course },
      { title: 'Videre', text: one.next },
      { title: 'Diagnoser', text: `${one.icd} ${reason.coding![0]!.display}`, entry: [{ reference: condition }] },
    ],
  });
}
