import { categorySystem, isCategory } from '../../../access/categories.ts';
import { problem } from '../../../fhir/issue.ts';
import type { Json, JsonObject, Resource } from '../../../fhir/resource.ts';
import { change, findCurrent, type Operation } from '../../../record/index.ts';
import { askFor } from '../asking.ts';
import { type FhirResponse, text } from '../message.ts';
import type { FhirService } from '../service.ts';
import { bodyOf, stampedContextOf } from './gate-writes.ts';
import type { FhirOperation, OperationCall } from './operation.ts';
import { parametersOf } from './parameters.ts';
import { type Called, called, referencesIn, refuseFor, required, sourceOf, wrongValue } from './record-call.ts';

const at = [{ level: 'instance', types: ['Patient'] }] as const;
const hl7 = (name: string) => `http://terminology.hl7.org/CodeSystem/${name}`;
const KINDS = ['org', 'unit', 'person', 'category', 'document', 'all', 'learning', 'secondary-use'] as const;
type Kind = (typeof KINDS)[number];

/**
 * Patient/[id]/$block: the citizen keeps something from someone. Asked for by the citizen or who represents them, or by
 * personnel to whom the record is open, on the citizen's behalf.
 * @source helsepersonelloven § 29, pasient- og brukerrettighetsloven § 5-3, pasientjournalloven § 17
 */
export const block: FhirOperation = {
  name: 'block',
  definition: 'https://enjournal.no/fhir/OperationDefinition/patient-block',
  at,
  get: false,
  summary: 'Keeps something in the record from someone, at the citizen’s wish',
  async run(service: FhirService, call: OperationCall): Promise<FhirResponse> {
    const { id = '' } = call;
    const line = { interaction: '$block', type: 'Patient', id };
    const opened = await called(service, call, 'write', line, true);
    await refuseNotTheirs(service, call, opened, line);
    const consent = consentOf(call, service.now());
    return write(service, call, opened, { kind: 'create', type: 'Consent', body: bodyOf(consent) }, line);
  },
};

/** Patient/[id]/$unblock: the block ends now, and stays in the record as one that was. */
export const unblock: FhirOperation = {
  name: 'unblock',
  definition: 'https://enjournal.no/fhir/OperationDefinition/patient-unblock',
  at,
  get: false,
  summary: 'Lifts a block, at the citizen’s wish',
  async run(service: FhirService, call: OperationCall): Promise<FhirResponse> {
    const { request, id = '' } = call;
    const line = { interaction: '$unblock', type: 'Patient', id };
    const parameters = parametersOf(request);
    parameters.only(['block']);
    const given = parameters.all('block');
    if (given.length !== 1) throw required('block');
    const source = referencesIn(given, 'block', ['Consent'])[0]!;
    const opened = await called(service, call, 'write', line, true);
    await refuseNotTheirs(service, call, opened, line);
    if (!opened.known.rows.some((row) => row.kind === 'block' && sourceOf(row) === source)) {
      throw problem('rule', 'block-unknown', { diagnostics: 'There is no such block in this record.' });
    }
    // those from whom something is kept do not lift what keeps it
    if (await isKeptFrom(service, call, opened, source)) await refuseFor(service, call, opened, 'op-not-allowed', line);
    const ended = new Date(service.now()).toISOString();
    const patch = (body: { value: JsonObject }) => {
      const { value } = body;
      const provision = value.provision as JsonObject;
      value.status = 'inactive';
      provision.period = { ...((provision.period ?? {}) as JsonObject), end: ended };
      return body as ReturnType<typeof bodyOf>;
    };
    const target = { id: source.slice('Consent/'.length) };
    const [place] = await findCurrent(service.database.reader, [{ type: 'Consent', id: target.id }], false);
    if (place?.state !== 'current' || place.record !== opened.record) throw problem('rule', 'block-unknown');
    return write(service, call, opened, { kind: 'patch', type: 'Consent', target, patch }, line);
  },
};

async function write(
  service: FhirService,
  { request }: OperationCall,
  opened: Called,
  operation: Operation,
  line: { interaction: string },
): Promise<FhirResponse> {
  const { outcomes } = await change(service.database, [operation], stampedContextOf(service, request, opened, line));
  service.gate.forget(askFor(request), opened.epochs);
  const { content = '', id, version } = outcomes[0]!;
  return text(200, content, { location: `${service.base}/Consent/${id}/_history/${version}` });
}

const CITIZENS = new Set(['self', 'parent', 'care-order', 'mandate', 'guardian']);

