import type { JsonObject, Resource } from '../../fhir/resource.ts';
import type { CareContext, CareEvent, CareHandler } from '../process.ts';
import { type Choice, choiceIn, consentCategories, dueAt } from './rules.ts';

const slots = 'https://enjournal.no/fhir/NamingSystem/notice-slot';
const topics = 'https://enjournal.no/fhir/CodeSystem/dialogue-topic';
const notices = 'https://enjournal.no/fhir/CodeSystem/notice';
const taskCodes = 'https://enjournal.no/fhir/CodeSystem/task-code';

/**
 * Something new for the citizen becomes a notice that waits for its time: one for each time, whatever happens meanwhile. What is
 * older than a day (loaded, or handled late) is no news.
 */
export const announce: CareHandler = {
  name: 'announce',
  types: ['Communication', 'Task', 'Appointment'],
  isNews: (resource, { now }) => {
    const event = { type: resource.resourceType, before: undefined, after: resource };
    return toldOf(event) !== undefined && !isOld(event, now);
  },
  async handle(event, context) {
    const patient = toldOf(event);
    if (patient === undefined || isOld(event, context.now)) return;
    // what they would not find (withheld, waiting for a talk) is no news to them
    if ((await context.seenBy(patient, [event.after!])).length === 0) return;
    const [consent] = await context.search('Consent', [
      ['patient', patient],
      ['category', `${consentCategories}|notice-choice`],
      ['status', 'active'],
    ]);
    const choice = choiceIn(consent);
    if (choice === undefined || choice.channel === 'none' || choice.address === undefined) return;
    await context.transact([noticeFor(context, patient, choice)]);
  },
};

/** Whom it is news for: a message or a notice to them, a form or task given to them, a request answered or given a later day, an appointment booked. */
function toldOf({ type, before, after }: Omit<CareEvent, 'id'>): string | undefined {
  if (after === undefined) return undefined;
  const subject = referenceOf(after.subject) ?? referenceOf(after.for);
  if (type === 'Communication') {
    const isToThem = objects(after.recipient).some((one) => referenceOf(one) === subject);
    const isOurs = objects(after.category).some(({ coding }) =>
      objects(coding).some(({ system }) => system === topics || system === notices),
    );
    return before === undefined && isToThem && isOurs ? subject : undefined;
  }
  if (type === 'Task') {
    const isGiven = before === undefined && referenceOf(after.owner) === subject;
    const isRequest = objects((after.code as JsonObject | undefined)?.coding).some(
      ({ system, code }) => system === taskCodes && code === 'citizen-request',
    );
    const isAnswered = isRequest && after.status === 'completed' && before?.status !== 'completed';
    const isMoved = isRequest && before !== undefined && dayOf(before) !== dayOf(after) && after.status !== 'completed';
    return isGiven || isAnswered || isMoved ? subject : undefined;
  }
  const isBooked = after.status === 'booked' && before?.status !== 'booked';
  return isBooked
    ? objects(after.participant)
        .map(({ actor }) => referenceOf(actor))
        .find((one) => one?.startsWith('Patient/'))
    : undefined;
}

const dayOf = ({ restriction }: Resource): unknown =>
  ((restriction as JsonObject | undefined)?.period as JsonObject | undefined)?.end;

const DAY = 86_400_000;

function isOld({ after }: Pick<CareEvent, 'after'>, now: number): boolean {
  if (Date.parse(String(after?.start ?? '')) < now) return true; // booked afterwards
  const at = Date.parse(String(after?.meta?.lastUpdated ?? ''));
  const made = Date.parse(String(after?.sent ?? after?.lastModified ?? after?.authoredOn ?? after?.created ?? ''));
  return [at, made].some((one) => !Number.isNaN(one) && one < now - DAY);
}

function noticeFor({ now }: CareContext, patient: string, choice: Choice) {
  const due = dueAt(choice, now);
  // what comes within the same quarter of an hour is one notice
  const slot = choice.digestAt === undefined && due <= now ? Math.floor(now / 900_000) * 900_000 : due;
  const value = `${patient.split('/')[1]}-${new Date(slot).toISOString()}`;
  const resource = {
    resourceType: 'CommunicationRequest',
    meta: { security: [{ system: 'https://enjournal.no/fhir/CodeSystem/information-category', code: 'log' }] },
    identifier: [{ system: slots, value }],
    status: 'active',
    category: [{ coding: [{ system: consentCategories, code: 'notice-choice' }] }],
    subject: { reference: patient },
    recipient: [{ reference: patient }],
    authoredOn: new Date(now).toISOString(),
    occurrenceDateTime: new Date(due).toISOString(),
  } as unknown as Resource;
  return { method: 'POST' as const, resource, ifNoneExist: `identifier=${slots}|${encodeURIComponent(value)}` };
}

const referenceOf = (value: unknown): string | undefined => {
  const reference = (value as JsonObject | undefined)?.reference;
  return typeof reference === 'string' ? reference : undefined;
};

const objects = (value: unknown): JsonObject[] => (Array.isArray(value) ? (value as JsonObject[]) : []);
