import type { JsonObject } from '../../../../../server/src/fhir/resource.ts';
import { isoDate, isoTime, nextWeekday, norwegianDate, workday } from '../../calendar.ts';
import { coded } from '../../codes/displays.ts';
import { coding, concept, fixed, quantity, volven } from '../../fhir.ts';
import { writePathway } from '../../life/pathways.ts';
import { consentToPlan, coordinator, INDIVIDUAL_PLAN, invited } from '../../life/plans.ts';
import { assess, grant, serviceConcept } from '../../life/services.ts';
import { type Act, type Life, noteTypes, observe, write } from '../../life/writing.ts';
import { at } from '../person.ts';

/** What she is granted, what she lives for, and those who help her with it. */
export function planAndServices(life: Life): void {
  services(life);
  const goals = theGoals(life);
  individualPlan(life, goals);
  devices(life);
  appointments(life);
}

function services(life: Life): void {
  const { town, asOf, record } = life;
  const sara = town.person('sara-saksen');
  const zone = town.unit('hjemmetjenesten-sone-3');
  const away = { from: asOf - 4, to: asOf };
  grant(life, {
    service: 'homeNursing',
    text: 'Hjemmesykepleie sone 3',
    extent: { times: 2, unit: 'besøk', per: 'd' },
    giver: zone,
    start: asOf - 500,
    end: asOf - 1,
    paused: away,
    applied: asOf - 530,
    decided: asOf - 510,
    decidedBy: sara,
    reason: 'Du trenger hjelp til medisiner, og til å få i deg mat. Du vil bo hjemme.',
  });
  grant(life, {
    service: 'homeNursing',
    text: 'Hjemmesykepleie sone 3',
    extent: { times: 4, unit: 'besøk', per: 'd' },
    giver: zone,
    start: asOf,
    applied: asOf - 3,
    decided: asOf - 1,
    decidedBy: sara,
    reason:
      'Endret fra 2 til 4 besøk. Du har gips på høyre arm og trenger hjelp til stell, mat og medisiner. Du har falt flere ganger.',
    applicant: { reference: `PractitionerRole/${town.person('nina-nordas').practitionerRole}`, display: 'Nina Nordås' },
  });
  grant(life, {
    service: 'alarm',
    text: 'Trygghetsalarm og fallsensor',
    giver: town.unit('responssenteret'),
    start: asOf - 480,
    applied: asOf - 530,
    decided: asOf - 505,
    decidedBy: sara,
    reason: 'Du bor alene og har falt. Fallsensoren varsler uten at du må trykke.',
  });
  grant(life, {
    service: 'medicineSupport',
    text: 'Medisindispenser',
    giver: zone,
    start: asOf - 300,
    applied: asOf - 330,
    decided: asOf - 312,
    decidedBy: sara,
    reason: `Dispenseren minner deg om medisinene. Fylles av hjemmetjenesten. Ny vurdering ${norwegianDate(asOf + 21)}.`,
  });
  grant(life, {
    service: 'shortStay',
    text: 'Korttidsopphold Granli',
    giver: town.unit('granli-korttid'),
    start: asOf - 2,
    end: asOf,
    applied: asOf - 3,
    decided: asOf - 2,
    decidedBy: sara,
    reason: 'Du trenger tilsyn og trening etter sykehusoppholdet før du kan være trygg hjemme.',
    applicant: { reference: `PractitionerRole/${town.person('nina-nordas').practitionerRole}`, display: 'Nina Nordås' },
  });
  record.add(life.citizen.home.caseOffice, 'ServiceRequest', {
    status: 'active',
    intent: 'proposal',
    category: [coded(volven(9169), '1', 'Søknad')],
    code: serviceConcept('respite', 'Avlastning for Liv'),
    subject: record.patient,
    authoredOn: isoTime(asOf - 1, 19 * 60 + 40),
    requester: { display: 'Liv Testdal' },
    performer: [life.citizen.home.caseOffice.reference],
    note: [{ text: `Mottatt. Svar senest ${norwegianDate(asOf + 27)}.` }],
  });
  const hanne = at(town, 'hanne-hjem', 'hjemmetjenesten-sone-3', asOf - 9, 9, 30);
  assess(life, hanne, [3, 4, 3, 3, 1, 4, 2, 1, 4, 1, 1, 3, 2, 2, 4, 2, 1, 5, 3, 3]);
  write(life, hanne, {
    type: noteTypes.nurse,
    title: 'Funksjon vurdert',
    sections: [
      {
        text: 'Gikk uten hjelpemiddel inne. Kledde seg selv. Snakket sammenhengende, glemte avtaler. Trenger hjelp til innkjøp, middag og medisiner.',
      },
    ],
  });
}

