import { becomes } from '../../../../access/age.ts';
import { categoryOf, labelSystem, labelsOf } from '../../../../access/categories.ts';
import { parents } from '../../../../access/rules/limits.ts';
import { Problem, problem } from '../../../../fhir/issue.ts';
import { dayInNorway } from '../../../../fhir/norwegian/day.ts';
import type { Coding, JsonObject, Meta, Resource } from '../../../../fhir/resource.ts';
import { change, findCurrent, type Operation } from '../../../../record/index.ts';
import { askFor, type Line, reasonIssue } from '../../asking.ts';
import { notFound } from '../../disclose.ts';
import { see } from '../../judging.ts';
import { asGate, communication, noticeOperation } from '../../obligations.ts';
import type { FhirService } from '../../service.ts';
import { writeContext } from '../../write-context.ts';
import { bodyOf, contextOf } from '../gate-writes.ts';
import type { FhirOperation, OperationCall } from '../operation.ts';
import { parametersOf } from '../parameters.ts';
import {
  type Called,
  called,
  parametersAnswer,
  referencesIn,
  refuseFor,
  required,
  wrongValue,
} from '../record-call.ts';
import { inWords, isSelf } from './citizen-call.ts';

const DECISIONS = ['share', 'keep', 'release', 'withhold', 'restore'] as const;
type Decision = (typeof DECISIONS)[number];
const shortest = 10;
const CARE = new Set(['TREAT', 'ETREAT', 'BTG']);
/** Who judges what parents need to know, or must not: our choice. */
const JUDGES = new Set([
  'lege',
  'kommuneoverlege',
  'sykepleier',
  'helsesykepleier',
  'jordmor',
  'psykolog',
  'vernepleier',
]);

/**
 * Patient/[id]/$parents-access: one item more or less for those with parental responsibility. The child from 12 shares one item with
 * them (`share`) or keeps one (`keep`); a health worker releases what parental responsibility needs, of which the child is told, or
 * withholds one (`release`, `withhold`, with the reason); `restore` takes one's own decision back. Never from a youth clinic.
 * @source pasient- og brukerrettighetsloven § 3-4 second to fourth paragraph
 */
export const parentsAccess: FhirOperation = inWords({
  name: 'parents-access',
  definition: 'https://enjournal.no/fhir/OperationDefinition/patient-parents-access',
  at: [{ level: 'instance', types: ['Patient'] }],
  get: false,
  summary: 'Shares one item with those who have parental responsibility, or keeps one from them',
  async run(service, call) {
    const { request, id = '' } = call;
    const line: Line = { interaction: '$parents-access', type: 'Patient', id };
    const parameters = parametersOf(request);
    parameters.only(['item', 'decision', 'reason']);
    const given = parameters.all('item');
    if (given.length !== 1) throw required('item');
    const item = referencesIn(given, 'item', [])[0]!;
    const decision = parameters.text('decision') as Decision | undefined;
    if (decision === undefined) throw required('decision');
    if (!DECISIONS.includes(decision)) throw wrongValue('decision', `decision is one of ${DECISIONS.join(', ')}.`);
    const reason = parameters.text('reason')?.trim() ?? '';
    const opened = await called(service, call, 'read', line, true);
    const isChild = isSelf(opened);
    await refuseNotTheirs(service, call, opened, { isChild, decision }, line);
    if ((decision === 'release' || decision === 'withhold') && reason.length < shortest) {
      throw problem('rule', 'parents-reason', { expression: "Parameters.parameter.where(name = 'reason')" });
    }
    const place = await itemOf(service, call, opened, item);
    const isConfidential =
      categoryOf(place.access) === 'youth-clinic' || labelsOf(place.access).includes('youth-confidential');
    if (isConfidential && (decision === 'share' || decision === 'release'))
      throw problem('rule', 'parents-youth-clinic');
    const security = changed(securityOf(place.content), decision, isChild);
    if (security === undefined) throw problem('rule', 'parents-not-yours');
    const operations = [
      labelled(item, security),
      ...(isChild || decision === 'restore'
        ? []
        : [provenanceOf(call, item, { decision, reason, now: service.now() })]),
      ...told(service, call, opened, decision, item),
    ];
    await change(service.database, operations, {
      ...contextOf(service, request, opened, { ...line, type: item.split('/')[0]!, id: item.split('/')[1]! }),
      govern: writeContext(service, asGate(request)).govern!,
    });
    service.gate.forget(askFor(request), opened.epochs);
    return parametersAnswer([
      { name: 'item', valueReference: { reference: item } },
      { name: 'decision', valueCode: decision },
    ]);
  },
});

