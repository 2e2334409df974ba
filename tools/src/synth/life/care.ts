import { type Day, isoDate, isoTime, workday } from '../calendar.ts';
import { concept, fixed, hl7, volven } from '../fhir.ts';
import { contractEnd } from '../organisations.ts';
import type { Citizen } from '../record.ts';
import type { Unit } from '../town.ts';
import type { Body } from './body.ts';
import type { Illness } from './illnesses.ts';
import { assess, type Extent, grant, type Service } from './services.ts';
import { type Act, contact, type Life, measure, measurePressure, noteTypes, observe, write } from './writing.ts';

/**
 * Part of people of an age who have a municipal care service: 5 % of all, 60 % of them past 67, nine in ten past 90;
 * one in five of them lives in an institution.
 */
export function needsCare(age: number): number {
  if (age < 18) return 0.012;
  if (age < 67) return 0.03;
  if (age < 80) return 0.075;
  return age < 90 ? 0.34 : 0.92;
}

function institutionPart(age: number): number {
  if (age < 67) return 0.03;
  return age < 80 ? 0.14 : age < 90 ? 0.24 : 0.38;
}

/** Municipal care for those who have it: decisions, services, assessments, a plan with goals, and what nurses write. */
export function receiveCare(life: Life, body: Body, illnesses: readonly Illness[]): void {
  const { citizen, asOf, from } = life;
  const { random, age } = citizen;
  const demented = illnesses.some(({ chronic }) => chronic.code === 'P70');
  if (!random.chance(Math.min(0.97, needsCare(age) * (demented ? 1.8 : age >= 67 ? 0.93 : 1)))) return;
  const start = Math.max(from, asOf - 60 - Math.round(random.exponential() * 800));
  const institution = age >= 18 && random.chance(institutionPart(age) * (demented ? 1.5 : 0.9));
  if (institution) liveInInstitution(life, body, start, demented);
  else if (age < 18) decide(life, random.pick(['respite', 'supportContact'] as const), start, homeUnit(life));
  else liveAtHomeWithHelp(life, body, start, demented);
}

const homeUnit = (life: Life): Unit => life.citizen.home.zone;

const EXTENTS: Partial<Record<Service, readonly Extent[]>> = {
  homeNursing: [
    { times: 1, unit: 'besøk', per: 'wk' },
    { times: 3, unit: 'besøk', per: 'wk' },
    { times: 1, unit: 'besøk', per: 'd' },
    { times: 2, unit: 'besøk', per: 'd' },
    { times: 3, unit: 'besøk', per: 'd' },
  ],
  practicalHelp: [
    { times: 1.5, unit: 'h', per: 'wk' },
    { times: 3, unit: 'h', per: 'mo' },
  ],
  meals: [{ times: 5, unit: 'middager', per: 'wk' }],
  dayActivity: [{ times: 2, unit: 'dager', per: 'wk' }],
  supportContact: [{ times: 3, unit: 'h', per: 'wk' }],
  respite: [{ times: 6, unit: 'h', per: 'wk' }],
};

const REASONS: Partial<Record<Service, string>> = {
  homeNursing: 'Du trenger hjelp til medisiner og stell for å kunne bo hjemme.',
  practicalHelp: 'Du klarer ikke renhold og klesvask på egen hånd.',
  alarm: 'Du bor alene og kan komme til å trenge hjelp raskt.',
  meals: 'Du har vansker med å lage middag selv.',
  dayActivity: 'Du har behov for aktivitet og selskap på dagtid.',
  respite: 'De som gir deg omsorg, trenger avlastning.',
  supportContact: 'Du ønsker følge til aktiviteter på fritiden.',
  longStay: 'Du trenger hjelp og tilsyn hele døgnet.',
  medicineSupport: 'Du klarer medisinene selv når dispenseren minner deg på dem.',
};

/** One household in five in Fjordvik gets its practical help of the supplier; told by where they live, not by lot. */
const isSupplied = ({ home, household }: Citizen): boolean => home.municipality === 'fjordvik' && household % 5 === 0;

function decide(life: Life, service: Service, start: Day, giver: Unit, end?: Day): string {
  const { citizen, town } = life;
  const { random } = citizen;
  const extents = EXTENTS[service];
  const extent = extents === undefined ? undefined : random.pick(extents);
  const office = citizen.home.caseOffice;
  return grant(life, {
    service,
    ...(extent === undefined ? {} : { extent }),
    giver,
    start,
    ...(end === undefined ? {} : { end }),
    applied: workday(start - 20 - random.int(20)),
    decided: workday(start - 6),
    decidedBy: town.staff(office, 'caseHandler', random.int(5)),
    reason: REASONS[service] ?? 'Vi har lagt vekt på det du selv har fortalt og på vurderingen hjemme hos deg.',
  }).episode;
}

