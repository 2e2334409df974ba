import type { JsonObject } from '../../../../server/src/fhir/resource.ts';
import { type Day, isoDate, isoTime } from '../calendar.ts';
import { Body } from '../life/body.ts';
import type { Illness } from '../life/illnesses.ts';
import { liveOrdinarily } from '../life/live.ts';
import type { Life } from '../life/writing.ts';
import { fullName, type PatientDetails, responsibility, writeRelated } from '../patient.ts';
import type { Citizen } from '../record.ts';
import type { Town } from '../town.ts';
import { beginStory, type Person } from './person.ts';

/** People near the stories who live ordinary lives. */
export const liv: Person = {
  id: 'liv-testdal',
  given: 'Liv',
  family: 'Testdal',
  sex: 'female',
  age: 56,
  birthday: [6, 2],
  individual: 210,
  street: 'Kaigata 8',
  zone: 1,
  practice: 'havn-legesenter',
  gp: 'bo-havn',
  phone: '+4741200056',
};
export const odd: Person = {
  id: 'odd-testdal',
  given: 'Odd',
  family: 'Testdal',
  sex: 'male',
  age: 52,
  birthday: [9, 21],
  individual: 211,
  street: 'Bakkevegen 31',
  zone: 2,
  practice: 'havn-legesenter',
  gp: 'bo-havn',
  phone: '+4741200052',
  visits: 0.5,
};
export const per: Person = {
  id: 'per-frivold',
  given: 'Per',
  family: 'Frivold',
  sex: 'male',
  age: 67,
  birthday: [1, 30],
  individual: 311,
  street: 'Elvegata 19',
  zone: 4,
  practice: 'solli-legekontor',
  gp: 'ada-solli',
  phone: '+4741200067',
};

export const marte: Person = {
  id: 'marte-lie',
  given: 'Marte',
  family: 'Lie',
  sex: 'female',
  age: 38,
  birthday: [3, 3],
  individual: 220,
  street: 'Furuvegen 12',
  zone: 1,
  practice: 'havn-legesenter',
  gp: 'bo-havn',
  phone: '+4741200041',
};
export const eirik: Person = {
  id: 'eirik-eksempel',
  given: 'Eirik',
  family: 'Eksempel',
  sex: 'male',
  age: 41,
  birthday: [11, 8],
  individual: 221,
  street: 'Strandgata 51',
  zone: 3,
  practice: 'havn-legesenter',
  gp: 'bo-havn',
  phone: '+4741200043',
};
export const silje: Person = {
  id: 'silje-ungdal',
  given: 'Silje',
  family: 'Ungdal',
  sex: 'female',
  age: 44,
  birthday: [2, 19],
  individual: 222,
  street: 'Lyngstien 15',
  zone: 2,
  practice: 'havn-legesenter',
  gp: 'bo-havn',
  phone: '+4741200016',
};
export const vegard: Person = {
  id: 'vegard-ungdal',
  given: 'Vegard',
  family: 'Ungdal',
  sex: 'male',
  age: 46,
  birthday: [8, 30],
  individual: 223,
  street: 'Lyngstien 15',
  zone: 2,
  practice: 'havn-legesenter',
  gp: 'bo-havn',
  phone: '+4741200017',
};

/** Ten ordinary years up to today, with the illnesses the story gives. */
export function tellOrdinary(
  town: Town,
  citizen: Citizen,
  asOf: Day,
  illnesses: readonly Illness[] = [],
  more: PatientDetails = {},
): Life {
  const life = beginStory(town, citizen, asOf, more);
  liveOrdinarily(life, new Body(citizen), illnesses, [citizen]);
  return life;
}

/** Books a time with someone. */
export function book(
  life: Life,
  unit: string,
  who: JsonObject,
  at: { day: Day; hour: number; minute?: number; minutes?: number },
  description: string,
  more: JsonObject = {},
): string {
  const start = at.hour * 60 + (at.minute ?? 0);
  return life.record.add(life.town.unit(unit), 'Appointment', {
    status: 'booked',
    description,
    start: isoTime(at.day, start),
    end: isoTime(at.day, start + (at.minutes ?? 20)),
    created: isoTime(life.asOf - 6, 12 * 60),
    participant: [
      { actor: life.record.patient, status: 'accepted' },
      { actor: who, status: 'accepted' },
    ],
    ...more,
  });
}

/** Something that someone asks of someone, with a day it must be done by. */
export function ask(
  life: Life,
  from: { unit: string; by: JsonObject },
  to: string,
  what: string,
  days: { sent: Day; due: Day },
): void {
  const { town, record, citizen } = life;
  record.add(town.unit(from.unit), 'Task', {
    status: 'requested',
    intent: 'order',
    priority: 'routine',
    description: what,
    for: { ...record.patient, display: `${citizen.name.given} ${citizen.name.family}` },
    authoredOn: isoTime(days.sent, 14 * 60),
    lastModified: isoTime(days.sent, 14 * 60),
    requester: from.by,
    owner: town.person(to).reference,
    restriction: { period: { end: isoDate(days.due) } },
  });
}

/** A parent with parental responsibility, who is a citizen too, in the child's record. @returns how it is referred to */
export function parent(life: Life, person: Citizen): { reference: string; display: string } {
  const kin = person.sex === 'female' ? 'mother' : 'father';
  const reference = writeRelated(
    life.record,
    life.citizen,
    kin,
    { ...person, address: person.home.address },
    { relationship: [responsibility('felles')] },
  );
  return { reference, display: fullName(person.name) };
}
