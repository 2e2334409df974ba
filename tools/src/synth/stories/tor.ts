import { type Day, isoDate, workday } from '../calendar.ts';
import { icd10 } from '../codes/icd10.ts';
import { icpc2 } from '../codes/icpc2.ts';
import { medicines } from '../codes/medicines.ts';
import { dosageOf, prescribe } from '../life/prescribing.ts';
import { grant } from '../life/services.ts';
import { contact, diagnose, type Life, noteTypes, write } from '../life/writing.ts';
import type { Citizen } from '../record.ts';
import type { Town } from '../town.ts';
import { ask, book, tellOrdinary } from './everyday.ts';
import { at, type Person } from './person.ts';
import { block } from './warnings.ts';

export const tor: Person = {
  id: 'tor-provesen',
  given: 'Tor',
  family: 'Prøvesen',
  sex: 'male',
  age: 34,
  birthday: [11, 3],
  individual: 131,
  street: 'Smedgata 7 B',
  zone: 3,
  practice: 'solli-legekontor',
  gp: 'ada-solli',
  phone: '+4741200034',
  visits: 1.5,
};

const DPS = [
  'Innlagt frivillig med stemmehøring og uro. Roligere etter tre døgn. Ønsker å fortsette med tabletter.',
  'Poliklinisk samtale. Stemmene er der, men styrer ikke. Sover bedre. Ingen rus siste måned.',
  'Kriseplan laget sammen med Tor: hvem han ringer, og hva som hjelper.',
];

/** Home care is kept from psychiatry: the service, its zones and the night patrol, each by itself. */
const HOME_CARE = ['hjemmetjenesten', ...[1, 2, 3, 4].map((zone) => `hjemmetjenesten-sone-${zone}`), 'nattpatruljen'];

/** Whoever comes with it sees it taken. */
const OBSERVED = {
  coding: [{ system: 'https://enjournal.no/fhir/CodeSystem/dose-instruction', code: 'observed-intake' }],
  text: 'Inntak under tilsyn',
};

/** Tor keeps psychiatry from home care, and everything from one colleague of his GP. */
export function tellTor(town: Town, citizen: Citizen, asOf: Day): Life {
  const life = tellOrdinary(town, citizen, asOf);
  const dps = town.unit('nordas-dps');
  const opioid = icpc2('P19', 'Opioidavhengighet, i LAR');
  const gp = at(town, 'ada-solli', 'solli-legekontor', workday(asOf - 1500), 10);
  diagnose(life, gp, opioid, { list: 'problem', onset: isoDate(asOf - 3200).slice(0, 4) });
  diagnose(life, gp, icpc2('P98', 'Psykose, i bedring'), { list: 'problem', onset: isoDate(asOf - 1520).slice(0, 4) });
  for (const [i, text] of DPS.entries()) {
    const by = town.staff(dps, 'consultant', i);
    const act = contact(
      life,
      { unit: dps, by, day: workday(asOf - 1520 + i * 480), minute: 11 * 60 },
      {
        kind: i === 0 ? 'IMP' : 'AMB',
        type: i === 0 ? 'Innleggelse' : 'Poliklinisk samtale',
        minutes: i === 0 ? 9 * 1440 : 45,
        reason: icd10('F20.0'),
      },
    );
    write(life, act, {
      type: i === 0 ? noteTypes.discharge : noteTypes.talk,
      title: i === 2 ? 'Kriseplan' : 'Psykisk helsevern',
      sections: [{ text }],
    });
  }
  const lar = {
    unit: town.unit('nordas-rus'),
    by: town.staff(town.unit('nordas-rus'), 'consultant', 0),
    day: workday(asOf - 40),
    minute: 13 * 60,
  };
  prescribe(life, lar, 'buprenorphine', {
    reason: opioid,
    note: 'Utleveres på apotek mandag, onsdag og fredag.',
    dosage: { ...dosageOf(medicines.buprenorphine), additionalInstruction: [OBSERVED] },
  });
  prescribe(life, lar, 'olanzapine', { reason: icpc2('P98') });
  const colleague = town.staff(town.unit('solli-legekontor'), 'gp', 2);
  block(
    life,
    { day: asOf - 500, hour: 10 },
    {
      text: 'Psykisk helse sperret for hjemmetjenesten',
      categories: ['psych-note'],
      from: HOME_CARE.map((id) => town.unit(id).reference),
    },
  );
  block(
    life,
    { day: asOf - 200, hour: 10 },
    {
      text: 'Journalen sperret for én navngitt kollega av fastlegen',
      data: [life.record.patient.reference as string],
      from: [{ reference: `Practitioner/${colleague.practitioner}`, display: colleague.reference.display! }],
    },
  );
  grant(life, {
    service: 'homeNursing',
    text: 'Oppfølging, psykisk helse og rus',
    extent: { times: 2, unit: 'besøk', per: 'wk' },
    giver: town.unit('psykisk-helse-og-rus'),
    start: asOf - 240,
    applied: asOf - 280,
    decided: asOf - 250,
    decidedBy: town.person('sara-saksen'),
    reason: 'Du ønsker støtte til å holde fast i behandling og bolig.',
  });
  grant(life, {
    service: 'homeNursing',
    text: 'Utlevering av medisin i helgene',
    extent: { times: 2, unit: 'besøk', per: 'wk' },
    giver: town.unit('hjemmetjenesten-sone-3'),
    start: asOf - 90,
    applied: asOf - 115,
    decided: asOf - 96,
    decidedBy: town.person('sara-saksen'),
    reason: 'Apoteket er stengt i helgene. Hjemmetjenesten kommer med medisinen.',
  });
  const team = town.unit('psykisk-helse-og-rus');
  for (const [i, text] of [
    'Handlet mat sammen. Leiligheten er i orden.',
    'Hentet LAR-medisin på apotek. Rolig og blid.',
    'Var på arbeidstrening i går, vil prøve tre dager.',
  ].entries()) {
    write(
      life,
      { unit: team, by: town.staff(team, 'nurse', i), day: asOf - 4 - i * 8, minute: 12 * 60 },
      { type: noteTypes.nurse, title: 'Oppfølging', sections: [{ text }] },
    );
  }
  book(
    life,
    'solli-legekontor',
    citizen.gp.reference,
    { day: asOf, hour: 12, minute: 40, minutes: 40 },
    'LAR, ansvarsgruppe på video',
  );
  ask(
    life,
    { unit: 'psykisk-helse-og-rus', by: town.staff(team, 'nurse', 0).reference },
    'ada-solli',
    'Bekrefte utlevering i helgen',
    {
      sent: asOf - 1,
      due: asOf,
    },
  );
  return life;
}
