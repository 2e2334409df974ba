import { civil, type Day, DEFAULT_AS_OF, isoDate, parseDay } from '../calendar.ts';
import type { Life } from '../life/writing.ts';
import type { Citizen, CitizenRecord } from '../record.ts';
import type { Town } from '../town.ts';
import { amira, tellAmira } from './amira.ts';
import { eirik, liv, marte, odd, per, silje, tellOrdinary, vegard } from './everyday.ts';
import { jonas, tellJonas } from './jonas.ts';
import { kari, tellKari } from './kari/index.ts';
import { berit, egil, ine, mohammed, tellBerit, tellEgil, tellIne, tellMohammed } from './others.ts';
import { citizenOf, identityOf, illness, type Person } from './person.ts';
import { solveig, tellSolveig } from './solveig.ts';
import { tellToday } from './today.ts';
import { tellTor, tor } from './tor.ts';

export type StoryCitizen = { nationalNumber: string; record: CitizenRecord };

type Teller = (town: Town, citizen: Citizen, asOf: Day) => Life;

/** The citizens of the stories, in every municipality: told from today, and alike whatever the seed. */
export function storyCitizens(town: Town, asOf: Day): StoryCitizen[] {
  const people = new Map<string, Citizen>();
  for (const [ordinal, person] of storyPersons(asOf).entries()) {
    people.set(person.id, citizenOf(town, asOf, person, ordinal));
  }
  const one = ({ id }: { id: string }): Citizen => people.get(id)!;
  const told: StoryCitizen[] = [];
  const tell = (person: { id: string }, teller: Teller): void => {
    const citizen = one(person);
    const life = teller(town, citizen, asOf);
    tellToday(life, asOf);
    told.push({ nationalNumber: citizen.nationalNumber, record: life.record });
  };
  tell(liv, (...story) => tellOrdinary(...story, [illness('N89', asOf - 3000, ['sumatriptan'])]));
  tell(odd, tellOrdinary);
  tell(per, (...story) => tellOrdinary(...story, [illness('K86', asOf - 2400, ['amlodipine'])]));
  tell(kari, (...story) => tellKari(...story, { liv: one(liv), odd: one(odd) }));
  tell(amira, tellAmira);
  tell({ id: JONAS }, (...story) => tellJonas(...story, [one(marte), one(eirik)]));
  tell(tor, tellTor);
  tell(solveig, tellSolveig);
  tell(berit, tellBerit);
  tell(mohammed, tellMohammed);
  tell(ine, (...story) => tellIne(...story, [one(silje), one(vegard)]));
  tell(egil, tellEgil);
  for (const person of [marte, eirik, silje, vegard]) tell(person, tellOrdinary);
  return told;
}

/** In the order of their streams of random numbers: who comes new comes last, or the lives of others change. */
function storyPersons(asOf: Day): Person[] {
  const child = jonas(dateOf(asOf + 19));
  const first = [liv, odd, per, kari, amira, child, tor, solveig, berit, mohammed, ine, egil];
  return [...first, marte, eirik, silje, vegard];
}

const JONAS = jonas([1, 1]).id;

/** Someone of the stories who can log on as a citizen. */
export type DemoCitizen = {
  /** Patient id. */
  id: string;
  name: string;
  /** Synthetic national identity number: what a log-on tells. It follows from the day, for the age does not. */
  nationalNumber: string;
  birthDate: string;
};

/** The citizens of the stories, as they are in a municipality told of on a day (`YYYY-MM-DD`). */
export function demoCitizens(asOf: string = DEFAULT_AS_OF): DemoCitizen[] {
  const today = parseDay(asOf);
  return storyPersons(today).map((person) => {
    const { born, nationalNumber } = identityOf(today, person);
    return { id: person.id, name: `${person.given} ${person.family}`, nationalNumber, birthDate: isoDate(born) };
  });
}

/** Month and day; 29 February is nobody's birthday here, for it comes too seldom to turn twelve on. */
function dateOf(day: Day): [number, number] {
  const { month, day: date } = civil(day);
  return month === 2 && date === 29 ? [3, 1] : [month, date];
}
