import { type Day, isoDate, isoTime, workday } from '../calendar.ts';
import { icpc2 } from '../codes/icpc2.ts';
import { medicines } from '../codes/medicines.ts';
import { quantity } from '../fhir.ts';
import { writePathway } from '../life/pathways.ts';
import { writeOwnGoal, writeSharedPlan } from '../life/plans.ts';
import { asNeeded, inPump, prescribe } from '../life/prescribing.ts';
import { grant } from '../life/services.ts';
import {
  type Act,
  diagnose,
  type Life,
  measure,
  measurePressure,
  noteTypes,
  refer,
  reportLab,
  write,
} from '../life/writing.ts';
import { writeRelated } from '../patient.ts';
import type { Citizen } from '../record.ts';
import type { Town } from '../town.ts';
import { ask, book, tellOrdinary } from './everyday.ts';
import { at, illness, type Person } from './person.ts';
import { limit, warn } from './warnings.ts';

export const solveig: Person = {
  id: 'solveig-tenkt',
  given: 'Solveig',
  family: 'Tenkt',
  sex: 'female',
  age: 71,
  birthday: [5, 17],
  individual: 170,
  street: 'Bjørkevegen 22',
  zone: 3,
  practice: 'solli-legekontor',
  gp: 'ada-solli',
  phone: '+4741200071',
};

