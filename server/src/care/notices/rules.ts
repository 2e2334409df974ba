import type { Issue } from '../../fhir/issue.ts';
import type { JsonObject, Resource } from '../../fhir/resource.ts';
import { refused } from '../process.ts';

/** What the browser may import: how a citizen wants to be told, without clock and database. */

export { noticeWords } from './words.ts';

export const choiceUrl = 'https://enjournal.no/fhir/StructureDefinition/notice-choice';
export const consentCategories = 'https://enjournal.no/fhir/CodeSystem/consent-category';
export const channels = ['none', 'email', 'sms'] as const;
export type Channel = (typeof channels)[number];

/** What a citizen reads in an e-mail or a text message: no name, no service, no topic. */
export const noticeText = {
  subject: 'Noe nytt i Min journal',
  text: 'Det er noe nytt til deg i Min journal. Logg inn for å se det. Vi sender aldri lenker eller helseopplysninger i denne meldingen.',
} as const;

/** Times of day in Norway, `HH:MM:SS`. */
export type Choice = {
  channel: Channel;
  address?: string;
  quietFrom?: string;
  quietTo?: string;
  digestAt?: string;
};

export const isChoice = (consent: Resource | undefined): boolean =>
  objects(consent?.category).some(({ coding }) =>
    objects(coding).some(({ system, code }) => system === consentCategories && code === 'notice-choice'),
  );

/** What a Consent says of notices; undefined where it says nothing or counts no more. */
export function choiceIn(consent: Resource | undefined): Choice | undefined {
  if (!isChoice(consent) || consent!.status !== 'active') return undefined;
  const parts = objects(objects(consent!.extension).find(({ url }) => url === choiceUrl)?.extension);
  const text = (name: string) => {
    const part = parts.find(({ url }) => url === name);
    const value = part?.valueCode ?? part?.valueString ?? part?.valueTime;
    return typeof value === 'string' ? { [name]: value } : {};
  };
  const channel = channels.find((one) => one === text('channel').channel);
  if (channel === undefined) return undefined;
  return { channel, ...text('address'), ...text('quietFrom'), ...text('quietTo'), ...text('digestAt') };
}

export const choiceExtension = ({ channel, address, ...times }: Choice): JsonObject => ({
  url: choiceUrl,
  extension: [
    { url: 'channel', valueCode: channel },
    ...(address === undefined ? [] : [{ url: 'address', valueString: address }]),
    ...Object.entries(times).flatMap(([url, valueTime]) => (valueTime === undefined ? [] : [{ url, valueTime }])),
  ],
});

/** All that is wrong with a choice: an address that nothing can be sent to, quiet hours with one end. */
export function choiceIssues(choice: Choice | undefined): Issue[] {
  if (choice === undefined) return [refused('notice-channel', 'Consent.extension', `Say how, in ${choiceUrl}.`)];
  const issues: Issue[] = [];
  const address = choice.address?.replace(/\s/g, '') ?? '';
  if (choice.channel === 'email' && !/^[^@<>"']{1,64}@[^@<>"']{1,190}\.[^@.<>"']{2,}$/.test(address))
    issues.push(refused('notice-email', 'Consent.extension', 'An address of e-mail.'));
  if (choice.channel === 'sms' && !/^(\+47)?[49]\d{7}$/.test(address))
    issues.push(refused('notice-phone', 'Consent.extension', 'A Norwegian mobile number.'));
  if ((choice.quietFrom === undefined) !== (choice.quietTo === undefined))
    issues.push(refused('notice-quiet', 'Consent.extension', 'Quiet hours have a beginning and an end.'));
  return issues;
}

/**
 * When a citizen is told of what happens now: at once, after the quiet hours, or with all the rest at the time of the digest.
 * @param now epoch ms @returns epoch ms
 */
export function dueAt(choice: Choice, now: number): number {
  const minute = 60_000;
  const minutes = minuteOfDay(now);
  const wait = (time: string) => ((minutesIn(time) - minutes + 1_440) % 1_440) * minute;
  const at = Math.floor(now / minute) * minute;
  if (choice.digestAt !== undefined) return at + wait(choice.digestAt);
  if (choice.quietFrom === undefined || choice.quietTo === undefined) return at;
  const [from, to] = [minutesIn(choice.quietFrom), minutesIn(choice.quietTo)];
  const isQuiet = from <= to ? minutes >= from && minutes < to : minutes >= from || minutes < to;
  return isQuiet ? at + wait(choice.quietTo) : at;
}

const minutesIn = (time: string): number => Number(time.slice(0, 2)) * 60 + Number(time.slice(3, 5));
const clock = new Intl.DateTimeFormat('en-GB', { timeZone: 'Europe/Oslo', hour: '2-digit', minute: '2-digit' });
const minuteOfDay = (at: number): number => minutesIn(clock.format(at));

const objects = (value: unknown): JsonObject[] => (Array.isArray(value) ? (value as JsonObject[]) : []);
