import type { JsonObject } from '../../../../server/src/fhir/resource.ts';
import { type Day, isoDate, isoTime, workday } from '../calendar.ts';
import { icd10 } from '../codes/icd10.ts';
import { icpc2 } from '../codes/icpc2.ts';
import { writePathway } from '../life/pathways.ts';
import { consentToPlan, coordinator, INDIVIDUAL_PLAN, invited } from '../life/plans.ts';
import { prescribe } from '../life/prescribing.ts';
import { assess, grant } from '../life/services.ts';
import { contact, diagnose, type Life, noteTypes, write } from '../life/writing.ts';
import type { Citizen } from '../record.ts';
import type { Town } from '../town.ts';
import { ask, book, parent, tellOrdinary } from './everyday.ts';
import { at, illness, type Person } from './person.ts';
import { warn } from './warnings.ts';

/** Turns 12 in nineteen days. */
export const jonas = (birthday: readonly [number, number]): Person => ({
  id: 'jonas-lie-eksempel',
  given: 'Jonas',
  family: 'Lie-Eksempel',
  sex: 'male',
  age: 11,
  birthday,
  individual: 511,
  street: 'Furuvegen 12',
  zone: 1,
  practice: 'solli-legekontor',
  gp: 'ada-solli',
  phone: '+4741200012',
  visits: 1.6,
});