const MATTERS = fixed({ text: 'Hva er viktig for deg' });
const ACTIVE = fixed({ text: 'I gang' });

function theGoals(life: Life): JsonObject[] {
  const { town, asOf, record, citizen } = life;
  const coordinator = town.unit('koordinerende-enhet');
  const words = 'Jeg vil bo hjemme med katten og rekke koret på torsdager.';
  const own = record.add(coordinator, 'Goal', {
    lifecycleStatus: 'active',
    category: [MATTERS],
    description: { text: words },
    subject: record.patient,
    startDate: isoDate(asOf - 3),
    expressedBy: { ...record.patient, display: `${citizen.name.given} ${citizen.name.family}` },
    note: [{ text: 'Hjemme, katten, koret' }],
  });
  const goal = (unit: Act, text: string, target: JsonObject): string =>
    record.add(unit.unit, 'Goal', {
      lifecycleStatus: 'active',
      achievementStatus: {
        coding: [{ system: 'http://terminology.hl7.org/CodeSystem/goal-achievement', code: 'in-progress' }],
        ...ACTIVE,
      },
      description: { text },
      subject: record.patient,
      startDate: isoDate(asOf - 1),
      expressedBy: unit.by.reference,
      target: [target],
    });
  const fysio = at(town, 'fredrik-fysio', 'fysio-og-ergoterapi', asOf - 1, 10);
  const hanne = at(town, 'hanne-hjem', 'hjemmetjenesten-sone-3', asOf - 1, 12);
  const ada = at(town, 'ada-solli', 'solli-legekontor', asOf - 1, 12);
  const falls = goal(fysio, 'Ikke falle igjen: gåtrening, natt-lys, rullator', {
    measure: { text: 'Gåtrening' },
    detailString: '3 av 5 treninger',
  });
  const weight = goal(hanne, 'Tørrvekt 60–61 kg, varsle ved +2 kg', {
    measure: { text: 'Vekt, daglig' },
    detailRange: { low: quantity(60, 'kg'), high: quantity(61, 'kg') },
  });
  const sleep = goal(ada, 'Sove uten sovetablett', {
    measure: { text: 'Søvn' },
    detailString: 'Uten zopiklon',
    dueDate: isoDate(asOf + 14),
  });
  return [
    { reference: own, display: words },
    { reference: falls, display: 'Ikke falle igjen' },
    { reference: weight, display: 'Tørrvekt 60–61 kg' },
    { reference: sleep, display: 'Sove uten sovetablett' },
  ];
}

