import { isoDate, isoTime, norwegianDate, workday } from '../../calendar.ts';
import { labs } from '../../codes/analyses.ts';
import { icpc2 } from '../../codes/icpc2.ts';
import { concept, systems } from '../../fhir.ts';
import { contact, type Life, noteTypes, vaccinate, write } from '../../life/writing.ts';
import { at } from '../person.ts';
import { measureHome } from './measurements.ts';

/** The weeks before the fall as the home nurses and the GP wrote them, Granli, and the first morning at home. */
export function homeAgain(life: Life): void {
  weeksBefore(life);
  granliAndHome(life);
  toTheGp(life);
  askedAboutLookUps(life);
}

const NURSING = [
  'Medisiner fra dispenser tatt. Spist frokost. I godt humør, katten på fanget.',
  'Litt hovne ankler om kvelden. Støttestrømper på.',
  'Dusjet. Hud fin. Spurte to ganger hvilken dag det er.',
  'Per var på besøk, de gikk til kaia. Sliten etterpå.',
  'Hadde glemt middagen i ovnen. Komfyrvakten slo av.',
  'Sov dårlig, oppe tre ganger. Ville ha en sovetablett til.',
  'Ukens medisiner fylt i dispenser. Ingen igjen fra forrige uke.',
  'Vekt opp 600 gram siden mandag. Meldt fastlege.',
  'Dirigenten ringte, korøvelsen er flyttet. Skrevet på kalenderen.',
  'Svimmel da hun reiste seg. Blodtrykk 134/74. Minnet om å drikke.',
];

function weeksBefore(life: Life): void {
  const { town, asOf } = life;
  for (const [i, text] of NURSING.entries()) {
    const back = 88 - i * 8;
    // Every third visit is the assistant's, who is no health personnel: care, not nursing.
    const helper = i % 3 === 2;
    const visit = at(
      town,
      helper ? 'aksel-assistent' : 'hanne-hjem',
      'hjemmetjenesten-sone-3',
      asOf - back,
      8 + (i % 3) * 4,
      20 + i,
    );
    write(life, visit, { type: helper ? noteTypes.care : noteTypes.nurse, title: 'Hjemmebesøk', sections: [{ text }] });
  }
  const shot = at(town, 'ada-solli', 'solli-legekontor', asOf - 56, 12, 5);
  vaccinate(life, shot, 'J07BB02', 'Influensavaksine');
  vaccinate(life, { ...shot, minute: shot.minute + 2 }, 'J07BN01', 'Covid-19-vaksine');
  vaccinate(
    life,
    at(town, 'ada-solli', 'solli-legekontor', workday(asOf - 2740), 10),
    'J07AM51',
    'Stivkrampe- og difterivaksine',
  );
  const visit = contact(life, at(town, 'ada-solli', 'solli-legekontor', asOf - 15, 11), {
    kind: 'AMB',
    type: 'Konsultasjon',
    minutes: 40,
    reason: icpc2('K77'),
  });
  write(
    life,
    { ...visit, minute: 11 * 60 + 25 },
    {
      type: noteTypes.doctor,
      title: 'Ødemer, furosemid økt',
      sections: [
        { title: 'Sykehistorie', text: 'Kommer med Liv. Hovne ankler, vekt opp 1,5 kg på tre uker. Ikke tungpusten.' },
        {
          title: 'Vurdering og tiltak',
          text: 'Furosemid økes fra 20 til 40 mg. Hjemmetjenesten veier daglig. Legemiddelliste samstemt, ni legemidler.',
        },
      ],
    },
  );
  write(
    life,
    { ...visit, minute: 11 * 60 + 35 },
    {
      type: noteTypes.talk,
      title: 'Forhåndssamtale',
      sections: [
        {
          text: `Snakket med Kari og Liv om hva som er viktig hvis hun blir alvorlig syk. Hun ønsker full behandling ved livstruende tilstand, og helst å være hjemme ellers. Fornyes ${norwegianDate(asOf - 15 + 181)}.`,
        },
      ],
    },
  );
}