/** Management, case handling and control read for other reasons than to help the citizen, and do not speak for them. */
async function refuseNotTheirs(
  service: FhirService,
  call: OperationCall,
  opened: Called,
  line: { interaction: string },
) {
  const { verdict, actor, purpose } = opened;
  if (actor.kind === 'system') return;
  const isCitizen = actor.kind === 'citizen' && 'permit' in verdict && CITIZENS.has(verdict.reason);
  const isCare = actor.kind === 'staff' && ['TREAT', 'ETREAT', 'BTG', 'COC'].includes(purpose ?? '');
  if (!isCitizen && !isCare) await refuseFor(service, call, opened, 'op-not-allowed', line);
}

async function isKeptFrom(
  service: FhirService,
  { request }: OperationCall,
  opened: Called,
  source: string,
): Promise<boolean> {
  if (opened.actor.kind !== 'staff') return false;
  const alone = await service.gate.openWith(askFor(request), opened.record, 'read', (rows) =>
    rows.filter((row) => row.kind !== 'block' || sourceOf(row) === source),
  );
  return 'deny' in alone.verdict || alone.verdict.permit.barriers.length > 0;
}

function consentOf({ request, id = '' }: OperationCall, now: number): Resource {
  const parameters = parametersOf(request);
  parameters.only(['kind', 'from', 'except', 'custodian', 'category', 'document', 'period', 'marker', 'until']);
  const kind = parameters.text('kind') as Kind | undefined;
  if (kind === undefined) throw required('kind');
  if (!KINDS.includes(kind)) throw wrongValue('kind', `kind is one of ${KINDS.join(', ')}.`);
  const from = referencesIn(parameters.all('from'), 'from', ['Organization', 'Practitioner', 'PractitionerRole']);
  const except = referencesIn(parameters.all('except'), 'except', ['Organization', 'Practitioner', 'PractitionerRole']);
  const custodian = referencesIn(parameters.all('custodian'), 'custodian', ['Organization']);
  const documents = referencesIn(parameters.all('document'), 'document', []);
  const categories = parameters.texts('category');
  for (const one of categories)
    if (!isCategory(one)) throw wrongValue('category', 'category is an information category.');
  refuseLacking(kind, { from, documents, categories });
  const until = parameters.text('until');
  if (until !== undefined && Number.isNaN(Date.parse(until))) throw wrongValue('until', 'until is a time.');
  const period = parameters.all('period')[0] as JsonObject | undefined;
  const marker = parameters.flag('marker');
  const patient = { reference: `Patient/${id}` };
  const start = new Date(now).toISOString();
  const provision: JsonObject = { type: 'deny', period: until === undefined ? { start } : { start, end: until } };
  const actor = [...from.map((one) => actorOf('IRCP', one)), ...custodian.map((one) => actorOf('CST', one))];
  if (actor.length > 0) provision.actor = actor;
  if (kind === 'learning' || kind === 'secondary-use') {
    const code = kind === 'learning' ? 'HQUALIMP' : 'HRESCH';
    provision.purpose = [{ system: hl7('v3-ActReason'), code }];
  }
  if (categories.length > 0) provision.class = categories.map((code) => ({ system: categorySystem, code }));
  const data = documents.length > 0 ? documents : kind === 'all' ? [patient.reference] : [];
  if (data.length > 0) {
    provision.data = data.map((reference) => ({ meaning: 'instance', reference: { reference } }));
  }
  if (period !== undefined) provision.dataPeriod = period as Json;
  if (except.length > 0) {
    provision.provision = [{ type: 'permit', actor: except.map((one) => actorOf('IRCP', one)) }];
  }
  return {
    resourceType: 'Consent',
    ...(marker === undefined ? {} : { extension: [{ url: MARKER, valueBoolean: marker }] }),
    status: 'active',
    scope: { coding: [{ system: hl7('consentscope'), code: 'patient-privacy' }] },
    category: [
      {
        coding: [{ system: 'https://enjournal.no/fhir/CodeSystem/consent-category', code: 'sperring' }],
        text: 'Sperring',
      },
    ],
    patient,
    dateTime: start,
    performer: [patient],
    policyRule: { text: 'Pasientjournalloven § 17, pasient- og brukerrettighetsloven § 5-3' },
    provision,
  } as unknown as Resource;
}

const MARKER = 'https://enjournal.no/fhir/StructureDefinition/block-marker';

const actorOf = (role: 'IRCP' | 'CST', reference: string): JsonObject => ({
  role: { coding: [{ system: hl7('v3-ParticipationType'), code: role }] },
  reference: { reference },
});

function refuseLacking(
  kind: Kind,
  given: { from: readonly string[]; documents: readonly string[]; categories: readonly string[] },
): void {
  if (['org', 'unit', 'person'].includes(kind) && given.from.length === 0) throw required('from');
  if (kind === 'category' && given.categories.length === 0) throw required('category');
  if (kind === 'document' && given.documents.length === 0) throw required('document');
}
