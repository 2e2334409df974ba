import type { Issue } from '../../fhir/issue.ts';
import { dayInNorway, daysAfter } from '../../fhir/norwegian/day.ts';
import type { JsonObject, Resource } from '../../fhir/resource.ts';
import { refused } from '../process.ts';

/** What the browser may import: messages between a citizen and a service, without clock and database. */

export { dialogueWords } from './words.ts';

export const topicSystem = 'https://enjournal.no/fhir/CodeSystem/dialogue-topic';
export const topics = ['health', 'medicines', 'appointment', 'services', 'case', 'other'] as const;
export type Topic = (typeof topics)[number];

/** By this a message is sent once, however often its button is pressed. */
export const messageSystem = 'https://enjournal.no/fhir/NamingSystem/dialogue-message';
/** Task.groupIdentifier: the thread that a service's task is about. */
export const threadSystem = 'https://enjournal.no/fhir/NamingSystem/dialogue-thread';
export const serviceCategory = 'https://enjournal.no/fhir/CodeSystem/service-category';
export const answerWithinUrl = 'https://enjournal.no/fhir/StructureDefinition/answer-within';
export const writtenByUrl = 'https://enjournal.no/fhir/StructureDefinition/written-by';
export const taskCodes = 'https://enjournal.no/fhir/CodeSystem/task-code';

export const mostCharacters = 10_000;
export const mostSubject = 120;
export const mostFiles = 5;
export const mostFileBytes = 10_000_000;
/** What may be sent along: what every browser shows, and runs nothing. */
export const fileTypes: readonly string[] = [
  ...['application/pdf', 'image/png', 'image/jpeg', 'image/gif', 'image/webp', 'text/plain'],
];

const DAY = 86_400_000;

export const topicOf = (message: Resource | undefined): Topic | undefined =>
  topics.find((topic) =>
    objects(message?.category).some(({ coding }) =>
      objects(coding).some(({ system, code }) => system === topicSystem && code === topic),
    ),
  );

/** Whether a Communication belongs to a dialogue between a citizen and a service. */
export const isDialogue = (message: Resource | undefined): boolean =>
  message !== undefined &&
  objects(message.category).some(({ coding }) => objects(coding).some(({ system }) => system === topicSystem));

/** The first message of the thread, as an id. */
export const threadOf = (message: Resource): string =>
  referenceOf(objects(message.partOf)[0])?.split('/')[1] ?? String(message.id);

/** `Organization/id` of the service that a message is sent to; undefined for one to the citizen. */
export const serviceAsked = (message: Resource): string | undefined =>
  objects(message.recipient)
    .map(referenceOf)
    .find((one) => one?.startsWith('Organization/'));

/** The texts of a message, in their order. */
export const textsOf = (message: Resource): string[] =>
  objects(message.payload).flatMap(({ contentString }) => (typeof contentString === 'string' ? contentString : []));

export type SentFile = { url: string; type: string; title: string; at: string };

/** What is sent along with a message. */
export const filesOf = (message: Resource): SentFile[] =>
  objects(message.payload).flatMap(({ contentAttachment }, i) => {
    if (contentAttachment === undefined) return [];
    const { url = '', contentType = '', title = '' } = contentAttachment as JsonObject;
    const at = `Communication.payload[${i}].contentAttachment`;
    const local = /(?:^|\/)(Binary\/[A-Za-z0-9\-.]{1,64})$/.exec(String(url))?.[1];
    return [{ url: local ?? String(url), type: String(contentType).split(';')[0]!.trim(), title: String(title), at }];
  });

export type MessageFacts = {
  isCitizen: boolean;
  /** Epoch ms. */
  now: number;
};

