import type { Day } from '../calendar.ts';
import type { CitizenRecord } from '../record.ts';
import type { Town } from '../town.ts';

export type StoryCitizen = { nationalNumber: string; record: CitizenRecord };

export function storyCitizens(_town: Town, _asOf: Day): StoryCitizen[] {
  return [];
}
