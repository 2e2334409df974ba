import { addYears, type Day, isoDate } from '../../calendar.ts';
import { coded } from '../../codes/displays.ts';
import { icpc2 } from '../../codes/icpc2.ts';
import { concept, systems, volven } from '../../fhir.ts';
import { noteAllergy, PENICILLINS, reactions } from '../../life/allergies.ts';
import { Body } from '../../life/body.ts';
import { liveWithGp } from '../../life/gp.ts';
import { liveWithHospital } from '../../life/hospital.ts';
import { liveWithOutOfHours } from '../../life/out-of-hours.ts';
import { vaccinateAdults } from '../../life/vaccines.ts';
import { diagnose, type Life, noteTypes, write } from '../../life/writing.ts';
import { writeRelated } from '../../patient.ts';
import type { Citizen } from '../../record.ts';
import { mandateRoles, writeMandate } from '../../representation.ts';
import type { Town } from '../../town.ts';
import { at, beginStory, illness, type Person } from '../person.ts';
import { block, limit, warn } from '../warnings.ts';
import { dispenserAtHome } from './dispenser.ts';
import { homeAgain } from './home.ts';
import { fallAndStay } from './hospital.ts';
import { measureOverTime } from './measurements.ts';
import { medicineList } from './medicines.ts';
import { planAndServices } from './plan.ts';

export const kari: Person = {
  id: 'kari-testdal',
  given: 'Kari',
  family: 'Testdal',
  sex: 'female',
  age: 84,
  birthday: [3, 14],
  individual: 120,
  street: 'Strandgata 14',
  zone: 3,
  practice: 'solli-legekontor',
  gp: 'ada-solli',
  phone: '+4741200050',
  visits: 1.2,
};

/**
 * Kari's record on the day she is home again: she fell four days ago, was in hospital and at Granli, and sees her GP
 * today. All days are told from `asOf`, so that she is always home again today.
 */
export function tellKari(town: Town, citizen: Citizen, asOf: Day, family: { liv: Citizen; odd: Citizen }): Life {
  const life = beginStory(town, citizen, asOf, {
    body: {
      maritalStatus: concept(volven(3103), '3', 'Enke/enkemann'),
      communication: [
        { language: { coding: [{ system: 'urn:ietf:bcp:47', code: 'nb', display: 'Bokmål' }] }, preferred: true },
      ],
    },
  });
  near(life, family);
  tenYears(life);
  problems(life);
  critical(life);
  const orders = medicineList(life);
  measureOverTime(life);
  const old = ownNotes(life);
  block(
    life,
    { day: asOf - 1400, hour: 9 },
    {
      text: 'Notat som bare Solli legekontor kan se',
      data: [old],
      except: [town.unit('solli-legekontor').reference],
    },
  );
  planAndServices(life);
  fallAndStay(life, orders);
  homeAgain(life);
  dispenserAtHome(life, orders);
  return life;
}

/** Her daughter may decide for her in health matters; her son is next of kin; Per comes on Thursdays. */
function near(life: Life, { liv, odd }: { liv: Citizen; odd: Citizen }): void {
  const { record, citizen, asOf } = life;
  const daughter = writeRelated(
    record,
    citizen,
    'daughter',
    { ...liv, address: liv.home.address },
    { relationship: mandateRoles('power') },
  );
  writeRelated(record, citizen, 'son', { ...odd, address: odd.home.address });
  writeRelated(
    record,
    citizen,
    'other',
    {
      name: { given: 'Per', family: 'Frivold' },
      sex: 'male',
      phone: '+4741200067',
    },
    { relationship: [{ text: 'Besøksvenn, frivilligsentralen' }] },
  );
  writeMandate(
    record,
    citizen,
    'power',
    { reference: daughter, nationalNumber: liv.nationalNumber, display: 'Liv Testdal' },
    { start: asOf - 620, end: addYears(asOf, 1) + 95 },
  );
}

/** What lies behind: ten years with GP, hospital and out-of-hours clinic, until the story itself begins. */
function tenYears(life: Life): void {
  const past: Life = { ...life, asOf: life.asOf - 120, avoid: new Set(PENICILLINS) };
  const body = new Body(life.citizen);
  const { asOf } = life;
  const illnesses = [
    illness('K86', addYears(asOf, -22)),
    illness('K77', addYears(asOf, -7)),
    illness('U99', addYears(asOf, -3)),
    illness('P70', addYears(asOf, -2)),
  ];
  liveWithHospital(past, body, illnesses, liveWithGp(past, body, illnesses));
  liveWithOutOfHours(past, body, illnesses);
  vaccinateAdults({ ...past, asOf: asOf - 300 });
}