function liveAtHomeWithHelp(life: Life, body: Body, start: Day, demented: boolean): void {
  const { citizen, town, asOf } = life;
  const { random, age } = citizen;
  const zone = homeUnit(life);
  const old = age >= 67;
  const nursing = random.chance(old ? 0.75 : 0.55);
  const episode = nursing ? decide(life, 'homeNursing', start, zone) : undefined;
  if (!nursing || random.chance(0.35)) {
    const supplied = isSupplied(citizen);
    const giver = supplied ? town.unit('trygg-omsorg') : zone;
    decide(life, 'practicalHelp', start, giver, supplied ? contractEnd(asOf) : undefined);
  }
  if (old && random.chance(0.55)) decide(life, 'alarm', start + 7, town.unit('responssenteret'));
  if (old && random.chance(0.2)) decide(life, 'meals', start + 30, zone);
  if (demented && random.chance(0.5)) decide(life, 'dayActivity', start + 90, zone);
  if (nursing && random.chance(0.2)) decide(life, 'medicineSupport', start + 60, zone);
  const nurse = town.staff(zone, 'nurse', random.int(6));
  scoreFunction(life, { unit: zone, by: nurse, day: workday(start), minute: 11 * 60 }, demented ? 3 : 2);
  if (!nursing) return;
  plan(life, { unit: zone, by: nurse, day: workday(start + 5), minute: 12 * 60 });
  if (old && random.chance(0.4))
    flagFallRisk(life, { unit: zone, by: nurse, day: workday(start + 5), minute: 12 * 60 });
  visits(life, body, zone, episode!);
  notes(life, zone, Math.max(start, asOf - 180), asOf, 12, demented ? DEMENTIA_NOTES : HOME_NOTES);
}

function liveInInstitution(life: Life, body: Body, start: Day, demented: boolean): void {
  const { citizen, town, asOf } = life;
  const { random } = citizen;
  const ward = demented && citizen.home.ward.id === 'granli-langtid' ? town.unit('granli-demens') : citizen.home.ward;
  const episode = decide(life, 'longStay', start, ward);
  const nurse = town.staff(ward, 'nurse', random.int(6));
  const act = contact(
    life,
    { unit: ward, by: nurse, day: start, minute: 12 * 60 },
    { kind: 'IMP', type: 'Langtidsopphold', minutes: 0, status: 'in-progress', episode },
  );
  scoreFunction(life, { unit: ward, by: nurse, day: start + 3, minute: 11 * 60 }, 4);
  plan(life, { unit: ward, by: nurse, day: start + 7, minute: 12 * 60 });
  for (let day = Math.max(start + 10, asOf - 720); day < asOf; day += 30) {
    const measured: Act = { ...act, by: town.staff(ward, 'nurse', random.int(6)), day, minute: 9 * 60 };
    measure(life, measured, 'weight', body.weightAt(day));
    if (random.chance(0.5)) measurePressure(life, measured, ...body.pressureAt(day, []));
  }
  notes(life, ward, Math.max(start, asOf - 180), asOf, 10, demented ? DEMENTIA_NOTES : WARD_NOTES);
}

/** The visits of the last days: two weeks of them, for the work lists; what is older is told by the notes. */
function visits(life: Life, body: Body, zone: Unit, episode: string): void {
  const { asOf, town, citizen } = life;
  const { random } = citizen;
  for (let day = asOf - 14; day < asOf; day += random.between(1, 3)) {
    const by = random.chance(0.5)
      ? town.staff(zone, 'nurse', random.int(6))
      : town.staff(zone, 'careWorker', random.int(6));
    const act = contact(
      life,
      { unit: zone, by, day, minute: 8 * 60 + 10 * random.int(20) },
      { kind: 'HH', type: 'Hjemmebesøk', minutes: 20, episode },
    );
    if (random.chance(0.2)) measurePressure(life, act, ...body.pressureAt(day, []));
    if (random.chance(0.15)) measure(life, act, 'weight', body.weightAt(day));
  }
}

function notes(life: Life, unit: Unit, from: Day, to: Day, most: number, texts: readonly string[]): void {
  const { town, citizen } = life;
  const { random } = citizen;
  const step = Math.max(7, Math.ceil((to - from) / most));
  for (let day = from + random.int(step); day < to; day += step) {
    const by = town.staff(unit, 'nurse', random.int(6));
    write(
      life,
      { unit, by, day, minute: random.between(8 * 60, 21 * 60) },
      { type: noteTypes.nurse, title: 'Sykepleienotat', sections: [{ text: random.pick(texts) }] },
    );
  }
}

