import { type Day, isoDate, isoTime, workday } from '../calendar.ts';
import { coded } from '../codes/displays.ts';
import { icpc2 } from '../codes/icpc2.ts';
import { coding, concept, extensionUrl, hl7, systems } from '../fhir.ts';
import { bergvikHome } from '../households.ts';
import { prescribe } from '../life/prescribing.ts';
import { grant } from '../life/services.ts';
import {
  contact,
  diagnose,
  type Life,
  measure,
  measurePressure,
  noteTypes,
  observe,
  reportLab,
  write,
} from '../life/writing.ts';
import { contractEnd } from '../organisations.ts';
import { onList, writeRelated } from '../patient.ts';
import type { Citizen } from '../record.ts';
import type { Town } from '../town.ts';
import { ask, book, parent, tellOrdinary } from './everyday.ts';
import { at, illness, type Person } from './person.ts';
import { block, warn } from './warnings.ts';

export const berit: Person = {
  id: 'berit-flytting',
  given: 'Berit',
  family: 'Flytting',
  sex: 'female',
  age: 79,
  birthday: [2, 11],
  individual: 164,
  street: 'Ternevegen 3',
  zone: 1,
  practice: 'solli-legekontor',
  gp: 'ada-solli',
  phone: '+4741200079',
};
export const mohammed: Person = {
  id: 'mohammed-tallaksen',
  given: 'Mohammed',
  family: 'Tallaksen',
  sex: 'male',
  age: 45,
  birthday: [10, 5],
  individual: 145,
  street: 'Åsvegen 40',
  zone: 4,
  practice: 'solli-legekontor',
  gp: 'ada-solli',
  phone: '+4741200045',
};
export const ine: Person = {
  id: 'ine-ungdal',
  given: 'Ine',
  family: 'Ungdal',
  sex: 'female',
  age: 15,
  birthday: [4, 28],
  individual: 516,
  street: 'Lyngstien 15',
  zone: 2,
  practice: 'havn-legesenter',
  gp: 'bo-havn',
  phone: '+4741200015',
};
export const egil: Person = {
  id: 'egil-fortrolig',
  given: 'Egil',
  family: 'Fortrolig',
  sex: 'male',
  age: 41,
  birthday: [7, 7],
  individual: 141,
  street: 'Ytre Havn 3',
  zone: 4,
  protection: 'strengt-fortrolig',
  practice: 'solli-legekontor',
  gp: 'ada-solli',
  phone: '+4741200081',
};

