import { addYears, type Day, isoTime, workday } from '../calendar.ts';
import { icpc2 } from '../codes/icpc2.ts';
import { writeFamily, writePatient } from '../patient.ts';
import { type Citizen, CitizenRecord } from '../record.ts';
import type { Town } from '../town.ts';
import { drawAllergies } from './allergies.ts';
import { Body } from './body.ts';
import { receiveCare } from './care.ts';
import { growUp } from './children.ts';
import { liveWithGp } from './gp.ts';
import { liveWithHospital } from './hospital.ts';
import { type Illness, illnessesOf, writeIllnesses } from './illnesses.ts';
import { liveWithOutOfHours } from './out-of-hours.ts';
import { bear } from './pregnancy.ts';
import { vaccinateAdults } from './vaccines.ts';
import type { Life } from './writing.ts';

/** How many years back the record goes. */
export const YEARS = 10;

/** Opens a citizen's record: who they are and who is near them. */
export function begin(town: Town, citizen: Citizen, household: readonly Citizen[], asOf: Day): Life {
  const record = new CitizenRecord(citizen.id);
  writePatient(record, citizen);
  writeFamily(record, citizen, household);
  return { town, citizen, record, from: addYears(asOf, -YEARS), asOf, avoid: new Set() };
}

/** A citizen's whole record, drawn from the citizen's own stream of random numbers. */
export function live(town: Town, citizen: Citizen, household: readonly Citizen[], asOf: Day): CitizenRecord {
  const life = begin(town, citizen, household, asOf);
  const body = new Body(citizen);
  const illnesses = illnessesOf(citizen, asOf);
  liveOrdinarily(life, body, illnesses, household);
  receiveCare(life, body, illnesses);
  return life.record;
}

/** What everyone has some of: a GP, a hospital, childhood, vaccines, an appointment ahead. */
export function liveOrdinarily(
  opened: Life,
  body: Body,
  illnesses: readonly Illness[],
  household: readonly Citizen[],
): void {
  const life: Life = { ...opened, avoid: new Set([...opened.avoid, ...drawAllergies(opened)]) };
  writeIllnesses(life, illnesses);
  const referred = liveWithGp(life, body, illnesses);
  liveWithHospital(life, body, illnesses, referred);
  liveWithOutOfHours(life, body, illnesses);
  growUp(life, body);
  bear(life, body, household);
  vaccinateAdults(life);
  bookAhead(life, illnesses);
}

function bookAhead(life: Life, illnesses: readonly Illness[]): void {
  const { citizen, asOf, record } = life;
  const { random } = citizen;
  if (!random.chance(illnesses.length > 0 ? 0.25 : 0.06)) return;
  const day = workday(asOf + 1 + random.int(60));
  const minute = 8 * 60 + 20 * random.int(22);
  record.add(citizen.practice, 'Appointment', {
    status: 'booked',
    description: 'Time hos fastlege',
    ...(illnesses.length > 0 ? { reasonCode: [illnesses[0]!.concept] } : { reasonCode: [icpc2('A97')] }),
    start: isoTime(day, minute),
    end: isoTime(day, minute + 20),
    created: isoTime(workday(asOf - 1 - random.int(20)), 600),
    participant: [
      { actor: record.patient, status: 'accepted' },
      { actor: citizen.gp.reference, status: 'accepted' },
    ],
  });
}
