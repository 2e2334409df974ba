import { randomUUID } from 'node:crypto';
import { dayInNorway } from '../../../fhir/norwegian/day.ts';
import type { JsonObject, Resource } from '../../../fhir/resource.ts';
import type { Entry } from '../../../registers/index.ts';
import type { CareContext } from '../../process.ts';
import { changed } from '../change.ts';
import { yearFrom } from '../follow.ts';
import { plannedDoses } from '../schedule.ts';
import { stoppedOrder } from '../stop.ts';
import type { Line } from './decisions.ts';
import { medicationOf, nameOf } from './sources.ts';

/** What a signature makes of decisions: the writes, and what they lead to, told before they are done. */
export type Consequences = {
  entries: Entry[];
  /** What is on the list afterwards, by reference or by the name that its entry has in the transaction. */
  list: readonly { reference: string; display: string; decision: string; order: Resource }[];
  /** Epoch ms; undefined when nothing is due within a day. */
  firstDose: number | undefined;
  /** Planned doses of the next seven days that fall away with what is stopped. */
  fallAway: number;
  /** In words, for those who are told. */
  changes: readonly string[];
  counts: Readonly<Record<'keep' | 'change' | 'stop' | 'add' | 'ask', number>>;
};

const DAY = 86_400_000;

/** @param standing what is on the list now, by `MedicationRequest/id` */
export function consequencesOf(
  lines: readonly Line[],
  standing: ReadonlyMap<string, Resource>,
  patient: string,
  context: Pick<CareContext, 'actor' | 'now'>,
): Consequences {
  const entries: Entry[] = [];
  const list: { reference: string; display: string; decision: string; order: Resource }[] = [];
  const changes: string[] = [];
  const counts = { keep: 0, change: 0, stop: 0, add: 0, ask: 0 };
  let fallAway = 0;
  for (const line of lines) {
    const { decision, order: reference } = line;
    const order = standing.get(reference ?? '');
    if (decision !== 'leave') counts[decision] += 1;
    const because = line.reason ? ` (${line.reason})` : '';
    if (order !== undefined && decision === 'stop') {
      const name = nameOf(medicationOf(order));
      const resource = stoppedOrder(order, context.now, context.now, line.stopReason!, line.reason);
      entries.push({ method: 'PUT', resource, ifMatch: `W/"${order.meta?.versionId}"` });
      fallAway += plannedDoses(order, context.now, context.now + 7 * DAY).length;
      changes.push(`Stoppet: ${name}${because}`);
    } else if (order !== undefined && decision === 'change') {
      const more = {
        ...(line.medication === undefined ? {} : { medicationCodeableConcept: line.medication }),
        ...(line.use === undefined ? {} : { category: [{ coding: [line.use] }] }),
      };
      const [put, post] = changed(order, context, context.now, { dosages: line.dosages, more, why: line.reason });
      const fullUrl = `urn:uuid:${randomUUID()}`;
      entries.push(put, { ...post, fullUrl });
      const display = nameOf(medicationOf(post.resource));
      list.push({ reference: fullUrl, display, decision, order: post.resource });
      const before = `${nameOf(medicationOf(order))}, ${wordsOf(order)}`;
      changes.push(`Endret: ${before} → ${display}, ${wordsOf(post.resource)}${because}`);
    } else if (order !== undefined) {
      list.push({ reference: reference!, display: nameOf(medicationOf(order)), decision, order });
    } else if (decision === 'add') {
      const resource = addedOrder(line, patient, context);
      const fullUrl = `urn:uuid:${randomUUID()}`;
      entries.push({ method: 'POST', resource, fullUrl });
      const display = nameOf(line.medication!);
      list.push({ reference: fullUrl, display, decision, order: resource });
      changes.push(`Lagt til: ${display}, ${wordsOf(resource)}${because}`);
    }
  }
  const next = list.flatMap(({ order }) => plannedDoses(order, context.now, context.now + DAY).map(({ at }) => at));
  return { entries, list, firstDose: next.length === 0 ? undefined : Math.min(...next), fallAway, changes, counts };
}

const wordsOf = ({ dosageInstruction }: Resource): string =>
  ((dosageInstruction ?? []) as { text?: string }[]).map(({ text }) => text ?? '').join('; ');

function addedOrder(line: Line, patient: string, { actor, now }: Pick<CareContext, 'actor' | 'now'>): Resource {
  const authoredOn = new Date(now).toISOString();
  const role = actor.practitionerRole;
  return {
    resourceType: 'MedicationRequest',
    status: 'active',
    intent: 'order',
    ...(line.use === undefined ? {} : { category: [{ coding: [line.use] }] }),
    medicationCodeableConcept: line.medication,
    subject: { reference: patient },
    authoredOn,
    ...(role === undefined ? {} : { requester: { reference: `PractitionerRole/${role}`, display: actor.display } }),
    ...(line.indication === undefined ? {} : { reasonCode: [line.indication] }),
    ...(line.reason === undefined
      ? {}
      : { note: [{ authorString: actor.display, time: authoredOn, text: line.reason }] }),
    dosageInstruction: line.dosages,
    dispenseRequest: { validityPeriod: { start: dayInNorway(now), end: yearFrom(now) } },
  } as unknown as Resource;
}

/** The list as it is signed. @source LOINC 10160-0, History of medication use */
export function signedList(
  { list }: Consequences,
  patient: string,
  { actor, now }: Pick<CareContext, 'actor' | 'now'>,
  more: { transition: string; comment: string | undefined; responsible: JsonObject | undefined },
): Resource {
  const url = (name: string) => `https://enjournal.no/fhir/StructureDefinition/${name}`;
  const date = new Date(now).toISOString();
  const role = actor.practitionerRole;
  const extension: JsonObject[] = [{ url: url('transition'), valueCode: more.transition }];
  if (more.responsible !== undefined)
    extension.push({ url: url('responsible-doctor'), valueReference: more.responsible });
  return {
    resourceType: 'List',
    extension,
    status: 'current',
    mode: 'snapshot',
    title: 'Samstemt legemiddelliste',
    code: { coding: [{ system: 'http://loinc.org', code: '10160-0' }], text: 'Legemiddelliste' },
    subject: { reference: patient },
    date,
    ...(role === undefined ? {} : { source: { reference: `PractitionerRole/${role}`, display: actor.display } }),
    ...(list.length === 0
      ? {
          emptyReason: {
            coding: [{ system: 'http://terminology.hl7.org/CodeSystem/list-empty-reason', code: 'nilknown' }],
          },
        }
      : {
          entry: list.map(({ reference, display, decision }) => ({
            flag: {
              coding: [{ system: 'https://enjournal.no/fhir/CodeSystem/reconciliation-decision', code: decision }],
            },
            item: { reference, display },
          })),
        }),
    ...(more.comment === undefined ? {} : { note: [{ text: more.comment }] }),
  } as unknown as Resource;
}