/** Berit moved from Bergvik three weeks ago: her record came with her, because it is one. */
export function tellBerit(town: Town, citizen: Citizen, asOf: Day): Life {
  const moved = asOf - 20;
  const bergvik = bergvikHome(town, 'Bygdevegen 9');
  const moving: Citizen = { ...citizen, listedFrom: moved };
  const before: Citizen = {
    ...citizen,
    home: bergvik,
    practice: town.unit('bergvik-legekontor'),
    gp: town.staff(town.unit('bergvik-legekontor'), 'gp', 0),
  };
  const address = [
    { ...citizen.home.address, period: { start: isoDate(moved) } },
    { ...bergvik.address, use: 'old', period: { end: isoDate(moved - 1) } },
  ];
  const life = tellOrdinary(
    town,
    before,
    moved,
    [
      illness('K77', asOf - 1400, ['furosemide', 'ramipril', 'spironolactone']),
      illness('K78', asOf - 2200, ['apixaban']),
    ],
    {
      body: {
        address,
        generalPractitioner: onList(moving),
        managingOrganization: { reference: 'Organization/fjordvik-kommune', display: 'Fjordvik kommune' },
      },
    },
  );
  const now: Life = { ...life, citizen, asOf };
  writeRelated(now.record, citizen, 'daughter', {
    name: { given: 'Tone', family: 'Flytting' },
    sex: 'female',
    phone: '+4741200078',
  });
  const clinic = at(town, 'ada-solli', 'solli-legekontor', workday(asOf - 12), 10);
  warn(now, clinic, 'implant', 'Pacemaker, DDD 2019');
  warn(now, clinic, 'infection', 'MRSA påvist 2021, ikke sanert');
  for (const [giver, office, start, end] of [
    ['bergvik-hjemmetjeneste', 'bergvik-tildeling', asOf - 400, moved - 1],
    ['hjemmetjenesten-sone-1', 'tildelingskontoret', moved, undefined],
  ] as const) {
    const there: Life = { ...now, citizen: { ...citizen, home: { ...citizen.home, caseOffice: town.unit(office) } } };
    grant(there, {
      service: 'homeNursing',
      extent: { times: 1, unit: 'besøk', per: 'd' },
      giver: town.unit(giver),
      start,
      ...(end === undefined ? {} : { end }),
      applied: start - 20,
      decided: start - 8,
      decidedBy: town.staff(town.unit(office), 'caseHandler', 0),
      reason:
        end === undefined
          ? 'Du hadde hjemmesykepleie i Bergvik og trenger det fortsatt.'
          : 'Du trenger hjelp til medisiner.',
    });
  }
  grant(now, {
    service: 'practicalHelp',
    extent: { times: 3, unit: 'h', per: 'mo' },
    giver: town.unit('trygg-omsorg'),
    start: moved,
    end: contractEnd(asOf),
    applied: moved - 20,
    decided: moved - 8,
    decidedBy: town.person('sara-saksen'),
    reason: 'Du klarer ikke renhold selv. Hjelpen gis av Trygg Omsorg så lenge kommunens avtale med dem varer.',
  });
  const first = contact(now, at(town, 'ada-solli', 'solli-legekontor', asOf, 8, 40), {
    kind: 'AMB',
    type: 'Konsultasjon',
    minutes: 30,
    reason: icpc2('K77'),
  });
  measurePressure(now, first, 126, 70);
  measure(now, first, 'weight', 68.2);
  reportLab(
    now,
    { ...first, minute: 9 * 60 + 5 },
    [
      ['potassium', 6.2],
      ['creatinine', 132],
      ['egfr', 36],
      ['sodium', 137],
    ],
    { hours: 1.43, conclusion: 'Kalium 6,2: kritisk, ring lege.' },
  );
  write(
    now,
    { ...first, minute: 9 * 60 },
    {
      type: noteTypes.doctor,
      title: 'Ny på listen, innflyttet fra Bergvik',
      sections: [
        {
          text: 'Journalen fra Bergvik gjennomgått. Hjertesvikt og flimmer, stabil. Bruker både ramipril og spironolakton. Blodprøver i dag.',
        },
      ],
    },
  );
  ask(
    now,
    { unit: 'solli-legekontor', by: town.person('siri-solli').reference },
    'ada-solli',
    'Ring pårørende om prøvesvar',
    {
      sent: asOf,
      due: asOf,
    },
  );
  return now;
}

/** Mohammed has diabetes and does everything he can by phone. */
export function tellMohammed(town: Town, citizen: Citizen, asOf: Day): Life {
  const life = tellOrdinary(town, citizen, asOf, [illness('T90', asOf - 1300, ['metformin', 'atorvastatin'])]);
  const gp = at(town, 'ada-solli', 'solli-legekontor', asOf, 8, 20);
  for (const [back, value] of [
    [720, 49],
    [540, 50],
    [360, 51],
    [180, 52],
    [1, 58],
  ] as const) {
    reportLab(life, { ...gp, day: workday(asOf - back - (back === 1 ? 0 : 1)), minute: 8 * 60 }, [
      ['hba1c', value],
      ['creatinine', 78],
      ['ldl', 2.4],
    ]);
  }
  for (let week = 12; week > 0; week--) {
    const own = { ...gp, day: asOf - week * 7, minute: 7 * 60 + 10 };
    observe(life, own, {
      category: [concept(hl7('observation-category'), 'vital-signs', 'Vital Signs')],
      code: coded(systems.nlk, 'NPU22089', 'Blodsukker, målt hjemme'),
      valueQuantity: {
        value: 7 + (week % 4) * 0.4,
        unit: 'mmol/l',
        system: 'http://unitsofmeasure.org',
        code: 'mmol/L',
      },
    });
  }
  const topic = [coded(systems.dialogueTopic, 'medicines')];
  const [me, office] = [
    { ...life.record.patient, display: 'Mohammed Tallaksen' },
    town.unit('solli-legekontor').reference,
  ];
  const asked = life.record.add(citizen.practice, 'Communication', {
    identifier: [{ system: systems.dialogueMessage, value: 'mohammed-metformin' }],
    status: 'completed',
    category: topic,
    topic: { text: 'Fornye metformin' },
    subject: life.record.patient,
    sent: isoTime(asOf - 12, 8 * 60 + 2),
    received: isoTime(asOf - 12, 9 * 60),
    sender: me,
    recipient: [office],
    payload: [{ contentString: 'Hei, kan jeg få fornyet metformin? Har to uker igjen.' }],
  });
  life.record.add(citizen.practice, 'Communication', {
    identifier: [{ system: systems.dialogueMessage, value: 'mohammed-metformin-svar' }],
    extension: [{ url: extensionUrl('written-by'), valueReference: citizen.gp.reference }],
    status: 'completed',
    category: topic,
    subject: life.record.patient,
    partOf: [{ reference: asked }],
    inResponseTo: [{ reference: asked }],
    sent: isoTime(asOf - 12, 13 * 60),
    received: isoTime(asOf - 11, 18 * 60),
    sender: office,
    recipient: [me],
    payload: [{ contentString: 'Resepten er fornyet. Kom til årskontroll, du får innkalling.' }],
  });
  contact(life, gp, { kind: 'AMB', type: 'Konsultasjon', minutes: 20, reason: icpc2('T90'), status: 'in-progress' });
  book(life, 'solli-legekontor', citizen.gp.reference, { day: asOf, hour: 8, minute: 20 }, 'Diabetes, årskontroll', {
    status: 'arrived',
  });
  ask(
    life,
    { unit: 'solli-legekontor', by: town.person('siri-solli').reference },
    'ada-solli',
    'Årskontroll: øyebunnsfoto bestilt?',
    {
      sent: asOf,
      due: asOf + 7,
    },
  );
  return life;
}