function individualPlan(life: Life, goals: JsonObject[]): void {
  const { town, asOf, record } = life;
  const kaia = at(town, 'kaia-koord', 'koordinerende-enhet', asOf - 1, 15);
  const member = (role: string, person: string): JsonObject => ({
    role: [{ text: role }],
    member: town.person(person).reference,
  });
  const team = record.add(kaia.unit, 'CareTeam', {
    status: 'active',
    name: 'Teamet rundt Kari',
    subject: record.patient,
    period: { start: isoDate(asOf - 200) },
    participant: [
      coordinator(town.person('kaia-koord')),
      member('Fastlege', 'ada-solli'),
      member('Primærkontakt', 'hanne-hjem'),
      member('Fysioterapeut', 'fredrik-fysio'),
      { role: [{ text: 'Responssenter' }], member: town.unit('responssenteret').reference },
      invited('Frivillig', { display: 'Per Frivold' }),
    ],
    managingOrganization: [kaia.unit.reference],
  });
  const consent = consentToPlan(
    life,
    { ...kaia, day: asOf - 190 },
    { by: record.patient, sharedWith: [{ display: 'Per Frivold' }] },
  );
  const doing = (description: string, performer: JsonObject): JsonObject => ({
    detail: { status: 'in-progress', description, performer: [performer] },
  });
  const shared = record.add(kaia.unit, 'CarePlan', {
    status: 'active',
    intent: 'plan',
    category: INDIVIDUAL_PLAN,
    title: 'Individuell plan',
    description: 'Viktig for Kari: hjemme, katten, koret.',
    subject: record.patient,
    period: { start: isoDate(asOf - 1) },
    created: isoTime(asOf - 1, 15 * 60),
    author: kaia.by.reference,
    careTeam: [{ reference: team }],
    supportingInfo: [{ reference: consent, display: 'Samtykke til individuell plan' }],
    goal: goals,
    activity: [
      doing(
        'Hvis tungpust eller vekt +2 kg: ekstra furosemid 40 mg, ring fastlege',
        town.unit('hjemmetjenesten-sone-3').reference,
      ),
      doing(
        'Hvis forvirret: se etter urinvei, smerte, legemidler. Ring Liv',
        town.unit('hjemmetjenesten-sone-3').reference,
      ),
      doing('Vekt hver morgen', town.unit('hjemmetjenesten-sone-3').reference),
      doing('Gåtrening mandag, onsdag og fredag', town.person('fredrik-fysio').reference),
      doing('Følge til koret på torsdager', { display: 'Per Frivold' }),
    ],
  });
  pathways(life, shared);
  write(life, kaia, {
    type: noteTypes.individualPlan,
    title: 'Nytt mål «rekke koret»',
    sections: [
      {
        text: 'Møte med Kari og Liv på Granli. Nytt mål: rekke koret på torsdager. Per følger. Trening legges til mandag, onsdag og fredag.',
      },
    ],
  });
  const fysio = at(town, 'fredrik-fysio', 'fysio-og-ergoterapi', asOf - 1, 10);
  observe(life, fysio, {
    category: [{ coding: [{ system: 'http://terminology.hl7.org/CodeSystem/observation-category', code: 'exam' }] }],
    code: concept('http://snomed.info/sct', '718386001', 'Short Physical Performance Battery score', 'SPPB'),
    valueInteger: 4,
  });
  write(life, fysio, {
    type: noteTypes.physio,
    title: 'SPPB 4 av 12',
    sections: [
      {
        text: 'Balanse 2, gange 1, reise seg 1. Rullator og sengehest søkt fra NAV. Trener tre ganger i uken, første gang hjemme mandag.',
      },
    ],
  });
}

/** Three ways that cross: from the hospital, after the fall, and with her heart. */
function pathways(life: Life, within: string): void {
  const { town, asOf } = life;
  const unit = (id: string) => town.unit(id);
  const office = unit('tildelingskontoret');
  const ward = unit('nordas-medisin');
  const zone = unit('hjemmetjenesten-sone-3');
  const practice = unit('solli-legekontor');
  writePathway(life, at(town, 'nina-nordas', 'nordas-medisin', asOf - 4, 14), {
    definition: 'discharge-to-municipality',
    within,
    why: 'Brudd i håndledd etter fall, delirium. Trenger korttidsopphold før hun kan være hjemme.',
    steps: {
      'early-notice': { owner: office, status: 'completed', due: asOf - 3, at: asOf - 3 },
      assessment: { owner: office, status: 'completed', due: asOf - 2, at: asOf - 2 },
      reconciliation: { owner: ward, status: 'completed', due: asOf - 2, at: asOf - 2 },
      'mobility-low': { owner: unit('fysio-og-ergoterapi'), status: 'accepted', due: asOf + 5, at: asOf - 1 },
      ready: { owner: ward, status: 'completed', due: asOf - 2, at: asOf - 2 },
      answer: { owner: office, status: 'completed', due: asOf - 2, at: asOf - 2 },
      summary: { owner: ward, status: 'completed', due: asOf - 1, at: asOf - 2 },
      reception: { owner: zone, status: 'in-progress', due: asOf, at: asOf },
      'gp-review': { owner: practice, status: 'accepted', due: asOf + 12, at: asOf },
    },
  });
  writePathway(life, at(town, 'hanne-hjem', 'hjemmetjenesten-sone-3', asOf - 5, 9), {
    definition: 'fall-at-home',
    within,
    why: 'Funnet på badegulvet om morgenen.',
    steps: {
      'first-check': { owner: zone, status: 'completed', due: asOf - 5, at: asOf - 5 },
      'medication-review': { owner: practice, status: 'accepted', due: asOf + 9, at: asOf - 1 },
      exercise: { owner: unit('fysio-og-ergoterapi'), status: 'accepted', due: asOf + 9, at: asOf - 1 },
      'home-safety': {
        owner: unit('fysio-og-ergoterapi'),
        status: 'accepted',
        due: asOf - 1,
        at: asOf - 3,
        deviation: 'Utsatt: hun var på Granli til i dag',
      },
      alarm: { owner: office, status: 'completed', due: asOf + 9, at: asOf - 4 },
      evaluation: { owner: zone, status: 'draft', due: asOf + 85 },
    },
  });
  writePathway(life, at(town, 'ada-solli', 'solli-legekontor', workday(asOf - 40), 11), {
    definition: 'heart-failure-follow-up',
    within,
    steps: {
      'self-care': { owner: zone, status: 'completed', due: asOf - 33, at: asOf - 34 },
      bloods: { owner: practice, status: 'completed', due: asOf - 26, at: asOf - 28 },
      titration: { owner: practice, status: 'completed', due: asOf - 26, at: asOf - 27 },
      specialist: { owner: unit('kystkardiologi'), status: 'accepted', due: asOf + 50, at: asOf - 20 },
      evaluation: { owner: practice, status: 'draft', due: asOf + 140 },
    },
  });
}