async function refuseNotTheirs(
  service: FhirService,
  call: OperationCall,
  opened: Called,
  { isChild, decision }: { isChild: boolean; decision: Decision },
  line: Line,
): Promise<void> {
  const { actor, purpose, patient } = opened;
  const { narrowsAt, releasesEndAt } = parents.at(service.now()).value;
  const { birthDate } = patient;
  const now = service.now();
  if (birthDate === undefined || now >= becomes(birthDate, releasesEndAt)) throw problem('rule', 'parents-of-age');
  const isOfStaff = decision === 'release' || decision === 'withhold';
  const mayChild = isChild && !isOfStaff && now >= becomes(birthDate, narrowsAt);
  const mayStaff =
    actor.kind === 'staff' &&
    JUDGES.has(actor.role) &&
    CARE.has(purpose ?? '') &&
    (isOfStaff || decision === 'restore');
  if (!mayChild && !mayStaff) await refuseFor(service, call, opened, 'op-not-allowed', line);
}

/** What the caller sees of this record, and nothing else. */
async function itemOf(service: FhirService, { request }: OperationCall, opened: Called, item: string) {
  const [type = '', id = ''] = item.split('/');
  const [place] = await findCurrent(service.database.reader, [{ type, id }], false);
  if (place?.state !== 'current' || place.record !== opened.record || type === 'Patient') throw notFound();
  const seen = see(service, request, { type, id, ...place }, opened);
  if (seen.is === 'shown') return place;
  if (seen.is === 'refused' && seen.status === 403) {
    throw new Problem('forbidden', [reasonIssue(request, seen.reason, 'forbidden')]);
  }
  throw notFound();
}

const securityOf = (content: string): Coding[] =>
  (((JSON.parse(content) as Resource).meta as Meta).security ?? []) as Coding[];

const ours = new Set(['released-to-parents', 'withheld-from-parents']);
const isOurs = ({ system, code }: Coding): boolean => system === labelSystem && ours.has(code ?? '');

/**
 * The labels as they are to be. What the child decided is marked as chosen by the user, so that each takes back only their own.
 * @returns undefined when it is another's decision that would be undone
 */
function changed(before: readonly Coding[], decision: Decision, isChild: boolean): Coding[] | undefined {
  const standing = before.filter(isOurs);
  const isOthers = (one: Coding) => (one.userSelected === true) !== isChild;
  const others = before.filter((one) => !isOurs(one));
  // the child does not undo what a health worker found needed; a health worker may overrule what the child shared
  if (isChild && standing.some(isOthers)) return undefined;
  if (decision === 'restore') return standing.some(isOthers) || standing.length === 0 ? undefined : others;
  const code = decision === 'share' || decision === 'release' ? 'released-to-parents' : 'withheld-from-parents';
  return [...others, { system: labelSystem, code, ...(isChild ? { userSelected: true } : {}) } as Coding];
}

function labelled(item: string, security: readonly Coding[]): Operation {
  const [type = '', id = ''] = item.split('/');
  const patch = (body: { value: JsonObject }) => {
    const { security: _, ...meta } = (body.value.meta ?? {}) as Meta;
    body.value.meta = (security.length === 0 ? meta : { ...meta, security }) as unknown as JsonObject;
    return body as ReturnType<typeof bodyOf>;
  };
  return { kind: 'patch', entry: 0, type, target: { id }, patch };
}

/** Who decided and why; never for parents to read, for it tells of what is kept from them. */
function provenanceOf(
  { request, id = '' }: OperationCall,
  item: string,
  { decision, reason, now }: { decision: Decision; reason: string; now: number },
): Operation {
  const { actor } = request;
  const provenance = {
    resourceType: 'Provenance',
    meta: { security: [{ system: labelSystem, code: 'withheld-from-parents' }] },
    target: [{ reference: item }],
    recorded: new Date(now).toISOString(),
    reason: [{ text: reason }],
    activity: { text: decision === 'release' ? 'Gjort tilgjengelig for foreldre' : 'Holdt tilbake for foreldre' },
    agent: [{ who: { reference: actor.id, display: actor.display } }],
    entity: [{ role: 'source', what: { reference: `Patient/${id}` } }],
  };
  return { kind: 'create', entry: 1, type: 'Provenance', body: bodyOf(provenance as unknown as Resource) };
}

/** A child from 12 on is told that something was given to the parents. @source pbrl § 3-4 fourth paragraph */
function told(
  service: FhirService,
  { request, id = '' }: OperationCall,
  { patient }: Called,
  decision: Decision,
  item: string,
): Operation[] {
  const { narrowsAt } = parents.at(service.now()).value;
  if (decision !== 'release' || service.now() < becomes(patient.birthDate!, narrowsAt)) return [];
  const notice = communication(service, request, id, 'parents-told', PARENTS_TOLD);
  const day = dayInNorway(service.now());
  const operation = noticeOperation(`parents-told-${item.replace('/', '-')}-${day}`, {
    ...notice,
    about: [{ reference: item }],
  } as unknown as Resource);
  return [{ ...operation, entry: 2 }];
}

const PARENTS_TOLD =
  'Helsetjenesten har gjort én opplysning i journalen din synlig for foreldrene dine, fordi de trenger den for å ta seg av deg. Spør helsetjenesten hvis du lurer på hvorfor.';