/** All that is wrong with a new message by itself. */
export function messageIssues(message: Resource, { isCitizen, now }: MessageFacts): Issue[] {
  const issues: Issue[] = [];
  const refuse = (key: string, field: string, why: string): void => {
    issues.push(refused(key, `Communication.${field}`, why));
  };
  if (topicOf(message) === undefined) refuse('dialogue-topic', 'category', `A message has a topic of ${topicSystem}.`);
  const recipients = objects(message.recipient).map(referenceOf);
  const [to] = recipients;
  const fits = isCitizen ? to?.startsWith('Organization/') : to === referenceOf(message.subject);
  if (recipients.length !== 1 || fits !== true)
    refuse('dialogue-recipient', 'recipient', 'A citizen writes to one service, and a service to the citizen.');
  if (!objects(message.identifier).some(({ system, value }) => system === messageSystem && value))
    refuse('dialogue-key', 'identifier', `A message has an identifier of ${messageSystem}, so that it is sent once.`);
  if (message.status !== 'completed') refuse('dialogue-status', 'status', 'A message that is sent is completed.');
  const sent = Date.parse(String(message.sent ?? ''));
  if (Number.isNaN(sent) || Math.abs(sent - now) > DAY) refuse('dialogue-sent', 'sent', 'It is sent now.');
  if (message.received !== undefined) refuse('dialogue-received', 'received', 'That it is opened is told by $read.');
  const texts = textsOf(message);
  if (texts.every((one) => one.trim() === ''))
    refuse('dialogue-text', 'payload', 'A message has a text (payload.contentString).');
  if (texts.join('').length > mostCharacters)
    refuse('dialogue-long', 'payload', `A text has at most ${mostCharacters} characters.`);
  if (objects(message.partOf).length === 0) {
    const subject = String((message.topic as JsonObject | undefined)?.text ?? '').trim();
    if (subject === '' || subject.length > mostSubject)
      refuse('dialogue-subject', 'topic', `The first of a thread says what it is about, in at most ${mostSubject}.`);
  }
  const files = filesOf(message);
  if (files.length > mostFiles) refuse('dialogue-files', 'payload', `At most ${mostFiles} files.`);
  for (const { url, type, at } of files) {
    if (!url.startsWith('Binary/') && !url.startsWith('urn:uuid:'))
      issues.push(refused('dialogue-file-inline', `${at}.url`, 'A file is a Binary in the same transaction.'));
    if (!fileTypes.includes(type))
      issues.push(refused('dialogue-file-type', `${at}.contentType`, `A file is one of ${fileTypes.join(', ')}.`));
  }
  return issues;
}

/**
 * The day by whose end it is to be answered: so many working days from the day it is sent, in Norway. Holidays count as days.
 * @param sent epoch ms
 */
export function answerBy(sent: number, workingDays: number): string {
  let day = dayInNorway(sent);
  for (let left = workingDays; left > 0; ) {
    day = daysAfter(day, 1);
    const weekday = new Date(`${day}T00:00:00Z`).getUTCDay();
    if (weekday !== 6 && weekday !== 0) left -= 1;
  }
  return day;
}

/** Where a service has said nothing. */
export const usualWorkingDays = 5;

/** How many working days a service takes to answer. */
export const workingDaysOf = (service: Resource | undefined): number => {
  const said = objects(service?.extension).find(({ url }) => url === answerWithinUrl)?.valuePositiveInt;
  return typeof said === 'number' ? said : usualWorkingDays;
};

/** The topics that a service takes; all where it names none. */
export function topicsOf(service: Resource): Topic[] {
  const named = objects(service.characteristic).flatMap(({ coding }) =>
    objects(coding).flatMap(({ system, code }) => (system === topicSystem ? String(code) : [])),
  );
  return named.length === 0 ? [...topics] : topics.filter((topic) => named.includes(topic));
}

export const referenceOf = (value: unknown): string | undefined => {
  const reference = (value as JsonObject | undefined)?.reference;
  return typeof reference === 'string' && reference !== '' ? reference.split('/_history/')[0] : undefined;
};

export const objects = (value: unknown): JsonObject[] => (Array.isArray(value) ? (value as JsonObject[]) : []);
