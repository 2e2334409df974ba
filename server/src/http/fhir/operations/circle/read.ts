import { systems } from '../../../../access/rules/codes.ts';
import { Problem } from '../../../../fhir/issue.ts';
import type { JsonObject, Resource } from '../../../../fhir/resource.ts';
import { findCurrent, textArray } from '../../../../record/index.ts';
import { asHouse } from '../../governing.ts';
import type { FhirService } from '../../service.ts';
import { identitiesOfCaller, onlySelf } from '../acting/citizen-call.ts';
import { namesOfPatients } from '../acting/person.ts';
import type { FhirOperation, OperationCall } from '../operation.ts';
import { parametersOf } from '../parameters.ts';
import { answeredFrom, parametersAnswer } from '../record-call.ts';
import { comerOf, type InCircle, inCircle, inputsOf, logged, membershipOf, stateOf } from './member.ts';

const at = [{ level: 'instance', types: ['Patient'] }] as const;
const MOST = 50;
const MOST_SHOWN = 500;
/** Visits that are over are shown so long; messages longer. Our choice. */
const PAST_MS = 14 * 86_400_000;

/** Patient/[id]/$circles: the citizens who have let this one into the circle around them. */
export const circles: FhirOperation = {
  name: 'circles',
  definition: 'https://enjournal.no/fhir/OperationDefinition/patient-circles',
  at,
  get: true,
  summary: 'The citizens who have let this one into the circle around them',
  async run(service, call) {
    parametersOf(call.request).only([]);
    const line = { interaction: '$circles', type: 'Patient', id: call.id ?? '' };
    return answeredFrom(service, call, line, true, async (own) => {
      await onlySelf(service, call, own, line);
      const found = await circlesOf(service, call);
      const names = await namesOfPatients(
        service,
        found.map(({ patient }) => patient),
      );
      return {
        line: { shown: found.map(({ patient }) => `Patient/${patient}`).join(',') },
        parameters: found.map(({ patient, role, until, membership }) => ({
          name: 'circle',
          part: [
            { name: 'patient', valueReference: { reference: `Patient/${patient}`, display: names.get(patient) ?? '' } },
            { name: 'role', valueCode: role },
            { name: 'until', valueInstant: new Date(until).toISOString() },
            { name: 'membership', valueReference: { reference: membership } },
          ],
        })),
      };
    });
  },
};

async function circlesOf(service: FhirService, call: OperationCall) {
  const identities = await identitiesOfCaller(service, call);
  if (identities.length === 0) return [];
  const now = service.now();
  const { rows } = await service.database.shortReader.query<{
    record: bigint;
    id: string;
    role: string;
    until: number;
  }>(
    `SELECT record, id, data ->> 'role' AS role, (extract(epoch FROM to_at) * 1000)::float8 AS until FROM access_fact
     WHERE person = ANY ($1::text[]) AND kind = 'circle' AND from_at <= $2 AND to_at > $2 LIMIT ${MOST}`,
    [textArray(identities), new Date(now)],
    'circles-of',
  );
  const found = await Promise.all(
    rows.map(async ({ record, id, role, until }) => {
      service.gate.forget({ actor: call.request.actor }, [{ record, epoch: 0n }]);
      const { patient } = await service.gate.factsOf(record);
      const isKept =
        patient === undefined ||
        patient.isDeceased ||
        patient.address === 'fortrolig' ||
        patient.address === 'strengt-fortrolig';
      return isKept ? [] : [{ patient: patient.id, role, until, membership: `Consent/${id}` }];
    }),
  );
  return found.flat();
}

/**
 * Patient/[id]/$care-circle: visits, chores and messages among those in the circle. Kin see all of it; a volunteer sees time, place and
 * practical tip of their own visits, and nothing else. Nobody sees any of the record by it.
 */
export const careCircle: FhirOperation = {
  name: 'care-circle',
  definition: 'https://enjournal.no/fhir/OperationDefinition/patient-care-circle',
  at,
  get: true,
  summary: 'Visits, chores and messages in the circle around a citizen, as far as whoever asks is in it',
  async run(service, call) {
    parametersOf(call.request).only([]);
    const line = { interaction: '$care-circle', type: 'Patient', id: call.id ?? '' };
    const circle = await inCircle(service, call, line);
    const answer = await told(service, call, circle);
    await logged(service, call, circle, line);
    return parametersAnswer(answer);
  },
};