const dispenser = coding('https://enjournal.no/fhir/CodeSystem/device-kind', 'medicine-dispenser', 'Medisindispenser');

function devices(life: Life): void {
  const { town, asOf, record } = life;
  const centre = town.unit('responssenteret');
  const zone = town.unit('hjemmetjenesten-sone-3');
  for (const [unit, name, text, back, number] of [
    [centre, 'Fallsensor', 'Fallsensor i gang og soverom', 480, 'FS-30177'],
    [centre, 'Trygghetsalarm', 'Trygghetsalarm, armbånd', 480, 'TA-11842'],
    [zone, 'Medisindispenser', 'Medisindispenser, fylles hver 14. dag', 300, 'MD-00931'],
  ] as const) {
    const device = record.add(unit, 'Device', {
      status: 'active',
      serialNumber: number,
      deviceName: [{ name, type: 'user-friendly-name' }],
      type: name === 'Medisindispenser' ? { coding: [dispenser], text } : { text },
      patient: record.patient,
      owner: unit.reference,
    });
    record.add(unit, 'DeviceUseStatement', {
      status: 'active',
      subject: record.patient,
      timingPeriod: { start: isoDate(asOf - back) },
      recordedOn: isoTime(asOf - back, 10 * 60),
      device: { reference: device, display: name },
      ...(name === 'Medisindispenser'
        ? { note: [{ text: `Sist fylt ${norwegianDate(asOf)} av hjemmetjenesten.` }] }
        : {}),
    });
  }
}

function appointments(life: Life): void {
  const { town, asOf, record } = life;
  const book = (
    unit: string,
    who: readonly JsonObject[],
    day: number,
    [hour, minute]: readonly [number, number],
    length: number,
    description: string,
    more: JsonObject = {},
  ): void => {
    record.add(town.unit(unit), 'Appointment', {
      status: 'booked',
      description,
      start: isoTime(day, hour * 60 + minute),
      end: isoTime(day, hour * 60 + minute + length),
      created: isoTime(asOf - 2, 14 * 60),
      participant: [
        { actor: record.patient, status: 'accepted' },
        ...who.map((actor) => ({ actor, status: 'accepted' })),
      ],
      ...more,
    });
  };
  const person = (id: string): JsonObject => town.person(id).reference;
  const volunteer = { display: 'Per Frivold' };
  book('solli-legekontor', [person('ada-solli')], asOf, [10, 40], 40, 'Fastlege, kontroll', { status: 'arrived' });
  book('hjemmetjenesten-sone-3', [person('hanne-hjem')], asOf, [17, 30], 30, 'Hjemmesykepleie: middag og medisiner');
  book(
    'hjemmetjenesten-sone-3',
    [town.unit('hjemmetjenesten-sone-3').service],
    asOf,
    [20, 30],
    20,
    'Hjemmesykepleie: kveldsbesøk',
  );
  book('hjemmetjenesten-sone-3', [person('hanne-hjem')], workday(asOf + 5), [8, 30], 20, 'Blodprøve, hjemme');
  book('frivilligsentralen', [volunteer], nextWeekday(asOf, 3), [13, 0], 180, 'Besøk av frivillig, koret');
  book('kystkardiologi', [person('kai-kyst')], workday(asOf + 11), [11, 0], 45, 'Kystkardiologi, trenger følge');
  book(
    'nordas-ortopedi',
    [town.unit('nordas-ortopedi').service],
    workday(asOf + 38),
    [9, 15],
    30,
    'Nordås sykehus, gips av',
  );
}
