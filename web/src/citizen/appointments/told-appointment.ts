import type { TFunction } from 'i18next';
import { localReference } from '../../shared/fhir/references.ts';
import { sourceOf } from '../../shared/fhir/source.ts';
import { systems } from '../../shared/fhir/systems.ts';
import type { Appointment } from '../../shared/fhir/types.ts';
import { dayHeading, dayOf, timeOf } from '../../shared/format/date.ts';
import { conceptText } from '../../shared/format/quantity.ts';
import type { Language } from '../../shared/i18n/words.ts';
import { written } from '../../shared/i18n/written.ts';

/** An appointment in words: what it is, when, with whom and where. To be drawn by `Voiced`. */
export type ToldAppointment = {
  what: string;
  /** `I dag kl. 17.30` */
  when: string;
  day: string;
  time: string;
  /** Who is met, where it is known. */
  who: string;
  place: string;
  /** Organization id of who made it, for the way to call them. */
  unit: string | undefined;
  isAtHome: boolean;
};

const atHome = new Set(['home-care', 'private-care']);

export function toldAppointment(of: Appointment, t: TFunction, language: Language): ToldAppointment {
  const { organization, service } = sourceOf({ ...of, participant: undefined } as never);
  const actors = (of.participant ?? []).flatMap(({ actor }) => actor ?? []);
  const others = actors.filter((actor) => !localReference(actor)?.startsWith('Patient/'));
  const person = others.find((actor) => /^Practitioner/.test(localReference(actor) ?? '')) ?? others.find(isSomebody);
  const place = others.find((actor) => localReference(actor)?.startsWith('Location/'))?.display;
  const day = dayOf(of.start ?? '');
  const time = timeOf(of.start, language) ?? '';
  const told = of.description || conceptText(of.serviceType?.[0]);
  const what = written(told || conceptText(of.reasonCode?.[0]) || of.comment || '') || t('me.appointment');
  return {
    what,
    day,
    time,
    when: time ? t('me.at', { day: dayHeading(day, language), time }) : dayHeading(day, language),
    who: person?.display ?? '',
    place: written(place ?? organization ?? ''),
    unit: of.meta?.tag?.find(({ system }) => system === systems.custodian)?.code,
    isAtHome: atHome.has(service ?? ''),
  };
}

/** Somebody outside of the services: a volunteer, known by name alone. */
const isSomebody = ({ reference, display }: { reference?: string; display?: string }) =>
  reference === undefined && display !== undefined;

/** Not over yet: an appointment lasts until its end, or an hour. @param now epoch ms */
export const isAhead = ({ start = '', end }: Appointment, now: number): boolean =>
  (end === undefined ? Date.parse(start) + 3_600_000 : Date.parse(end)) > now;
