import { dayOfTime, daysAfter } from '../../fhir/norwegian/day.ts';
import type { JsonObject, Resource } from '../../fhir/resource.ts';
import { objects, withExtension, withMembers } from '../kinds/kind.ts';
import { endedMandate } from '../kinds/representatives.ts';
import { systemOfNumber } from '../numbers.ts';
import { changeOf, type Entry, type RegisterStore } from '../store.ts';
import { extensionUrl, isPersonSystem, volven } from '../systems.ts';
import { type EventKind, isDead, numberInForce, type RegisterEvent } from './detect.ts';
import { Refused } from './follower.ts';

/**
 * How long those who had to do with someone who has died may still open the record, to write what is to be written.
 * Our own choice: no statute gives the days. @source helsepersonelloven § 39 (the duty to document)
 */
export const DAYS_AFTER_DEATH = 14;

type Handler = {
  name: string;
  on: EventKind;
  /** Done again, it changes nothing more: it looks at what stands now, not at what it did before. */
  handle(event: RegisterEvent, store: RegisterStore, today: string): Promise<void>;
};

/**
 * What the house does when something happened to somebody. Much needs nothing done: a new GP, a custody that ended, a
 * protected address are facts of the gate in the transaction that writes them, and age is decided by the date.
 */
export const house: readonly Handler[] = [
  { name: 'end-after-death', on: 'death', handle: endAfterDeath },
  { name: 'end-mandates-after-death', on: 'death', handle: endMandatesAfterDeath },
  { name: 'carry-number', on: 'number', handle: carryNumber },
  { name: 'end-guardian-mandate', on: 'guardian', handle: endGuardianMandate },
];

type Dead = { patient: Resource; on: string; until: string };

/** The person as it stands now: a death that was undone ends nothing. */
async function deadNow(event: RegisterEvent, store: RegisterStore, today: string): Promise<Dead | undefined> {
  const [patient] = await store.search('Patient', [['_id', event.of.id!]]);
  if (patient === undefined || !isDead(patient)) return undefined;
  const on = dayOfTime(String(patient.deceasedDateTime ?? today));
  return {
    patient,
    on: on.length === 10 ? on : today,
    until: daysAfter(on.length === 10 ? on : today, DAYS_AFTER_DEATH),
  };
}

async function endAfterDeath(event: RegisterEvent, store: RegisterStore, today: string): Promise<void> {
  const dead = await deadNow(event, store, today);
  if (dead === undefined) return;
  const { patient, on, until } = dead;
  const of = `Patient/${patient.id}`;
  const episodes = await store.search('EpisodeOfCare', [
    ['patient', of],
    ['status', 'planned,waitlist,active,onhold'],
  ]);
  const appointments = await store.search('Appointment', [
    ['patient', of],
    ['status', 'proposed,pending,booked,waitlist'],
    ['date', `gt${on}`],
  ]);
  const requests = await store.search('ServiceRequest', [
    ['patient', of],
    ['status', 'draft,active,on-hold'],
    ['intent', 'proposal'],
  ]);
  await done(store, [
    ...episodes.flatMap((one) => changeOf(one, endedEpisode(one, on, until))),
    ...appointments.flatMap((one) => changeOf(one, cancelled(one))),
    ...requests.flatMap((one) => changeOf(one, { ...one, status: 'revoked' })),
    ...changeOf(patient, offTheList(patient, until)),
  ]);
}

/** What has begun stands until those who gave it have written what they must; what had not begun, never begins. */
function endedEpisode(episode: Resource, on: string, until: string): Resource {
  const period = (episode.period ?? {}) as JsonObject;
  if (typeof period.start === 'string' && period.start > on) return { ...episode, status: 'cancelled' };
  if (episode.status === 'planned' || episode.status === 'waitlist') return { ...episode, status: 'cancelled' };
  return { ...episode, period: { ...period, end: earlier(period.end, until) } };
}

const earlier = (end: unknown, until: string): string =>
  typeof end === 'string' && end.slice(0, 10) < until ? end : until;

const cancelled = (appointment: Resource): Resource => ({
  ...appointment,
  status: 'cancelled',
  cancelationReason: {
    coding: [{ system: 'http://terminology.hl7.org/CodeSystem/appointment-cancellation-reason', code: 'pat-dec' }],
  },
});

function offTheList(patient: Resource, until: string): Resource {
  const url = extensionUrl('gp-period');
  const gps = objects(patient.generalPractitioner).map((one) => {
    const period = (objects(one.extension).find((of) => of.url === url)?.valuePeriod ?? {}) as JsonObject;
    return {
      ...one,
      extension: withExtension(one.extension, url, { valuePeriod: { ...period, end: earlier(period.end, until) } }),
    };
  });
  return withMembers(patient, { generalPractitioner: gps });
}