/** Jonas has cerebral palsy and epilepsy, and two homes; school, PPT and NAV help, and are no part of the record. */
export function tellJonas(town: Town, citizen: Citizen, asOf: Day, parents: readonly [Citizen, Citizen]): Life {
  const life = tellOrdinary(town, citizen, asOf, [illness('N88', asOf - 2500)]);
  const { record } = life;
  const mother = parent(life, parents[0]);
  const father = parent(life, parents[1]);
  const habilitation = town.unit('nordas-habilitering');
  const doctor = {
    unit: habilitation,
    by: town.staff(habilitation, 'consultant', 0),
    day: workday(asOf - 60),
    minute: 10 * 60,
  };
  diagnose(life, { ...doctor, day: workday(asOf - 3650) }, icpc2('N99', 'Cerebral parese'), {
    list: 'problem',
    onset: isoDate(citizen.born + 500).slice(0, 7),
  });
  prescribe(life, at(town, 'ada-solli', 'solli-legekontor', workday(asOf - 90), 11), 'levetiracetam', {
    reason: icpc2('N88'),
  });
  warn(life, doctor, 'condition', 'Epilepsi: buccolam ved anfall over 5 minutter');
  const visit = contact(life, doctor, {
    kind: 'AMB',
    type: 'Poliklinisk kontroll',
    minutes: 60,
    reason: icd10('G80.0'),
  });
  write(
    life,
    { ...visit, minute: 10 * 60 + 55 },
    {
      type: noteTypes.outpatient,
      title: 'Habilitering, halvårskontroll',
      sections: [
        {
          text: 'GMFCS 3. Går innendørs med rullator, rullestol ute. To anfall siden i vår. Ny ståskall i vinter. Skolen ønsker råd om kroppsøving. Jonas sier selv at han vil være med på fotball.',
        },
      ],
    },
  );
  const sara = town.person('sara-saksen');
  for (const [service, text, times, unit] of [
    ['respite', 'Avlastning, annenhver helg', 32, 'h'],
    ['supportContact', 'Støttekontakt', 4, 'h'],
  ] as const) {
    grant(life, {
      service,
      text,
      extent: { times, unit, per: service === 'respite' ? 'mo' : 'wk' },
      giver: town.unit('hjemmetjenesten-sone-1'),
      start: asOf - 300,
      applied: asOf - 345,
      decided: asOf - 310,
      decidedBy: sara,
      reason: 'Jonas trenger tilsyn og hjelp hele døgnet. Foreldrene får avlastning i hver sitt hjem.',
      applicant: mother,
    });
  }
  const kaia = at(town, 'kaia-koord', 'koordinerende-enhet', workday(asOf - 20), 13);
  assess(life, kaia, [3, 5, 3, 4, 3, 5, 4, 4, 5, 2, 3, 4, 1, 1, 2, 1, 2, 5, 2, 2]);
  const goal = record.add(kaia.unit, 'Goal', {
    lifecycleStatus: 'active',
    category: [{ text: 'Hva er viktig for deg' }],
    description: { text: 'Jeg vil spille fotball med de andre.' },
    subject: record.patient,
    startDate: isoDate(kaia.day),
    expressedBy: { ...record.patient, display: 'Jonas Lie-Eksempel' },
    note: [{ text: 'Fotball og hunden til pappa' }],
  });
  const outside = [
    ['Lærer', town.person('tuva-laerer').reference],
    ['PPT', town.unit('ppt').reference],
    ['NAV', town.person('norunn-nav').reference],
  ] as const;
  const consent = consentToPlan(
    life,
    { ...kaia, day: workday(asOf - 380) },
    { by: mother, sharedWith: outside.map(([, who]) => who) },
  );
  const member = (role: string, person: JsonObject): JsonObject => ({ role: [{ text: role }], member: person });
  const team = record.add(kaia.unit, 'CareTeam', {
    status: 'active',
    name: 'Ansvarsgruppen rundt Jonas',
    subject: record.patient,
    period: { start: isoDate(asOf - 700) },
    participant: [
      member('Mor', mother),
      member('Far', father),
      coordinator(kaia.by),
      member('Fastlege', citizen.gp.reference),
      member('Habilitering', habilitation.reference),
      member('Fysioterapeut', town.person('fredrik-fysio').reference),
      ...outside.map(([role, who]) => invited(role, who)),
    ],
    managingOrganization: [kaia.unit.reference],
  });
  const shared = record.add(kaia.unit, 'CarePlan', {
    status: 'active',
    intent: 'plan',
    category: INDIVIDUAL_PLAN,
    title: 'Individuell plan',
    description: 'Felles plan for hjem, skole og fritid.',
    subject: record.patient,
    period: { start: isoDate(asOf - 380) },
    created: isoTime(kaia.day, kaia.minute),
    author: kaia.by.reference,
    careTeam: [{ reference: team }],
    supportingInfo: [{ reference: consent, display: 'Samtykke til individuell plan' }],
    goal: [{ reference: goal, display: 'Spille fotball med de andre' }],
    activity: [
      {
        detail: {
          status: 'in-progress',
          description: 'Trening på skolen to ganger i uken',
          performer: [town.person('fredrik-fysio').reference],
        },
      },
      {
        detail: {
          status: 'in-progress',
          description: 'Søke ny ståskall',
          performer: [town.person('norunn-nav').reference],
        },
      },
      {
        detail: {
          status: 'not-started',
          description: 'Når Jonas fyller 12: spørre ham hva foreldrene skal få vite',
          performer: [citizen.gp.reference],
        },
      },
    ],
  });
  const started = { ...kaia, day: workday(asOf - 75) };
  writePathway(life, started, {
    definition: 'child-compound-needs',
    within: shared,
    why: 'Begynner på mellomtrinnet, og skal ha ny ståskall og mer trening på skolen.',
    steps: {
      coordinator: { owner: kaia.unit, status: 'completed', due: asOf - 61, at: asOf - 70 },
      consent: { owner: kaia.unit, status: 'completed', due: asOf - 56, at: asOf - 60 },
      referral: { owner: town.unit('solli-legekontor'), status: 'completed', due: asOf - 61, at: asOf - 64 },
      function: { owner: town.unit('fysio-og-ergoterapi'), status: 'in-progress', due: asOf + 7, at: asOf - 30 },
      respite: { owner: citizen.home.caseOffice, status: 'completed', due: asOf - 47, at: asOf - 50 },
      school: { owner: town.unit('fjordvik-skolehelsetjeneste'), status: 'requested', due: asOf - 4 },
      meeting: { owner: kaia.unit, status: 'accepted', due: asOf + 13, at: asOf - 20 },
      'turns-12': { owner: town.unit('solli-legekontor'), status: 'requested', due: asOf + 19 },
      evaluation: { owner: kaia.unit, status: 'draft', due: asOf + 190 },
    },
  });
  book(
    life,
    'solli-legekontor',
    citizen.gp.reference,
    { day: asOf, hour: 11, minute: 20 },
    'Epilepsi, kontroll (med far)',
  );
  book(
    life,
    'koordinerende-enhet',
    kaia.by.reference,
    { day: workday(asOf + 12), hour: 14, minutes: 60 },
    'Ansvarsgruppemøte',
    { supportingInformation: [{ reference: shared }] },
  );
  ask(
    life,
    { unit: 'koordinerende-enhet', by: kaia.by.reference },
    'ada-solli',
    'Uttalelse om hjelpemidler til individuell plan',
    { sent: asOf - 3, due: asOf + 4 },
  );
  return life;
}
