import { type Day, isoDate, workday } from '../calendar.ts';
import { icpc2 } from '../codes/icpc2.ts';
import { writePathway } from '../life/pathways.ts';
import { writeOwnGoal, writeSharedPlan } from '../life/plans.ts';
import { prescribe } from '../life/prescribing.ts';
import {
  contact,
  diagnose,
  type Life,
  measure,
  measurePressure,
  noteTypes,
  reportLab,
  write,
} from '../life/writing.ts';
import type { Citizen } from '../record.ts';
import type { Town } from '../town.ts';
import { book, tellOrdinary } from './everyday.ts';
import { at, type Person } from './person.ts';
import { block } from './warnings.ts';

export const amira: Person = {
  id: 'amira-nordby',
  given: 'Amira',
  family: 'Nordby',
  sex: 'female',
  age: 29,
  birthday: [8, 9],
  individual: 150,
  street: 'Rognestien 4',
  zone: 2,
  practice: 'solli-legekontor',
  gp: 'ada-solli',
  phone: '+4741200029',
};

/** Amira is in week 8; a note from an earlier pregnancy is kept from one unit. */
export function tellAmira(town: Town, citizen: Citizen, asOf: Day): Life {
  const life = tellOrdinary(town, citizen, asOf);
  const earlier = at(town, 'ada-solli', 'solli-legekontor', workday(asOf - 1250), 13, 20);
  const loss = contact(life, earlier, { kind: 'AMB', type: 'Konsultasjon', minutes: 40, reason: icpc2('W78') });
  const kept = write(life, loss, {
    type: noteTypes.doctor,
    title: 'Etter abort i uke 9',
    sections: [
      {
        text: 'Kommer etter spontanabort. Trist og lei seg. Snakket lenge. Ønsker at dette ikke skal leses på helsestasjonen.',
      },
    ],
  });
  block(
    life,
    { day: earlier.day + 2, hour: 10 },
    {
      text: 'Notat fra tidligere svangerskap',
      data: [kept],
      from: [town.unit('fjordvik-helsestasjon').reference],
    },
  );
  // The municipality's pregnancy care has begun: the health station has to do with her now, and the hospital will.
  life.record.add(town.unit('fjordvik-helsestasjon'), 'EpisodeOfCare', {
    status: 'active',
    type: [{ text: 'Svangerskapsomsorg' }],
    patient: life.record.patient,
    managingOrganization: town.unit('fjordvik-helsestasjon').reference,
    period: { start: isoDate(asOf - 2) },
    careManager: town.staff(town.unit('fjordvik-helsestasjon'), 'midwife', 0).reference,
  });
  const today = contact(life, at(town, 'ada-solli', 'solli-legekontor', asOf, 9, 20), {
    kind: 'AMB',
    type: 'Svangerskapskontroll',
    minutes: 20,
    reason: icpc2('W78'),
  });
  diagnose(life, today, icpc2('W78', 'Gravid, termin'), {
    list: 'problem',
    onset: isoDate(asOf - 56),
    note: 'Uke 8 i dag, etter siste menstruasjon.',
  });
  measurePressure(life, today, 108, 66);
  measure(life, today, 'weight', 63.4);
  const sample = at(town, 'ada-solli', 'solli-legekontor', workday(asOf - 3), 8, 40);
  reportLab(
    life,
    sample,
    [
      ['hb', 11.2],
      ['ferritin', 11],
      ['glucose', 4.7],
      ['tsh', 1.9],
    ],
    { conclusion: 'Lavt jernlager.' },
  );
  prescribe(life, today, 'iron', { reason: icpc2('B80') });
  write(
    life,
    { ...today, minute: 9 * 60 + 38 },
    {
      type: noteTypes.doctor,
      title: 'Svangerskapskontroll uke 8',
      sections: [
        {
          title: 'Sykehistorie',
          text: 'Ønsket svangerskap. Kvalm om morgenen. Tar folat. Engstelig etter tidligere abort.',
        },
        {
          title: 'Vurdering og tiltak',
          text: 'Hb 11,2 og ferritin 11: starter jern. Henvist ultralyd i uke 12. Time hos jordmor i uke 12.',
        },
      ],
    },
  );
  const station = town.unit('fjordvik-helsestasjon');
  const clinic = town.unit('nordas-kvinneklinikk');
  const started = { unit: station, by: town.staff(station, 'midwife', 0), day: asOf - 2, minute: 12 * 60 };
  const own = writeOwnGoal(life, started, 'Jeg vil ha samme jordmor hele veien, og slippe å fortelle alt på nytt.');
  writePathway(life, started, {
    definition: 'pregnancy',
    within: writeSharedPlan(life, started, [own]),
    steps: {
      first: { owner: station, status: 'accepted', due: asOf + 28, at: asOf - 2 },
      'early-scan': { owner: clinic, status: 'accepted', due: asOf + 40, at: asOf - 1 },
      scan: { owner: clinic, status: 'requested', due: asOf + 75 },
      'week-24': { owner: station, status: 'draft', due: asOf + 112 },
      'week-28': { owner: town.unit('solli-legekontor'), status: 'draft', due: asOf + 140 },
      'week-32': { owner: station, status: 'draft', due: asOf + 168 },
      'week-36': { owner: station, status: 'draft', due: asOf + 196 },
      'week-38': { owner: station, status: 'draft', due: asOf + 210 },
      'week-40': { owner: station, status: 'draft', due: asOf + 224 },
      'home-visit': { owner: station, status: 'draft', due: asOf + 238 },
    },
  });
  book(
    life,
    'fjordvik-helsestasjon',
    town.staff(town.unit('fjordvik-helsestasjon'), 'midwife', 0).reference,
    { day: workday(asOf + 28), hour: 10, minutes: 45 },
    'Jordmor, første kontroll',
  );
  book(
    life,
    'nordas-kvinneklinikk',
    town.unit('nordas-kvinneklinikk').service,
    { day: workday(asOf + 26), hour: 12, minutes: 30 },
    'Tidlig ultralyd',
  );
  return life;
}
