import { ageOn } from '../calendar.ts';
import type { Body } from './body.ts';
import { complain, complaintOf } from './gp.ts';
import { type Illness, presentOn } from './illnesses.ts';
import type { Life } from './writing.ts';

/** Contacts with the out-of-hours clinic in a year: a quarter of a contact per citizen. */
function yearlyRate(age: number): number {
  if (age < 5) return 0.5;
  if (age < 16) return 0.22;
  if (age < 67) return 0.2;
  return age < 80 ? 0.25 : 0.45;
}

export function liveWithOutOfHours(life: Life, body: Body, illnesses: readonly Illness[]): void {
  const { citizen, from, asOf, town } = life;
  const { random } = citizen;
  const unit = town.unit('havoy-legevakt');
  for (let year = Math.max(from, citizen.born); year < asOf; year += 365) {
    const days = Math.min(365, asOf - year);
    const rate = yearlyRate(ageOn(citizen.born, year)) * (0.5 + 0.5 * citizen.gpPropensity);
    for (let i = random.poisson((rate * days) / 365); i > 0; i--) {
      const day = year + random.int(days);
      if (day >= asOf) continue;
      const by = town.staff(unit, 'doctor', random.int(6));
      const minute = random.between(16 * 60, 23 * 60);
      complain(
        life,
        body,
        presentOn(illnesses, day),
        complaintOf(life, day, true),
        { unit, by, day, minute },
        false,
        true,
      );
    }
  }
}
