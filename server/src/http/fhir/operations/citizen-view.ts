import type { Actor } from '../../../access/actor.ts';
import { masked } from '../../../access/gate/mask.ts';
import { resourceFactsOf } from '../../../access/gate/resource-facts.ts';
import { isShared } from '../../../access/gate/shared.ts';
import type { ReasonKey } from '../../../access/reasons.ts';
import { extensionOf, systems } from '../../../access/rules/codes.ts';
import { isShown, judge } from '../../../access/scope.ts';
import type { Deny, Permit } from '../../../access/verdict.ts';
import { problem } from '../../../fhir/issue.ts';
import { parseJson } from '../../../fhir/json/index.ts';
import type { Coding, JsonObject, Resource } from '../../../fhir/resource.ts';
import { patientTypes, typeNumber, typeOfNumber } from '../../../fhir/types.ts';
import { type Piece, readKeys, readRecord, type Scope } from '../../../record/search/index.ts';
import { type Line, launchRecord, MOST_ATTEMPTS, stands, tokenScope } from '../asking.ts';
import { notFound } from '../disclose.ts';
import { see, withIndex } from '../judging.ts';
import { recordScope } from '../predicates.ts';
import type { FhirService } from '../service.ts';
import type { FhirOperation, OperationCall } from './operation.ts';
import { parametersOf } from './parameters.ts';
import { type Called, called, parametersAnswer, reasonCoding, referencesIn, refuseFor } from './record-call.ts';

const CHUNK = 500;
const MOST_ITEMS = 100;

/** What is about the record and those who work in it, and is shown on no page of a citizen's. */
const ABOUT_OTHERS = new Set(['AuditEvent', 'Provenance', 'Binary', 'Basic', 'List', 'Task']);

/**
 * Patient/[id]/$citizen-view: what the citizen sees of the record now, later or not, with why and when it is looked at again. It is
 * the decision itself, asked with the citizen as the one who asks; of what whoever asks does not see, nothing is told. With `content`
 * each item comes as the citizen is given it, with what either of the two does not see left out.
 * @source pasient- og brukerrettighetsloven § 5-1; Volven 9603
 */
export const citizenView: FhirOperation = {
  name: 'citizen-view',
  definition: 'https://enjournal.no/fhir/OperationDefinition/patient-citizen-view',
  at: [{ level: 'instance', types: ['Patient'] }],
  get: true,
  summary: 'What the citizen sees of the record now, later or not, and why',
  async run(service, call) {
    const { request, id = '' } = call;
    const line: Line = { interaction: '$citizen-view', type: 'Patient', id };
    const parameters = parametersOf(request);
    parameters.only(['item', 'content']);
    const withContent = parameters.flag('content') === true;
    const items = referencesIn(parameters.all('item'), 'item', []);
    if (items.length > MOST_ITEMS) throw problem('invalid', 'parameter-value', { diagnostics: 'At most 100 items.' });
    for (let attempt = 0; attempt < MOST_ATTEMPTS; attempt += 1) {
      const opened = await called(service, call, 'read', line, true);
      // the citizen sees it on their own pages; who acts for them is not told what is kept from them, or from the citizen
      if (opened.actor.kind !== 'staff') await refuseFor(service, call, opened, 'op-not-allowed', line);
      const { verdict } = await service.gate.open({ actor: citizenOf(id), purpose: 'PATRQT' }, opened.record, 'read');
      const pieces = items.length > 0 ? await readItems(service, call, opened, items) : undefined;
      if (pieces !== undefined && pieces.length < new Set(items).size) {
        // what is not there and what is kept from the asker are the same
        if (await stands(service, request, opened, { ...line, outcome: 8 })) throw notFound();
        continue;
      }
      const views = pieces?.map((piece) => viewOf(service, piece, verdict)) ?? [];
      const givenOf = (view: View) => (withContent && pieces !== undefined ? given(view) : []);
      let seenNow = views.filter(({ shown }) => shown === 'now').length;
      if (pieces === undefined) {
        for await (const chunk of readAll(service, call, opened)) {
          const some = chunk.map((piece) => viewOf(service, piece, verdict));
          const others = some.filter(({ shown }) => shown !== 'now');
          seenNow += some.length - others.length;
          views.push(...others);
        }
      }
      const shown = views.map(({ item }) => item).join(',');
      if (!(await stands(service, request, opened, { ...line, ...(shown === '' ? {} : { shown }) }))) continue;
      return parametersAnswer([
        ...('deny' in verdict ? [{ name: 'closed', valueCoding: reasonCoding(verdict.deny) }] : []),
        { name: 'now', valueUnsignedInt: seenNow },
        ...views.map((view) => partsOf(view, givenOf(view))),
      ]);
    }
    throw problem('conflict', 'changed-meanwhile');
  },
};

/** The citizen as they are when they have logged on. */
const citizenOf = (id: string): Actor => ({
  kind: 'citizen',
  id: `Patient/${id}`,
  display: '',
  clientId: '',
  scopes: [],
  loa: 4,
  ownPatient: id,
});

type View = {
  item: string;
  shown: 'now' | 'partly' | 'later' | 'not';
  reason?: ReasonKey;
  resource: Resource;
  /** As the citizen is given it; undefined when it is not. */
  given?: () => string;
};