/** A power of attorney ends at death; so does guardianship. @source pbrl § 5-1; vergemålsloven § 29 */
async function endMandatesAfterDeath(event: RegisterEvent, store: RegisterStore, today: string): Promise<void> {
  const dead = await deadNow(event, store, today);
  if (dead === undefined) return;
  const mandates = await store.search('Consent', [
    ['patient', `Patient/${dead.patient.id}`],
    ['status', 'active'],
    ['category', ['FU', 'VE', 'TD'].map((code) => `${volven(7611)}|${code}`).join(',')],
  ]);
  await done(
    store,
    mandates.flatMap((one) => changeOf(one, endedMandate(one, dead.on))),
  );
}

/** Who has a new number has it wherever the old one stands: as someone's parent or guardian, and as one who works here. */
async function carryNumber(event: RegisterEvent, store: RegisterStore): Promise<void> {
  if (event.kind !== 'number') return;
  const [now] = await store.search(event.of.resourceType, [['_id', event.of.id!]]);
  const is = now === undefined ? undefined : numberInForce(now);
  if (is === undefined) return;
  const old = event.was.filter((number) => number !== is);
  const tokens = old.map((number) => `${systemOfNumber(number)}|${number}`).join(',');
  const elsewhere = [
    ...(await store.search('RelatedPerson', [['identifier', tokens]])),
    ...(await store.search('Practitioner', [['identifier', tokens]])),
  ].filter((one) => one.id !== event.of.id);
  const mandates = await store.search('Consent', [
    ['actor:identifier', tokens],
    ['status', 'active'],
  ]);
  await done(store, [
    ...elsewhere.flatMap((one) => changeOf(one, renumbered(one, old, is))),
    ...mandates.flatMap((one) => changeOf(one, withHolder(one, old, is))),
  ]);
}

function renumbered(one: Resource, old: readonly string[], is: string): Resource {
  const identifier = objects(one.identifier).map((id) =>
    isPersonSystem(id.system) && old.includes(id.value as string) ? { ...id, use: 'old' } : id,
  );
  const has = identifier.some(({ value }) => value === is);
  const own = has ? [] : [{ use: 'official', system: systemOfNumber(is), value: is }];
  return withMembers(one, { identifier: [...own, ...identifier] });
}

function withHolder(consent: Resource, old: readonly string[], is: string): Resource {
  const provision = consent.provision as JsonObject;
  const actor = objects(provision.actor).map((one) => {
    const reference = (one.reference ?? {}) as JsonObject;
    const identifier = (reference.identifier ?? {}) as JsonObject;
    if (!old.includes(identifier.value as string)) return one;
    return { ...one, reference: { ...reference, identifier: { system: systemOfNumber(is), value: is } } };
  });
  return { ...consent, provision: { ...provision, actor } };
}

/** A guardian who is one no longer does not act any more, whoever took the guardianship away. */
async function endGuardianMandate(event: RegisterEvent, store: RegisterStore, today: string): Promise<void> {
  if (event.kind !== 'guardian' || event.isGiven) return;
  const patient = (event.of.patient as JsonObject | undefined)?.reference;
  if (typeof patient !== 'string') return;
  const mandates = await store.search('Consent', [
    ['patient', patient],
    ['status', 'active'],
    ['category', `${volven(7611)}|VE`],
  ]);
  const isOf = (consent: Resource): boolean =>
    objects((consent.provision as JsonObject | undefined)?.actor).some(({ reference }) => {
      const { identifier, reference: to } = (reference ?? {}) as { identifier?: JsonObject; reference?: string };
      return to === `RelatedPerson/${event.of.id}` || event.numbers.includes(String(identifier?.value));
    });
  const stands = await store.search('RelatedPerson', [['_id', event.of.id!]]);
  if (stands.some((one) => one.active !== false && JSON.stringify(one.relationship ?? []).includes('"VE"'))) return;
  await done(
    store,
    mandates.filter(isOf).flatMap((one) => changeOf(one, endedMandate(one, today))),
  );
}

/** @throws when the store refuses: the feed tries again, and in the end leaves it to a person. */
async function done(store: RegisterStore, entries: readonly Entry[]): Promise<void> {
  if (entries.length === 0) return;
  const answer = await store.transact(entries);
  if (!answer.done)
    throw new Refused(answer.issues.map(({ key, code }) => key ?? code).join(' ') || String(answer.status));
}
