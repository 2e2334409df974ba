import type { Opened } from '../../../access/gate/gate.ts';
import { isOpen, mayKnowWhoIsThere, seesKind } from '../../../access/verdict.ts';
import { type Issue, Problem } from '../../../fhir/issue.ts';
import type { Json, JsonObject } from '../../../fhir/resource.ts';
import { guessRecord, PRESENT_MS, type Present } from '../../../record/index.ts';
import { askFor } from '../asking.ts';
import { isVisible } from '../disclose.ts';
import type { FhirRequest, FhirResponse } from '../message.ts';
import type { FhirService } from '../service.ts';
import type { FhirOperation, OperationCall } from './operation.ts';
import { parametersOf } from './parameters.ts';
import { type Called, called, parametersAnswer, refuseFor, wrongValue } from './record-call.ts';

/** Kinds of parts of a record; what stands there is told to nobody. */
const PLACES = new Set([
  ...['overview', 'timeline', 'note', 'form', 'medication', 'plan', 'problems', 'results', 'documents', 'tasks'],
  'messages',
]);

/**
 * Patient/[id]/$presence: says that the caller is in the record, for half a minute at a time, and answers who else is, and in
 * which template who writes does so. For personnel to whom the record is open; nothing is written in the access log but refusals, for it discloses nothing of the
 * citizen.
 */
export const presence: FhirOperation = {
  name: 'presence',
  definition: 'https://enjournal.no/fhir/OperationDefinition/patient-presence',
  at: [{ level: 'instance', types: ['Patient'] }],
  get: true,
  summary: 'Who is in a record now, and that the caller is',
  async run(service: FhirService, call: OperationCall): Promise<FhirResponse> {
    const { request } = call;
    const parameters = parametersOf(request);
    parameters.only(['where', 'draft', 'device', 'leave']);
    const line = { interaction: '$presence', type: 'Patient', id: call.id ?? '' };
    // no line of the log checks here that what is remembered of the record still holds
    service.gate.forget(askFor(request), [{ record: guessRecord('Patient', call.id ?? ''), epoch: 0n }]);
    const opened = await called(service, call, 'read', line, true);
    if (opened.actor.kind !== 'staff' || !isOpen(opened.verdict))
      return refuseFor(service, call, opened, 'op-not-allowed', line);
    const { person } = opened.actor;
    const where = parameters.text('where');
    const device = parameters.text('device') ?? '-';
    if (!/^[A-Za-z0-9-]{1,64}$/.test(device))
      throw wrongValue('device', 'device is 1 to 64 letters, digits and hyphens.');
    const leaves = parameters.flag('leave') === true;
    if ((leaves || where !== undefined) && request.method !== 'POST') throw changes();
    if (leaves) await service.presence.leave(opened.record, person, device);
    else if (where !== undefined) {
      if (!PLACES.has(where)) throw wrongValue('where', `where is one of ${[...PLACES].join(', ')}.`);
      const [draft] = parameters.all('draft');
      const kind = draft === undefined ? unknown : await kindOf(service, request, opened, draft);
      await service.presence.renew(opened.record, device, {
        person,
        display: request.actor.display,
        place: where,
        writes: draft !== undefined,
        ...kind,
      });
    }
    const present = mayKnowWhoIsThere(opened.verdict) ? await service.presence.in(opened.record) : [];
    return answer(present, opened);
  },
};

type Kind = Pick<Present, 'template' | 'access'>;
const unknown: Kind = { template: null, access: null };

/** In which template a draft is written, as it stands in the store: what the caller says of it is not believed. */
async function kindOf(service: FhirService, request: FhirRequest, opened: Opened, draft: Json): Promise<Kind> {
  const reference = String((draft as JsonObject | null)?.reference ?? draft);
  const [, id] = /^QuestionnaireResponse\/([A-Za-z0-9\-.]{1,64})$/.exec(reference) ?? [];
  if (id === undefined) return unknown;
  const type = 'QuestionnaireResponse';
  const place = await service.lookups.find(type, id);
  if (place.state !== 'current' || place.record !== opened.record) return unknown;
  if (!(await isVisible(service, request, { type, id, opened }))) return unknown;
  const { questionnaire } = JSON.parse(place.content) as JsonObject;
  const template = typeof questionnaire === 'string' ? questionnaire.split('|')[0]! : '';
  return CANONICAL.test(template) ? { template, access: place.access } : unknown;
}

const CANONICAL = /^https?:\/\/[\w.~:/-]{1,200}$/;

function answer(present: readonly Present[], { actor, verdict }: Called): FhirResponse {
  const own = actor.kind === 'staff' ? actor.person : undefined;
  const others = present.filter(({ person }) => person !== own);
  return parametersAnswer([
    { name: 'seconds', valueInteger: PRESENT_MS / 1000 },
    ...others.map((one) => ({ name: 'present', part: partsOf(shownTo(verdict, one)) })),
  ]);
}

/** Somebody who is there, as a reader is told of them: what kind of note they write only where the reader could read one. */
export const shownTo = (verdict: Opened['verdict'], one: Present): Present =>
  one.access !== null && seesKind(verdict, one.access) ? one : { ...one, ...unknown };

const partsOf = ({ person, display, place, writes, template, since }: Present): JsonObject[] => [
  { name: 'practitioner', valueReference: { reference: `Practitioner/${person}`, display } },
  { name: 'where', valueCode: place },
  { name: 'writes', valueBoolean: writes },
  ...(template === null ? [] : [{ name: 'template', valueCanonical: template }]),
  { name: 'since', valueInstant: new Date(since).toISOString() },
];

/** The same as an event of the record's stream. */
export const presenceEvent = (present: readonly Present[]): JsonObject => ({
  present: present.map(({ person, display, place, writes, template, since }) => ({
    practitioner: `Practitioner/${person}`,
    name: display,
    where: place,
    writes,
    ...(template === null ? {} : { template }),
    since: new Date(since).toISOString(),
  })),
});

function changes(): Problem {
  const issue: Issue = {
    severity: 'error',
    code: 'not-supported',
    key: 'method-not-allowed',
    diagnostics: 'To say that one is there is a POST.',
  };
  return new Problem('method', [issue]);
}
