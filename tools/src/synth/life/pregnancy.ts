import { type Day, isoDate, workday } from '../calendar.ts';
import { icd10 } from '../codes/icd10.ts';
import { icpc2 } from '../codes/icpc2.ts';
import type { Citizen } from '../record.ts';
import type { Body } from './body.ts';
import {
  type Act,
  contact,
  diagnose,
  type Life,
  measure,
  measurePressure,
  noteTypes,
  reportLab,
  write,
} from './writing.ts';

/** Weeks of the check-ups in the programme for pregnancy, in turn with GP and midwife. */
const WEEKS = [9, 17, 24, 28, 32, 36, 38, 40];

const TEXTS = [
  'Kvalm om morgenen, ellers bra. Informert om livsstil, folat og fosterdiagnostikk. Blodprøver tatt.',
  'Kjenner liv. Ultralyd normal. Ingen blødning.',
  'Trives, sover godt. Fosterlyd 140. Symfyse-fundus etter kurven.',
  'Litt bekkensmerter, sykmeldt 50 prosent. Blodtrykk fint.',
  'Hodeleie. Snakket om fødselen og ønsker.',
  'Hodet er festet. Ingen hodepine eller synsforstyrrelser.',
];

/** Pregnancies and births of a mother whose children live with her and were born in these years. */
export function bear(life: Life, body: Body, household: readonly Citizen[]): void {
  const { citizen, from, asOf } = life;
  if (citizen.sex !== 'female' || citizen.role !== 'adult') return;
  for (const child of household) {
    const motherAge = (child.born - citizen.born) / 365.25;
    if (child.role === 'child' && child.born - 280 >= from && child.born <= asOf && motherAge > 17 && motherAge < 46) {
      pregnancy(life, body, child.born);
    }
  }
}

function pregnancy(life: Life, body: Body, birth: Day): void {
  const { citizen, town } = life;
  const { random } = citizen;
  const station = citizen.home.station;
  const conceived = birth - 280;
  const reason = icpc2('W78');
  for (const [ordinal, week] of WEEKS.entries()) {
    const day = workday(conceived + week * 7);
    if (day >= birth) break;
    const midwife = ordinal % 2 === 1;
    const by = midwife ? town.staff(station, 'midwife', 0) : citizen.gp;
    const act = contact(
      life,
      { unit: midwife ? station : citizen.practice, by, day, minute: 9 * 60 + 30 * random.int(10) },
      { kind: 'AMB', type: 'Svangerskapskontroll', minutes: 30, reason },
    );
    if (ordinal === 0) {
      diagnose(life, act, reason, { list: 'problem', ended: birth });
      reportLab(life, act, [
        ['hb', body.labAt('hb', day, [])],
        ['ferritin', body.labAt('ferritin', day, [])],
        ['glucose', body.labAt('glucose', day, [])],
      ]);
    }
    measurePressure(life, act, ...body.pressureAt(day, []));
    measure(life, act, 'weight', body.weightAt(day) + Math.max(0, week - 10) * 0.4);
    write(life, act, {
      type: midwife ? noteTypes.birth : noteTypes.doctor,
      title: `Svangerskapskontroll uke ${week}`,
      sections: [{ text: TEXTS[Math.min(ordinal, TEXTS.length - 1)]! }],
    });
  }
  deliver(life, birth);
}

function deliver(life: Life, birth: Day): void {
  const { citizen, town } = life;
  const { random } = citizen;
  const unit = town.unit('nordas-kvinneklinikk');
  const by = town.staff(unit, 'consultant', random.int(4));
  const reason = icd10('O80.0');
  const act = contact(
    life,
    { unit, by, day: birth, minute: 240 },
    { kind: 'IMP', type: 'Fødsel', minutes: 2 * 1440 + 480, reason },
  );
  diagnose(life, act, reason, { list: 'diagnosis', ended: birth + 2 });
  const home: Act = { ...act, day: birth + 2, minute: 720 };
  write(life, home, {
    type: noteTypes.birth,
    title: 'Fødselsepikrise',
    sections: [
      {
        text: `Spontan fødsel ${isoDate(birth)}. Barnet veide ${random.between(2900, 4200)} gram, Apgar 9–10–10. Ukomplisert barseltid. Ammingen er i gang. Jordmor kommer hjem på tredje dag.`,
      },
    ],
  });
}