const HOME_NOTES = [
  'Medisiner gitt etter liste. I godt humør, har spist frokost.',
  'Litt hovne ankler, ellers som vanlig. Legger på støttestrømper.',
  'Dusjet i dag. Huden er fin. Fortalte om barnebarnet som kommer i helgen.',
  'Sår på leggen skiftet. Mindre væske, rene kanter.',
  'Klaget over svimmelhet i går. Blodtrykk målt. Drikker godt.',
  'Ukedosett fylt sammen med bruker. Ingen tabletter igjen fra forrige uke.',
  'Var ute og gikk med rullator til postkassen.',
  'Sover dårlig. Ønsker å snakke med fastlegen om det.',
];
const WARD_NOTES = [
  'Spiser godt, sitter i stuen etter middag. Besøk av datter.',
  'Rolig natt. Hjelp til toalettet to ganger.',
  'Litt tung i pusten ved stell. Hviler midt på dagen.',
  'Var med på sangstund. Smilte og sang med.',
  'Rød på halebeinet. Snus hver tredje time, trykkavlastende madrass.',
  'Lite matlyst i dag. Tilbudt næringsdrikk, drakk halvparten.',
];
const DEMENTIA_NOTES = [
  'Urolig på ettermiddagen, ville hjem. Roet seg med musikk.',
  'Husket ikke besøket i går. Rolig ved stell når en går frem langsomt.',
  'Glemte å spise middag. Spiste da noen satt sammen ved bordet.',
  'God dag. Kjente igjen sønnen og lo av gamle bilder.',
  'Våken fra klokken tre. Fulgt tilbake til sengen to ganger.',
];

/** Scores around a level: 2 needs little, 4 needs much. */
function scoreFunction(life: Life, act: Act, level: number): void {
  const { random } = life.citizen;
  const scores = Array.from({ length: 20 }, () => Math.max(1, Math.min(5, Math.round(random.normal(level, 0.9)))));
  assess(life, act, scores);
}

const GOALS: readonly (readonly [own: string, measure: string])[] = [
  ['Jeg vil bo hjemme så lenge jeg kan.', 'Bor hjemme, trygg om natten'],
  ['Jeg vil klare å gå til butikken selv.', 'Går 300 meter med rullator'],
  ['Jeg vil slippe å ha vondt.', 'Smerte under 3 på en skala til 10'],
  ['Jeg vil treffe folk.', 'Dagsenter to ganger i uken'],
  ['Jeg vil spise middag sammen med noen.', 'Middag i fellesskap tre ganger i uken'],
  ['Jeg vil holde på med hagen.', 'Ute hver dag det er vær til det'],
];

const GOAL = fixed({ text: 'Hva er viktig for deg' });
const PLAN = concept(volven(9602), 'B01-2', 'Tverrfaglig behandlingsplan', 'Pleie- og omsorgsplan');

function plan(life: Life, act: Act): void {
  const { record, citizen } = life;
  const [own, target] = citizen.random.pick(GOALS);
  const start = isoDate(act.day);
  const goal = record.add(act.unit, 'Goal', {
    lifecycleStatus: 'active',
    category: [GOAL],
    description: { text: own },
    subject: record.patient,
    startDate: start,
    target: [{ detailString: target, measure: { text: 'Mål' } }],
    expressedBy: record.patient,
  });
  const team = record.add(act.unit, 'CareTeam', {
    status: 'active',
    name: `Teamet rundt ${citizen.name.given}`,
    subject: record.patient,
    period: { start },
    participant: [
      { role: [{ text: 'Primærkontakt' }], member: act.by.reference },
      { role: [{ text: 'Fastlege' }], member: citizen.gp.reference },
    ],
    managingOrganization: [act.unit.reference],
  });
  record.add(act.unit, 'CarePlan', {
    status: 'active',
    intent: 'plan',
    category: [PLAN],
    title: 'Pleie- og omsorgsplan',
    subject: record.patient,
    period: { start },
    created: isoTime(act.day, act.minute),
    author: act.by.reference,
    careTeam: [{ reference: team }],
    goal: [{ reference: goal, display: own }],
    activity: [
      { detail: { status: 'in-progress', description: 'Medisiner etter liste', performer: [act.unit.reference] } },
      { detail: { status: 'in-progress', description: 'Vekt hver måned', performer: [act.unit.reference] } },
    ],
  });
}

const SAFETY = [concept(hl7('flag-category'), 'safety', 'Safety')];

export function flagFallRisk(life: Life, act: Act): void {
  life.record.add(act.unit, 'Flag', {
    status: 'active',
    category: SAFETY,
    code: { text: 'Fallrisiko' },
    subject: life.record.patient,
    period: { start: isoDate(act.day) },
    author: act.by.reference,
  });
  observe(life, act, {
    code: { text: 'Fall siste år' },
    category: [fixed({ coding: [{ system: hl7('observation-category'), code: 'survey' }] })],
    valueInteger: 1 + life.citizen.random.int(3),
  });
}