function problems(life: Life): void {
  const { town, asOf } = life;
  const year = (back: number): string => isoDate(addYears(asOf, -back)).slice(0, 4);
  const gp = (back: number) => at(town, 'ada-solli', 'solli-legekontor', addYears(asOf, -back) - 40, 10);
  diagnose(life, gp(22), icpc2('K86', 'Høyt blodtrykk'), { list: 'problem', onset: year(22) });
  diagnose(life, gp(7), icpc2('K77', 'Hjertesvikt, EF 35 %'), {
    list: 'problem',
    onset: year(7),
    note: 'Ekko hos Kystkardiologi i mars: EF 35 %, uendret.',
  });
  diagnose(life, gp(3), icpc2('U99', 'Nyresvikt, stadium 3b'), { list: 'problem', onset: year(3) });
  diagnose(life, gp(2), icpc2('P70', 'Demens, mild til moderat'), { list: 'problem', onset: year(2) });
  diagnose(life, gp(1), icpc2('A29', 'Fall, gjentatte'), { list: 'problem', onset: year(1) });
}

function critical(life: Life): void {
  const { town, asOf } = life;
  const gp = at(town, 'ada-solli', 'solli-legekontor', asOf - 15, 11, 30);
  noteAllergy(
    life,
    { ...gp, day: asOf - 2600 },
    {
      to: coded(systems.atc, 'J01CE02', 'Penicillin'),
      category: 'medication',
      critical: true,
      reaction: { ...reactions.anaphylaxis, text: 'Anafylaksi' },
      onset: '1998',
      severity: 'severe',
      note: 'Fikk adrenalin på legevakt. Tåler erytromycin.',
    },
  );
  limit(life, gp, 'Full behandling ved livstruende tilstand', asOf - 15 + 181, { display: 'Liv Testdal' });
  warn(life, { ...gp, day: asOf - 400 }, 'condition', 'Hjertesvikt, EF 35 %');
  warn(life, at(town, 'hanne-hjem', 'hjemmetjenesten-sone-3', asOf - 330, 12), 'risk', 'Fallrisiko');
}

/** Notes from before the story; the first is the one she keeps to Solli. @returns the reference to it */
function ownNotes(life: Life): string {
  const { town, asOf } = life;
  const gp = (day: number, hour: number, minute = 0) => at(town, 'ada-solli', 'solli-legekontor', day, hour, minute);
  const old = write(life, gp(asOf - 1480, 10, 40), {
    type: noteTypes.doctor,
    title: 'Samtale etter dødsfall',
    sections: [
      {
        text: 'Kom alene. Fortalte om ekteskapet og om tiden etter at mannen døde. Ønsker ikke at andre skal lese dette. Ny samtale om en måned.',
      },
    ],
  });
  write(life, at(town, 'kai-kyst', 'kystkardiologi', asOf - 255, 9, 20), {
    type: noteTypes.outpatient,
    title: 'Ekkokardiografi',
    sections: [
      {
        text: 'Kjent hjertesvikt. Venstre ventrikkel lett utvidet, EF 35 %. Moderat mitralinsuffisiens. Uendret fra i fjor. Medisinene er riktige; forsiktig med kalium. Kontroll om ett år.',
      },
    ],
  });
  write(life, at(town, 'vera-vakt', 'havoy-legevakt', asOf - 105, 21, 10), {
    type: noteTypes.outOfHours,
    title: 'Fall uten skade',
    sections: [
      {
        title: 'Sykehistorie',
        text: 'Falt fra sengekanten i kveld. Fallsensoren varslet, hjemmetjenesten var der etter ti minutter.',
      },
      { title: 'Funn', text: 'Våken og klar. Ingen smerter ved bevegelse. Blodtrykk 138/76.' },
      { title: 'Vurdering og tiltak', text: 'Ingen skade. Hjem. Fastlege bes se på sovetabletten.' },
    ],
  });
  return old;
}
