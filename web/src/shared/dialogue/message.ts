import {
  answerBy,
  isDialogue,
  messageSystem,
  serviceAsked,
  serviceCategory,
  type Topic,
  textsOf,
  threadOf,
  topicOf,
  topicSystem,
  topics,
  topicsOf,
  workingDaysOf,
  writtenByUrl,
} from '@enjournal/server/care/dialogue';
import { localReference } from '../fhir/references.ts';
import type { Communication, Extension, Identifier, Reference, Resource } from '../fhir/types.ts';
import { instantOf } from '../format/date.ts';

/** A message of a dialogue, as screens read and write it. */
export type Message = Omit<Communication, 'payload'> & {
  identifier?: Identifier[];
  extension?: Extension[];
  status?: string;
  topic?: { text?: string };
  subject?: Reference;
  sender?: Reference;
  recipient?: Reference[];
  partOf?: Reference[];
  inResponseTo?: Reference[];
  sent?: string;
  received?: string;
  payload?: { contentString?: string; contentAttachment?: SentFile }[];
};
export type SentFile = { contentType?: string; url?: string; title?: string; size?: number };

export const allTopics = topics.map((topic) => `${topicSystem}|${topic}`).join(',');

/** What belongs together: the first message, those after it by time, and how it stands for the citizen. */
export type Thread = {
  id: string;
  topic: Topic | undefined;
  subject: string;
  messages: readonly Message[];
  last: Message;
  isUnread: boolean;
  /** The service that has it: whoever wrote last, or is asked. */
  service: Reference | undefined;
};

export const isFromCitizen = (message: Message): boolean => serviceAsked(message as never) !== undefined;
export const isUnread = (message: Message): boolean => !isFromCitizen(message) && message.received === undefined;

/** The threads of a record, that with the newest message first. */
export function threadsOf(messages: readonly Message[]): Thread[] {
  const by = new Map<string, Message[]>();
  for (const one of messages) {
    if (!isDialogue(one as never)) continue;
    const id = threadOf(one as never);
    by.set(id, [...(by.get(id) ?? []), one]);
  }
  return [...by].map(([id, all]) => threadIn(id, all)).sort((a, b) => instantOf(b.last.sent) - instantOf(a.last.sent));
}

function threadIn(id: string, all: readonly Message[]): Thread {
  const messages = [...all].sort((a, b) => instantOf(a.sent) - instantOf(b.sent));
  const first = messages.find((one) => one.id === id) ?? messages[0]!;
  const last = messages.at(-1)!;
  const answered = messages.filter((one) => !isFromCitizen(one)).at(-1);
  return {
    id,
    topic: topicOf(first as never),
    subject: first.topic?.text ?? '',
    messages,
    last,
    isUnread: messages.some(isUnread),
    service: answered?.sender ?? first.recipient?.[0],
  };
}

/** Who in the service wrote it: name and profession. */
export const writerOf = ({ extension }: Message): string | undefined =>
  (extension?.find(({ url }) => url === writtenByUrl)?.valueReference as Reference | undefined)?.display;

export type Draft = { patient: string; key: string; text: string; files: readonly { file: File; data: string }[] } & (
  | { thread: Thread; to?: undefined }
  | { thread?: undefined; to: Reference; topic: Topic | undefined; subject: string }
);

/** What is sent: the message and its files, each named by the others by its address in the transaction. */
export function resourcesOf(draft: Draft, now: number): { resources: Resource[]; urls: string[] } {
  const urls = [draft.key, ...draft.files.map(() => crypto.randomUUID())].map((id) => `urn:uuid:${id}`);
  const { thread } = draft;
  const topic = thread ? thread.topic : draft.topic;
  const to = thread ? thread.service : draft.to;
  const subject = thread ? '' : draft.subject.trim();
  const message: Message = {
    resourceType: 'Communication',
    identifier: [{ system: messageSystem, value: draft.key }],
    status: 'completed',
    ...(topic === undefined ? {} : { category: [{ coding: [{ system: topicSystem, code: topic }] }] }),
    ...(subject === '' ? {} : { topic: { text: subject } }),
    subject: { reference: `Patient/${draft.patient}` },
    ...(to === undefined ? {} : { recipient: [to] }),
    ...(thread
      ? {
          partOf: [{ reference: `Communication/${thread.id}` }],
          inResponseTo: [{ reference: `Communication/${thread.last.id}` }],
        }
      : {}),
    sent: new Date(now).toISOString(),
    payload: [
      ...(draft.text.trim() === '' ? [] : [{ contentString: draft.text.trim() }]),
      ...draft.files.map(({ file }, at) => ({
        contentAttachment: { contentType: typeOf(file), url: urls[at + 1]!, title: file.name, size: file.size },
      })),
    ],
  };
  if (message.payload?.length === 0) delete message.payload;
  const binaries = draft.files.map(
    ({ file, data }) =>
      ({
        resourceType: 'Binary',
        contentType: typeOf(file),
        securityContext: { reference: urls[0] },
        data,
      }) as Resource,
  );
  return { resources: [message, ...binaries], urls };
}

export type StaffDraft = { patient: string; key: string; text: string } & (
  | { thread: Thread }
  | { thread?: undefined; topic: Topic | undefined; subject: string }
);

/** What a service writes to the citizen; who and which service, the server takes from the log-on. */
export function staffMessage(draft: StaffDraft, now: number): Message {
  const { thread } = draft;
  const topic = thread ? thread.topic : draft.topic;
  const citizen = { reference: `Patient/${draft.patient}` };
  return {
    resourceType: 'Communication',
    identifier: [{ system: messageSystem, value: draft.key }],
    status: 'completed',
    ...(topic === undefined ? {} : { category: [{ coding: [{ system: topicSystem, code: topic }] }] }),
    ...(thread || draft.subject.trim() === '' ? {} : { topic: { text: draft.subject.trim() } }),
    subject: citizen,
    recipient: [citizen],
    ...(thread
      ? {
          partOf: [{ reference: `Communication/${thread.id}` }],
          inResponseTo: [{ reference: `Communication/${thread.last.id}` }],
        }
      : {}),
    sent: new Date(now).toISOString(),
    ...(draft.text.trim() === '' ? {} : { payload: [{ contentString: draft.text.trim() }] }),
  };
}

/** What the browser says that a file is; where it says nothing it is text. */
export const typeOf = ({ type }: File): string => type || 'text/plain';

/** The file as FHIR keeps it. */
export function base64(file: File): Promise<string> {
  return new Promise((resolve, reject) => {
    const reader = new FileReader();
    reader.onload = () => resolve(String(reader.result).replace(/^[^,]*,/, ''));
    reader.onerror = () => reject(reader.error);
    reader.readAsDataURL(file);
  });
}

/** A service that takes messages: whose it is, about what, and when it answers what is sent now. */
export type Service = { unit: Reference; topics: readonly Topic[]; answerBy: string };

export const serviceQuery = { 'service-category': `${serviceCategory}|dialogue`, active: 'true', _count: '200' };

export function servicesIn(resources: readonly Resource[], now: number): Service[] {
  return resources
    .flatMap((one) => {
      const { providedBy, name } = one as Resource & { providedBy?: Reference; name?: string };
      const reference = localReference(providedBy);
      if (reference === undefined) return [];
      const unit = { reference, display: providedBy?.display ?? name ?? '' };
      return [{ unit, topics: topicsOf(one as never), answerBy: answerBy(now, workingDaysOf(one as never)) }];
    })
    .sort((a, b) => a.unit.display.localeCompare(b.unit.display, 'nb'));
}

export { textsOf };