/** Ine goes to the youth clinic; her parents shall not see that she does. */
export function tellIne(town: Town, citizen: Citizen, asOf: Day, both: readonly [Citizen, Citizen]): Life {
  const life = tellOrdinary(town, citizen, asOf);
  const parents = both.map((one) => parent(life, one));
  const clinic = town.unit('fjordvik-helsestasjon-for-ungdom');
  const nurse = town.staff(clinic, 'healthNurse', 0);
  const kept: string[] = [];
  for (const [back, title, text] of [
    [
      70,
      'Samtale',
      'Kom alene. Vil snakke om kjæreste og prevensjon. Trygg hjemme, men ønsker ikke at foreldrene får vite det. Taushetsplikt forklart.',
    ],
    [21, 'Prevensjon', 'Blodtrykk fint. P-piller for tre måneder. Ny time om ti uker.'],
  ] as const) {
    const act = contact(
      life,
      { unit: clinic, by: nurse, day: workday(asOf - back), minute: 15 * 60 },
      { kind: 'AMB', type: 'Ungdomshelsestasjon', minutes: 30, reason: icpc2('W11') },
    );
    kept.push(act.encounter!, write(life, act, { type: noteTypes.youth, title, sections: [{ text }] }));
    if (back === 21)
      kept.push(
        prescribe(life, { ...act, by: town.staff(clinic, 'doctor', 0) }, 'contraceptive', { reason: icpc2('W11') }),
      );
  }
  for (const one of kept) life.record.label(one, FROM_PARENTS);
  block(
    life,
    { day: asOf - 70, hour: 15 },
    { text: 'Helsestasjon for ungdom holdes fra foreldre', data: kept, from: parents },
  );
  return life;
}

const FROM_PARENTS = coding(systems.label, 'withheld-from-parents', 'Holdt tilbake fra foreldre');

/** Where Egil lives must not be known: who reads gets no address, no unit that tells it, no phone. */
export function tellEgil(town: Town, citizen: Citizen, asOf: Day): Life {
  const life = tellOrdinary(town, citizen, asOf);
  const visit = contact(life, at(town, 'ada-solli', 'solli-legekontor', asOf, 10), {
    kind: 'AMB',
    type: 'Konsultasjon',
    minutes: 30,
    reason: icpc2('P02'),
  });
  diagnose(life, visit, icpc2('P02'), { list: 'problem' });
  write(
    life,
    { ...visit, minute: 10 * 60 + 25 },
    {
      type: noteTypes.doctor,
      title: 'Sykmelding, oppfølging',
      sections: [
        {
          text: 'Sover bedre. Jobber to dager i uken. Sykmeldt 60 prosent i tre uker til. Har kontaktperson i politiet.',
        },
      ],
    },
  );
  ask(
    life,
    { unit: 'solli-legekontor', by: town.person('siri-solli').reference },
    'ada-solli',
    'Legeerklæring ved arbeidsuførhet',
    {
      sent: asOf - 1,
      due: asOf + 3,
    },
  );
  return life;
}
