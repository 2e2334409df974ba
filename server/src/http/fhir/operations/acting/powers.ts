import { becomes } from '../../../../access/age.ts';
import { categorySystem, isCategory } from '../../../../access/categories.ts';
import { hl7, systems } from '../../../../access/rules/codes.ts';
import { problem } from '../../../../fhir/issue.ts';
import type { JsonObject, Resource } from '../../../../fhir/resource.ts';
import { change, findCurrent, type Operation } from '../../../../record/index.ts';
import { askFor, type Line } from '../../asking.ts';
import { type FhirResponse, text } from '../../message.ts';
import type { FhirService } from '../../service.ts';
import { bodyOf, stampedContextOf } from '../gate-writes.ts';
import type { FhirOperation, OperationCall } from '../operation.ts';
import { parametersOf } from '../parameters.ts';
import { type Called, called, referencesIn, refuseFor, required, sourceOf, wrongValue } from '../record-call.ts';
import { identitiesOfCaller, inWords, isSelf, onlySelf } from './citizen-call.ts';
import { personNamed } from './person.ts';

const at = [{ level: 'instance', types: ['Patient'] }] as const;
const DAY = 86_400_000;
/** Our choice: a power that is forgotten ends by itself. */
const LONGEST_MS = 5 * 366 * DAY;
const YOUNGEST = 16;

/**
 * Patient/[id]/$give-power: the citizen lets somebody act for them, for all or some kinds of information, until a day. It holds at
 * once, and ends by itself, at withdrawal and at death.
 * @source pasient- og brukerrettighetsloven §§ 3-6, 4-3
 */
export const givePower: FhirOperation = inWords({
  name: 'give-power',
  definition: 'https://enjournal.no/fhir/OperationDefinition/patient-give-power',
  at,
  get: false,
  summary: 'Gives somebody a power of attorney, for some or all kinds of information, until a day',
  async run(service, call) {
    const { request, id = '' } = call;
    const line: Line = { interaction: '$give-power', type: 'Patient', id };
    const parameters = parametersOf(request);
    parameters.only(['number', 'family', 'category', 'until']);
    const opened = await called(service, call, 'write', line, true);
    await onlySelf(service, call, opened, line);
    const now = service.now();
    const { birthDate, address } = opened.patient;
    if (birthDate === undefined || now < becomes(birthDate, YOUNGEST)) throw problem('rule', 'power-too-young');
    if (address === 'fortrolig' || address === 'strengt-fortrolig') throw problem('rule', 'power-protected');
    const until = untilIn(parameters.text('until'), now);
    const categories = parameters.texts('category');
    for (const one of categories) {
      if (!isCategory(one)) throw wrongValue('category', 'category is an information category.');
    }
    const to = await personNamed(service, id, { number: parameters.text('number'), family: parameters.text('family') });
    if (to.patient.id === id) throw problem('rule', 'power-to-self');
    const consent = powerOf({ id, to, categories, start: now, until });
    return written(service, call, opened, { kind: 'create', type: 'Consent', body: bodyOf(consent) }, line);
  },
});

/** Patient/[id]/$withdraw-power: it ends now. By who gave it, or who holds it and will not any more. */
export const withdrawPower: FhirOperation = inWords({
  name: 'withdraw-power',
  definition: 'https://enjournal.no/fhir/OperationDefinition/patient-withdraw-power',
  at,
  get: false,
  summary: 'Ends a power of attorney now',
  async run(service, call) {
    const { request, id = '' } = call;
    const line: Line = { interaction: '$withdraw-power', type: 'Patient', id };
    const parameters = parametersOf(request);
    parameters.only(['power']);
    const given = parameters.all('power');
    if (given.length !== 1) throw required('power');
    const source = referencesIn(given, 'power', ['Consent'])[0]!;
    const opened = await called(service, call, 'write', line, true);
    const rows = opened.known.rows.filter((row) => row.kind === 'mandate' && sourceOf(row) === source);
    const mine = await identitiesOfCaller(service, call);
    const isGiver = isSelf(opened);
    const isHolder = rows.some(({ person = '' }) => mine.includes(person));
    if (!isGiver && !isHolder) await refuseFor(service, call, opened, 'op-not-allowed', line);
    if (rows.some(({ data }) => (data as { kind?: string }).kind === 'guardian'))
      throw problem('rule', 'power-guardian');
    if (rows.length === 0) throw problem('rule', 'power-unknown');
    return endConsent(service, call, opened, source, line);
  },
});

