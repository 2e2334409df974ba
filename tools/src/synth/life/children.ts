import { type Day, isoDate, nextWeekday, workday } from '../calendar.ts';
import { coded } from '../codes/displays.ts';
import { volven } from '../fhir.ts';
import type { Unit } from '../town.ts';
import { type Body, dayAtAge } from './body.ts';
import { contact, type Life, measure, noteTypes, vaccinate, write } from './writing.ts';

type Dose = readonly [atc: string, name: string, dose: number];

/** A consultation of the programme for children: Volven 9505 step, at what age, what is written, which vaccines. */
type Step = {
  code: string;
  years: number;
  days: number;
  texts: readonly string[];
  vaccines?: readonly Dose[];
  school?: boolean;
};

const SIX: string = 'J07CA09';
const PNEUMO: string = 'J07AL02';
const ROTA: string = 'J07BH01';

/** The Norwegian programme for children 0–5 years and in school, with the vaccines of the childhood programme. */
const STEPS: readonly Step[] = [
  {
    code: '10D',
    years: 0,
    days: 9,
    texts: [
      'Hjemmebesøk. Mor og barn har det bra. Amming i gang, barnet er tilbake på fødselsvekt.',
      'Hjemmebesøk. Sover i korte økter, ammes ofte. Snakket om søvn og om hjelp i hverdagen.',
    ],
  },
  { code: '4U', years: 0, days: 28, texts: ['Følger kurven. Fester blikket. Gruppetime med andre foreldre.'] },
  {
    code: '6U',
    years: 0,
    days: 43,
    texts: ['Undersøkt av lege: hjerte, hofter og øyne uten anmerkning. Smiler.'],
    vaccines: [[ROTA, 'Rotavirusvaksine', 1]],
  },
  {
    code: '3M',
    years: 0,
    days: 92,
    texts: ['God hodekontroll, følger med blikket. Ammes fullt.'],
    vaccines: [
      [SIX, 'Seksvalent vaksine', 1],
      [PNEUMO, 'Pneumokokkvaksine', 1],
      [ROTA, 'Rotavirusvaksine', 2],
    ],
  },
  {
    code: '5M',
    years: 0,
    days: 153,
    texts: ['Griper etter ting, ruller. Snakket om fast føde.'],
    vaccines: [
      [SIX, 'Seksvalent vaksine', 2],
      [PNEUMO, 'Pneumokokkvaksine', 2],
    ],
  },
  { code: '6M', years: 0, days: 184, texts: ['Undersøkt av lege. Sitter med støtte. Smaker på grøt.'] },
  { code: '8M', years: 0, days: 245, texts: ['Sitter stødig, pludrer. Snakket om sikkerhet hjemme.'] },
  {
    code: '12M',
    years: 1,
    days: 5,
    texts: ['Undersøkt av lege. Går langs møbler, sier noen ord.'],
    vaccines: [
      [SIX, 'Seksvalent vaksine', 3],
      [PNEUMO, 'Pneumokokkvaksine', 3],
    ],
  },
  {
    code: '15M',
    years: 1,
    days: 95,
    texts: ['Går alene. Forstår enkle beskjeder.'],
    vaccines: [['J07BD52', 'MMR-vaksine', 1]],
  },
  { code: '18M', years: 1, days: 165, texts: ['Peker og setter navn på ting. Sover natten gjennom.'] },
  { code: '2A', years: 2, days: 20, texts: ['Språk: setter sammen to ord. Løper og klatrer. SATS gjennomført.'] },
  {
    code: '4A',
    years: 4,
    days: 30,
    texts: [
      'Syn og hørsel prøvd, uten anmerkning. Trives i barnehagen.',
      'SPRÅK 4 gjennomført. Noe utydelig uttale, følges av barnehagen.',
    ],
  },
  {
    code: '6A',
    years: 6,
    days: 120,
    school: true,
    texts: ['Skolestart. Undersøkt av lege. Gleder seg til skolen, leser noen ord.'],
  },
  {
    code: '7A',
    years: 7,
    days: 150,
    school: true,
    texts: ['Vaksinert i klassen.'],
    vaccines: [['J07AJ52', 'DTP-polio-vaksine', 4]],
  },
  { code: '8A', years: 8, days: 160, school: true, texts: ['Måling av høyde og vekt i tredje trinn. Følger kurven.'] },
  {
    code: '11A',
    years: 11,
    days: 150,
    school: true,
    texts: ['Vaksinert i klassen.'],
    vaccines: [['J07BD52', 'MMR-vaksine', 2]],
  },
  {
    code: '12A',
    years: 12,
    days: 140,
    school: true,
    texts: ['HPV-vaksine, første dose. Spørsmål besvart.'],
    vaccines: [['J07BM03', 'HPV-vaksine', 1]],
  },
  {
    code: '13A',
    years: 13,
    days: 150,
    school: true,
    texts: [
      'Helsesamtale i åttende trinn. Trives, har gode venner. Sover litt lite.',
      'Helsesamtale i åttende trinn. Stille, vil gjerne komme igjen til en prat.',
    ],
    vaccines: [['J07BM03', 'HPV-vaksine', 2]],
  },
  {
    code: '15A',
    years: 15,
    days: 160,
    school: true,
    texts: ['Vaksinert i tiende trinn.'],
    vaccines: [['J07AJ52', 'DTP-polio-vaksine', 5]],
  },
];

/** The health station and the school health service, for those who have been children in these years. */
export function growUp(life: Life, body: Body): void {
  const { citizen, from, asOf } = life;
  if (citizen.age > 28) return;
  // the health station has the care of all small children, whether or not they were there lately
  if (citizen.age < 6) {
    const { station } = citizen.home;
    life.record.add(station, 'EpisodeOfCare', {
      status: 'active',
      type: [{ text: 'Helsestasjon' }],
      patient: life.record.patient,
      managingOrganization: station.reference,
      period: { start: isoDate(citizen.born) },
    });
  }
  for (const step of STEPS) {
    const day = dayOf(step, citizen.born);
    if (day < from || day >= asOf) continue;
    consult(life, body, step, day, step.school === true ? citizen.home.school : citizen.home.station);
  }
}

function dayOf(step: Step, born: Day): Day {
  const day = dayAtAge(born, step.years, step.days);
  return step.school === true ? nextWeekday(day, 2) : workday(day);
}

function consult(life: Life, body: Body, step: Step, day: Day, unit: Unit): void {
  const { random } = life.citizen;
  const by = life.town.staff(unit, 'healthNurse', random.int(4));
  const reason = coded(volven(9505), step.code);
  const home = step.code === '10D';
  const type = step.school === true ? 'Skolehelsetjeneste' : home ? 'Hjemmebesøk' : 'Helsestasjonskonsultasjon';
  const act = contact(
    life,
    { unit, by, day, minute: 9 * 60 + 15 * random.int(20) },
    { kind: home ? 'HH' : 'AMB', type, minutes: 30, reason },
  );
  const measured = step.school !== true || step.code === '8A' || step.code === '6A' || step.code === '13A';
  if (measured) {
    measure(life, act, 'weight', body.weightAt(day));
    measure(life, act, 'height', body.heightAt(day));
    if (step.years < 2) measure(life, act, 'headCircumference', body.headAt(day));
  }
  for (const [atc, name, dose] of step.vaccines ?? []) if (random.chance(0.96)) vaccinate(life, act, atc, name, dose);
  write(life, act, {
    type: noteTypes.child,
    title: reason.coding![0]!.display!,
    sections: [{ text: random.pick(step.texts) }],
  });
}
