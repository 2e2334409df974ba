import { addYears, ageOn, civil, dayOf, workday } from '../calendar.ts';
import { type Life, vaccinate } from './writing.ts';

/** Seasonal vaccines for those over 65, and covid-19 vaccines for most, at the GP's. */
export function vaccinateAdults(life: Life): void {
  const { citizen, asOf, from } = life;
  const { random } = citizen;
  const willing = random.next();
  const lastSeason = civil(asOf).year - (civil(asOf).month < 10 ? 1 : 0);
  for (let year = civil(from).year + 1; year <= lastSeason; year++) {
    const day = workday(dayOf(year, 10, 1) + random.int(45));
    const age = ageOn(citizen.born, day);
    if (day >= asOf || age < 18) continue;
    const act = { unit: citizen.practice, by: citizen.gp, day, minute: 9 * 60 + random.int(300) };
    if (willing < (age >= 65 ? 0.62 : 0.12)) vaccinate(life, act, 'J07BB02', 'Influensavaksine');
    if (year >= 2021 && willing < (year === 2021 ? 0.85 : age >= 65 ? 0.5 : 0.05)) {
      vaccinate(life, { ...act, minute: act.minute + 2 }, 'J07BN01', 'Covid-19-vaksine');
    }
  }
  const tetanus = workday(addYears(asOf, -random.between(1, 9)));
  if (citizen.age >= 25 && random.chance(0.3) && tetanus > from) {
    vaccinate(
      life,
      { unit: citizen.practice, by: citizen.gp, day: tetanus, minute: 600 },
      'J07AM51',
      'Stivkrampe- og difterivaksine',
    );
  }
}
