import type { Resource } from '../fhir/types.ts';

export type ParentsStanding = 'shared' | 'kept' | 'released' | 'withheld' | 'none' | 'never';

const labels = 'https://enjournal.no/fhir/CodeSystem/access-label';
const kinds = 'https://enjournal.no/fhir/CodeSystem/service-kind';

/** What those with parental responsibility see of an item beside what age gives: what the youth decided is marked as chosen by the user, all else by a health worker. */
export function standingForParents({ meta }: Resource): ParentsStanding {
  if (meta?.tag?.some(({ system, code }) => system === kinds && code === 'youth-clinic') === true) return 'never';
  const ours = (meta?.security ?? []).filter(({ system }) => system === labels) as {
    code?: string;
    userSelected?: boolean;
  }[];
  const of = (label: string) => ours.find(({ code }) => code === label);
  if (of('youth-confidential') !== undefined) return 'never';
  const released = of('released-to-parents');
  if (released !== undefined) return released.userSelected === true ? 'shared' : 'released';
  const withheld = of('withheld-from-parents');
  return withheld === undefined ? 'none' : withheld.userSelected === true ? 'kept' : 'withheld';
}

/** Whole years on a day, by the calendar here. */
export function ageOn(birthDate: string | undefined, day: Date): number | undefined {
  if (birthDate === undefined) return undefined;
  const [year = 0, month = 1, date = 1] = birthDate.split('-').map(Number);
  const isPast = day.getMonth() + 1 > month || (day.getMonth() + 1 === month && day.getDate() >= date);
  return day.getFullYear() - year - (isPast ? 0 : 1);
}