/** Solveig has cancer that will not be cured, and is at home; all who must, see what is agreed. */
export function tellSolveig(town: Town, citizen: Citizen, asOf: Day): Life {
  const life = tellOrdinary(town, citizen, asOf, [illness('D75', asOf - 900)]);
  writeRelated(life.record, citizen, 'spouse', {
    name: { given: 'Arne', family: 'Tenkt' },
    sex: 'male',
    phone: '+4741200072',
  });
  const cancer = icpc2('D75', 'Tarmkreft med spredning til lever, lindrende behandling');
  const gp = at(town, 'ada-solli', 'solli-legekontor', workday(asOf - 45), 14);
  diagnose(life, gp, cancer, { list: 'problem', onset: isoDate(asOf - 900).slice(0, 4) });
  limit(life, gp, 'HLR minus. Lindrende behandling hjemme, ikke intensiv', asOf - 45 + 120, {
    display: 'Arne Tenkt',
  });
  warn(life, gp, 'condition', 'Kreft med spredning, lindrende behandling');
  prescribe(life, gp, 'fentanyl', { reason: cancer });
  prescribe(life, gp, 'morphine', { reason: cancer, dosage: asNeeded(medicines.morphine, 1, 6) });
  prescribe(life, gp, 'lactulose', { reason: icpc2('D12') });
  const zone = town.unit('hjemmetjenesten-sone-3');
  grant(life, {
    service: 'homeNursing',
    text: 'Hjemmesykepleie, kreftsykepleier',
    extent: { times: 3, unit: 'besøk', per: 'd' },
    giver: zone,
    start: asOf - 40,
    applied: asOf - 46,
    decided: asOf - 44,
    decidedBy: town.person('sara-saksen'),
    reason: 'Du ønsker å være hjemme. Du får besøk tre ganger i døgnet og kan ringe hele natten.',
  });
  againstNausea(life, at(town, 'ada-solli', 'solli-legekontor', workday(asOf - 3), 12, 30));
  const hanne = at(town, 'hanne-hjem', 'hjemmetjenesten-sone-3', asOf - 40, 13);
  const own = writeOwnGoal(life, hanne, 'Jeg vil være hjemme hos Arne, og slippe å ha vondt.');
  const shared = writeSharedPlan(life, hanne, [own]);
  life.record.add(zone, 'CarePlan', {
    partOf: [{ reference: shared }],
    status: 'active',
    intent: 'plan',
    category: [{ text: 'Palliativ plan' }],
    title: 'Palliativ plan',
    description: 'Vil dø hjemme. Arne og barna er enige. Hvis smerter over 5: morfin 10 mg, ring kreftsykepleier.',
    subject: life.record.patient,
    period: { start: isoDate(asOf - 40) },
    author: gp.by.reference,
    activity: [
      {
        detail: {
          status: 'in-progress',
          description: 'Hvis tungpust eller uro om natten: ring nattpatruljen, skrin ligger i kjøleskapet',
          performer: [town.unit('nattpatruljen').reference],
        },
      },
      { detail: { status: 'in-progress', description: 'Plaster byttes hver tredje dag', performer: [zone.reference] } },
    ],
  });
  const practice = town.unit('solli-legekontor');
  const training = town.unit('fysio-og-ergoterapi');
  writePathway(life, at(town, 'hanne-hjem', 'hjemmetjenesten-sone-3', asOf - 6, 10), {
    definition: 'fall-at-home',
    within: shared,
    why: 'Skled på badet om natten. Ingen skade.',
    steps: {
      'first-check': { owner: zone, status: 'completed', due: asOf - 6, at: asOf - 6 },
      'medication-review': { owner: practice, status: 'accepted', due: asOf + 8, at: asOf - 4 },
      exercise: {
        owner: training,
        status: 'cancelled',
        at: asOf - 3,
        reason: 'Orker ikke trening nå, og ønsker det ikke',
      },
      'home-safety': { owner: training, status: 'requested', due: asOf + 15 },
      alarm: { owner: town.unit('tildelingskontoret'), status: 'completed', due: asOf + 8, at: asOf - 5 },
      evaluation: { owner: zone, status: 'draft', due: asOf + 85 },
    },
  });
  for (const [i, text] of [
    'Kvalm i natt, tok kvalmestillende. Smerte 3 av 10.',
    'Plaster byttet. Orker å sitte oppe til middag.',
    'Mer sliten. Smerte 5 ved stell. Morfin hjalp etter en halv time.',
    'Snakket om tiden som kommer. Arne var med.',
  ].entries()) {
    const visit = at(town, 'hanne-hjem', 'hjemmetjenesten-sone-3', asOf - 1 - i * 3, 10, 20);
    write(life, visit, { type: noteTypes.nurse, title: 'Kreftsykepleier', sections: [{ text }] });
    if (i === 0) measurePressure(life, visit, 104, 60);
    measure(life, visit, 'weight', 52.4 + i * 0.5);
  }
  reportLab(life, at(town, 'ada-solli', 'solli-legekontor', workday(asOf - 8), 9), [
    ['hb', 10.2],
    ['albumin', 29],
    ['crp', 44],
    ['creatinine', 71],
  ]);
  const palliative = town.unit('nordas-palliativt-team');
  const referral = refer(life, at(town, 'ada-solli', 'solli-legekontor', workday(asOf - 1), 15, 2), palliative, {
    reason: cancer,
    text: 'Økende smerter. Ønsker vurdering av smertebehandling hjemme.',
    status: 'active',
    urgent: true,
  });
  life.record.add(palliative, 'Task', {
    status: 'accepted',
    intent: 'order',
    priority: 'urgent',
    description: 'Henvisning mottatt, hjemmebesøk planlegges',
    focus: { reference: referral },
    for: { ...life.record.patient, display: 'Solveig Tenkt' },
    authoredOn: isoTime(asOf, 7 * 60 + 40),
    lastModified: isoTime(asOf, 8 * 60 + 10),
    requester: gp.by.reference,
    owner: palliative.reference,
  });
  // Cleaning by the supplier, until the municipality's own home care took over: what the supplier sees no longer.
  grant(life, {
    service: 'practicalHelp',
    extent: { times: 2, unit: 'h', per: 'wk' },
    giver: town.unit('trygg-omsorg'),
    start: asOf - 420,
    end: asOf - 60,
    applied: asOf - 450,
    decided: asOf - 430,
    decidedBy: town.person('sara-saksen'),
    reason: 'Du klarer ikke renhold på egen hånd etter operasjonen.',
  });
  book(life, 'solli-legekontor', citizen.gp.reference, { day: asOf, hour: 11, minute: 40 }, 'Telefon: smertelindring');
  ask(
    life,
    { unit: 'hjemmetjenesten-sone-3', by: town.person('hanne-hjem').reference },
    'ada-solli',
    'Fornye plaster, endret dose?',
    {
      sent: asOf,
      due: asOf,
    },
  );
  ask(
    life,
    { unit: 'solli-legekontor', by: town.person('ada-solli').reference },
    'ada-solli',
    'Forhåndssamtale, fornye avklaring',
    {
      sent: asOf - 10,
      due: asOf + 10,
    },
  );
  return life;
}

/** A pump below the skin, which the nurse filled the afternoon before: it runs for six days and a half. */
function againstNausea(life: Life, doctor: Act): void {
  const { town, asOf, record } = life;
  const rate = quantity(0.3, 'ml/time', 'mL/h');
  const drug = medicines.metoclopramide;
  const order = prescribe(life, doctor, drug, { reason: icpc2('D09'), dosage: inPump(drug, rate) });
  const hanne = at(town, 'hanne-hjem', 'hjemmetjenesten-sone-3', asOf - 1, 15, 20);
  record.add(hanne.unit, 'MedicationAdministration', {
    status: 'in-progress',
    medicationCodeableConcept: drug.concept,
    subject: record.patient,
    effectivePeriod: { start: isoTime(hanne.day, hanne.minute) },
    performer: [{ actor: hanne.by.reference }],
    request: { reference: order },
    dosage: { text: '50 ml i pumpe', dose: quantity(50, 'ml', 'mL'), rateQuantity: rate },
  });
}
