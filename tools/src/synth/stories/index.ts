import { civil, type Day } from '../calendar.ts';
import type { Life } from '../life/writing.ts';
import type { Citizen, CitizenRecord } from '../record.ts';
import type { Town } from '../town.ts';
import { amira, tellAmira } from './amira.ts';
import { liv, odd, per, tellOrdinary } from './everyday.ts';
import { jonas, tellJonas } from './jonas.ts';
import { kari, tellKari } from './kari/index.ts';
import { berit, egil, ine, mohammed, tellBerit, tellEgil, tellIne, tellMohammed } from './others.ts';
import { citizenOf, illness, type Person } from './person.ts';
import { solveig, tellSolveig } from './solveig.ts';
import { tellTor, tor } from './tor.ts';

export type StoryCitizen = { nationalNumber: string; record: CitizenRecord };

type Teller = (town: Town, citizen: Citizen, asOf: Day) => Life;

/** The citizens of the stories, in every municipality: told from today, and alike whatever the seed. */
export function storyCitizens(town: Town, asOf: Day): StoryCitizen[] {
  const people = new Map<string, Citizen>();
  const told: StoryCitizen[] = [];
  const tell = (person: Person, teller: Teller): void => {
    const citizen = citizenOf(town, asOf, person, people.size);
    people.set(person.id, citizen);
    told.push({ nationalNumber: citizen.nationalNumber, record: teller(town, citizen, asOf).record });
  };
  tell(liv, (...story) => tellOrdinary(...story, [illness('N89', asOf - 3000, ['sumatriptan'])]));
  tell(odd, tellOrdinary);
  tell(per, (...story) => tellOrdinary(...story, [illness('K86', asOf - 2400, ['amlodipine'])]));
  tell(kari, (...story) => tellKari(...story, { liv: people.get(liv.id)!, odd: people.get(odd.id)! }));
  tell(amira, tellAmira);
  tell(jonas(dateOf(asOf + 19)), tellJonas);
  tell(tor, tellTor);
  tell(solveig, tellSolveig);
  tell(berit, tellBerit);
  tell(mohammed, tellMohammed);
  tell(ine, tellIne);
  tell(egil, tellEgil);
  return told;
}

/** Month and day; 29 February is nobody's birthday here, for it comes too seldom to turn twelve on. */
function dateOf(day: Day): [number, number] {
  const { month, day: date } = civil(day);
  return month === 2 && date === 29 ? [3, 1] : [month, date];
}