/** What the citizen sees of one resource that the asker sees. */
function viewOf(service: FhirService, piece: SeenPiece, verdict: Permit | Deny): View {
  const type = typeOfNumber(piece.type) ?? '';
  const resource = parseJson(piece.content).value as Resource;
  const view = { item: `${type}/${piece.id}`, resource };
  if ('deny' in verdict) return { ...view, shown: 'not', reason: verdict.deny };
  const facts = resourceFactsOf(withIndex(service, { ...piece, type }, piece.record), verdict.permit);
  if (facts === undefined) return { ...view, shown: 'not', reason: 'no-basis' };
  const judgement = judge(verdict.permit, facts);
  const { decision, reason, mask = [] } = judgement;
  if (isShown(judgement)) {
    if (decision === 'permit') return { ...view, shown: 'now', given: () => piece.seen };
    return { ...view, shown: 'partly', reason, given: () => masked(piece.seen, mask, service.linkSecret) };
  }
  return { ...view, shown: reason === 'delayed' ? 'later' : 'not', reason };
}

const given = (view: View): JsonObject[] =>
  view.given === undefined ? [] : [{ name: 'resource', resource: parseJson(view.given()).value }];

function partsOf({ item, shown, reason, resource }: View, content: readonly JsonObject[]): JsonObject {
  const said = shown === 'later' || shown === 'not' ? saidOf(resource) : {};
  const code = ((resource.meta?.security ?? []) as Coding[]).find(({ system }) => system === systems.citizenAccess);
  return {
    name: 'entry',
    part: [
      { name: 'item', valueReference: { reference: item } },
      { name: 'shown', valueCode: shown },
      ...(reason === undefined ? [] : [{ name: 'reason', valueCoding: reasonCoding(reason) }]),
      ...(shown === 'now' || code?.code === undefined
        ? []
        : [{ name: 'ground', valueCoding: { system: systems.citizenAccess, code: code.code } }]),
      ...(said.text === undefined ? [] : [{ name: 'text', valueString: said.text }]),
      ...(said.until === undefined ? [] : [{ name: 'until', valueDate: said.until }]),
      ...(said.review === undefined ? [] : [{ name: 'review', valueDate: said.review }]),
      ...content,
    ],
  };
}

type Said = { text?: string; until?: string; review?: string };
type Extension = { url?: string; extension?: Extension[]; valueString?: string; valueDate?: string };

/** As notes, and as documents, say it. */
const ours = new Set([extensionOf('citizen-access'), extensionOf('citizen-access-reason')]);

/** Why a resource says that it is kept from the citizen, and until when. */
function saidOf({ extension }: Resource): Said {
  const parts = ((extension ?? []) as Extension[])
    .filter(({ url }) => ours.has(url ?? ''))
    .flatMap((one) => one.extension ?? []);
  const part = (name: string) => parts.find(({ url }) => url === name);
  const text = part('reason')?.valueString;
  const until = part('until')?.valueDate;
  const review = part('review')?.valueDate;
  return {
    ...(text === undefined ? {} : { text }),
    ...(until === undefined ? {} : { until }),
    ...(review === undefined ? {} : { review }),
  };
}

function scopeOf({ request }: OperationCall, { verdict, record }: Called): Scope {
  if ('deny' in verdict) throw notFound();
  const token = tokenScope(request, 'r');
  return recordScope(
    { token, launched: launchRecord(request), query: [], actor: request.actor },
    record,
    verdict.permit,
  );
}

/** With what the asker is given of it. */
type SeenPiece = Piece & { seen: string };

/** What the asker sees of them, judged once more one by one. */
const seenOf = (
  service: FhirService,
  { request }: OperationCall,
  opened: Called,
  pieces: readonly Piece[],
): SeenPiece[] =>
  pieces.flatMap((piece) => {
    const type = typeOfNumber(piece.type) ?? '';
    if (piece.record !== opened.record || isShared(type, piece.access)) return [];
    const seen = see(service, request, { ...piece, type }, opened);
    return seen.is === 'shown' ? [{ ...piece, seen: seen.content }] : [];
  });

async function readItems(
  service: FhirService,
  call: OperationCall,
  opened: Called,
  items: readonly string[],
): Promise<SeenPiece[]> {
  const keys = [...new Set(items)].map((one) => ({ type: one.split('/')[0]!, id: one.split('/')[1]! }));
  const pieces = await readKeys(service.database.reader, keys, scopeOf(call, opened));
  return seenOf(service, call, opened, pieces);
}

/** All of the record that is about the citizen, in parts. */
async function* readAll(service: FhirService, call: OperationCall, opened: Called): AsyncIterable<SeenPiece[]> {
  const types = [...patientTypes]
    .filter((type) => !ABOUT_OTHERS.has(type))
    .map(typeNumber)
    .sort((a, b) => a - b);
  const scope = scopeOf(call, opened);
  for (let after: Piece | undefined, isFirst = true; isFirst || after !== undefined; isFirst = false) {
    const pieces = await readRecord(service.database.reader, opened.record, {
      part: { types },
      size: CHUNK,
      scope,
      ...(after === undefined ? {} : { after }),
    });
    yield seenOf(service, call, opened, pieces);
    after = pieces.length < CHUNK ? undefined : pieces.at(-1);
  }
}