/** The circle's own resources, as the house reads them: who is shown what of them is decided here. */
export async function circleOf(service: FhirService, { id = '' }: OperationCall) {
  const kinds = [
    ['Consent', 'category', `${systems.consentCategory}|care-circle`],
    ['Task', 'code', `${systems.taskCode}|circle-visit`],
    ['Communication', 'category', 'https://enjournal.no/fhir/CodeSystem/notice|circle-message'],
  ] as const;
  const criteria = kinds.map(([type, name, value]) => ({
    type,
    query: `patient=${encodeURIComponent(`Patient/${id}`)}&${name}=${encodeURIComponent(value)}`,
  }));
  const matched = await asHouse(service)(service.database.writer, criteria, MOST_SHOWN);
  const keys = matched.flatMap((one) => {
    if (one instanceof Problem) throw one;
    return one;
  });
  const found = await findCurrent(service.database.writer, keys, false);
  const all = found.flatMap((one) => (one.state === 'current' ? [JSON.parse(one.content) as Resource] : []));
  const of = (type: string) => all.filter(({ resourceType }) => resourceType === type);
  return { consents: of('Consent'), visits: of('Task'), messages: of('Communication') };
}

async function told(service: FhirService, call: OperationCall, circle: InCircle): Promise<JsonObject[]> {
  const { place, member } = circle;
  const now = service.now();
  const { consents, visits, messages } = await circleOf(service, call);
  const mine = member ?? call.request.actor.id;
  const shown = visits
    .filter((one) => one.status !== 'entered-in-error' && timeOf(one) > now - PAST_MS)
    .filter((one) => place !== 'volunteer' || comerOf(one).key === mine)
    .sort((a, b) => timeOf(a) - timeOf(b));
  const head: JsonObject[] = [{ name: 'place', valueCode: place }];
  const names = place === 'owner' ? new Map() : await namesOfPatients(service, [call.id ?? '']);
  if (place !== 'owner') head.push({ name: 'citizen', valueString: String(names.get(call.id ?? '') ?? '') });
  const all = [...head, ...shown.map((one) => visitPart(one, place === 'volunteer', mine))];
  if (place === 'volunteer') return all;
  const members = consents.map((one) => membershipOf(one, now)).filter(({ isActive }) => isActive || place === 'owner');
  return [
    ...all,
    ...members.map(({ id, display, role, from, until, isActive }) => ({
      name: 'member',
      part: [
        { name: 'consent', valueReference: { reference: `Consent/${id}` } },
        { name: 'name', valueString: display },
        { name: 'role', valueCode: role },
        { name: 'from', valueDateTime: from },
        { name: 'until', valueDateTime: until },
        { name: 'active', valueBoolean: isActive },
      ],
    })),
    ...messages
      .sort((a, b) => String(b.sent).localeCompare(String(a.sent)))
      .slice(0, 100)
      .map(messagePart),
  ];
}

const timeOf = ({ executionPeriod }: Resource): number =>
  Date.parse(String(((executionPeriod ?? {}) as { start?: string }).start));

function visitPart(task: Resource, isNarrow: boolean, mine: string): JsonObject {
  const { start, end } = (task.executionPeriod ?? {}) as { start?: string; end?: string };
  const comer = comerOf(task);
  const where = inputsOf(task).find(({ type }) => type?.text === 'place')?.valueString;
  return {
    name: 'visit',
    part: [
      { name: 'task', valueReference: { reference: `Task/${task.id}` } },
      { name: 'state', valueCode: stateOf(task) },
      ...(start === undefined ? [] : [{ name: 'start', valueDateTime: start }]),
      ...(end === undefined ? [] : [{ name: 'end', valueDateTime: end }]),
      ...(where === undefined ? [] : [{ name: 'where', valueString: where }]),
      { name: 'tip', valueString: String(task.description ?? '') },
      { name: 'mine', valueBoolean: comer.key === mine },
      ...(isNarrow || comer.key === undefined ? [] : [{ name: 'who', valueString: comer.display }]),
    ],
  };
}

function messagePart(one: Resource): JsonObject {
  const { display = '' } = (one.sender ?? {}) as { display?: string };
  const [payload] = (one.payload ?? []) as { contentString?: string }[];
  return {
    name: 'message',
    part: [
      { name: 'from', valueString: display },
      { name: 'sent', valueInstant: String(one.sent) },
      { name: 'text', valueString: payload?.contentString ?? '' },
    ],
  };
}