/** Ends a Consent of the record now, in the name of whoever called. @throws Problem rule when it is not one of this record's */
export async function endConsent(
  service: FhirService,
  call: OperationCall,
  opened: Called,
  source: string,
  line: Line,
): Promise<FhirResponse> {
  const target = { id: source.slice('Consent/'.length) };
  const [place] = await findCurrent(service.database.reader, [{ type: 'Consent', id: target.id }], false);
  if (place?.state !== 'current' || place.record !== opened.record) throw problem('rule', 'power-unknown');
  const ended = new Date(service.now()).toISOString();
  const patch = (body: { value: JsonObject }) => {
    const provision = body.value.provision as JsonObject;
    body.value.status = 'inactive';
    provision.period = { ...((provision.period ?? {}) as JsonObject), end: ended };
    return body as ReturnType<typeof bodyOf>;
  };
  return written(service, call, opened, { kind: 'patch', type: 'Consent', target, patch }, line);
}

export async function written(
  service: FhirService,
  { request }: OperationCall,
  opened: Called,
  operation: Operation,
  line: Line,
): Promise<FhirResponse> {
  const { outcomes } = await change(service.database, [operation], stampedContextOf(service, request, opened, line));
  service.gate.forget(askFor(request), opened.epochs);
  const { content = '', id, version } = outcomes[0]!;
  return text(200, content, { location: `${service.base}/Consent/${id}/_history/${version}` });
}

/** The end of the day that is named. */
export function untilIn(text: string | undefined, now: number, longest = LONGEST_MS): string {
  if (text === undefined) throw required('until');
  const end = /^\d{4}-\d\d-\d\d$/.test(text) ? Date.parse(`${text}T23:59:59+01:00`) : Date.parse(text);
  if (Number.isNaN(end)) throw wrongValue('until', 'until is a day.');
  if (end <= now || end > now + longest + DAY) {
    throw problem('rule', 'power-period', { expression: "Parameters.parameter.where(name = 'until')" });
  }
  return text;
}

type Power = {
  id: string;
  to: { identifier: JsonObject; display: string };
  categories: readonly string[];
  start: number;
  until: string;
};

function powerOf({ id, to, categories, start, until }: Power): Resource {
  const from = new Date(start).toISOString();
  // who may see something must be able to see whose it is
  const named = categories.length === 0 ? [] : [...new Set(['demographics', ...categories])];
  return {
    resourceType: 'Consent',
    status: 'active',
    scope: { coding: [{ system: hl7('consentscope'), code: 'treatment' }] },
    category: [{ coding: [{ system: systems.representation, code: 'FU', display: 'Fullmakt' }] }],
    patient: { reference: `Patient/${id}` },
    dateTime: from,
    performer: [{ reference: `Patient/${id}` }],
    policyRule: { text: 'Pasient- og brukerrettighetsloven kapittel 3 og § 4-3' },
    provision: {
      type: 'permit',
      period: { start: from, end: until },
      ...(named.length === 0 ? {} : { class: named.map((code) => ({ system: categorySystem, code })) }),
      actor: [
        {
          role: { coding: [{ system: hl7('v3-RoleCode'), code: 'HPOWATT' }] },
          reference: { type: 'Patient', identifier: to.identifier, display: to.display },
        },
      ],
    },
  } as unknown as Resource;
}