function granliAndHome(life: Life): void {
  const { town, asOf } = life;
  const arrival = contact(life, at(town, 'grete-granli', 'granli-korttid', asOf - 2, 15, 30), {
    kind: 'IMP',
    type: 'Korttidsopphold',
    minutes: 1440 + 17 * 60 + 30,
    with: [town.person('gunnar-granli')],
  });
  write(
    life,
    { ...arrival, minute: 16 * 60 },
    {
      type: noteTypes.nurse,
      title: 'Ankomst Granli',
      sections: [
        {
          text: 'Kom fra Nordås kl. 15.30 med Liv. Medisiner og plan fulgte med. Viste rommet og hvor klokken er. Spiste godt til kvelds.',
        },
      ],
    },
  );
  const doctor = { ...at(town, 'gunnar-granli', 'granli-sykehjem', asOf - 1, 8, 30), encounter: arrival.encounter! };
  write(life, doctor, {
    type: noteTypes.doctor,
    title: 'Vekt +1,4 kg, lette ødemer',
    sections: [
      {
        text: 'Vekt +1,4 kg på to dager, lette ankelødemer, ikke tungpusten. Lunger uten knatring. Furosemid 20 mg beholdes: blodtrykk 112/64. Veies daglig hjemme, gi beskjed ved +2 kg.',
      },
    ],
  });
  const hanne = contact(life, at(town, 'hanne-hjem', 'hjemmetjenesten-sone-3', asOf, 9, 30), {
    kind: 'HH',
    type: 'Hjemmebesøk',
    minutes: 40,
  });
  measureHome(
    life,
    { ...doctor, by: town.person('grete-granli'), unit: town.unit('granli-korttid'), minute: 8 * 60 },
    { ...hanne, minute: 9 * 60 + 45 },
  );
  write(
    life,
    { ...hanne, minute: 9 * 60 + 52 },
    {
      type: noteTypes.nurse,
      title: 'Første besøk hjemme',
      sections: [
        {
          text: 'Gammel dosett funnet i kjøkkenskapet, med zopiklon i. Spurt fastlege om den kan kastes. Dispenser fylt etter ny liste. Blodtrykk 118/68, vekt 61,2. Katten er hjemme fra naboen.',
        },
      ],
    },
  );
  life.record.add(hanne.unit, 'Communication', {
    status: 'completed',
    category: [{ text: 'Spørsmål til fastlege' }],
    subject: life.record.patient,
    encounter: { reference: hanne.encounter! },
    sent: isoTime(asOf, 9 * 60 + 55),
    sender: hanne.by.reference,
    recipient: [town.person('ada-solli').reference],
    payload: [{ contentString: 'Gammel dosett funnet hjemme. Kan den kastes?' }],
  });
}

/** Kari and Liv have asked who has looked in her record: the privacy officer's case, and ground to see the log. */
function askedAboutLookUps(life: Life): void {
  const { town, asOf, record } = life;
  record.add(town.unit('fjordvik-kommune'), 'Task', {
    status: 'in-progress',
    intent: 'order',
    priority: 'routine',
    code: concept(systems.taskCode, 'log-control', 'Kontroll av innsyn'),
    description: 'Hvem har sett i journalen mens jeg var på sykehus?',
    for: { ...record.patient, display: 'Kari Testdal' },
    authoredOn: isoTime(asOf - 1, 19 * 60),
    lastModified: isoTime(asOf, 8 * 60),
    requester: record.patient,
    owner: town.person('petra-personvern').reference,
    restriction: { period: { end: isoDate(asOf + 28) } },
  });
}

/** Two things that the hospital asked of the GP. */
function toTheGp(life: Life): void {
  const { town, asOf, record } = life;
  const nina = at(town, 'nina-nordas', 'nordas-medisin', asOf - 2, 14, 5);
  const order = record.add(nina.unit, 'ServiceRequest', {
    status: 'active',
    intent: 'plan',
    category: [concept('http://snomed.info/sct', '108252007', 'Laboratory procedure', 'Blodprøve')],
    code: { text: 'Kreatinin og kalium', coding: [labs.creatinine.code.coding![0]!, labs.potassium.code.coding![0]!] },
    subject: record.patient,
    occurrenceDateTime: isoDate(workday(asOf + 5)),
    authoredOn: isoTime(nina.day, nina.minute),
    requester: nina.by.reference,
    performer: [town.person('ada-solli').reference],
  });
  for (const [description, due, focus] of [
    [`Kreatinin og kalium innen ${norwegianDate(workday(asOf + 5))}`, workday(asOf + 5), order],
    ['Henvise Kystkardiologi, EF-kontroll', asOf + 14, undefined],
  ] as const) {
    record.add(nina.unit, 'Task', {
      status: 'requested',
      intent: 'order',
      priority: 'routine',
      description,
      ...(focus === undefined ? {} : { focus: { reference: focus } }),
      for: { ...record.patient, display: 'Kari Testdal' },
      authoredOn: isoTime(nina.day, nina.minute),
      lastModified: isoTime(nina.day, nina.minute),
      requester: nina.by.reference,
      owner: town.person('ada-solli').reference,
      restriction: { period: { end: isoDate(due) } },
    });
  }
}
