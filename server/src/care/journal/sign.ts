import { randomUUID } from 'node:crypto';
import { Problem, problem } from '../../fhir/issue.ts';
import { dayInNorway } from '../../fhir/norwegian/day.ts';
import type { JsonObject, Reference, Resource } from '../../fhir/resource.ts';
import type { Entry } from '../../registers/index.ts';
import type { CareCall, CareContext, CareOperation } from '../process.ts';
import { citizenAccessIn, withCitizenAccess } from './citizen-access.ts';
import { correctedEntries } from './corrected.ts';
import { askedVersion, collection, readDraft, store, templateOf, withoutVersion } from './draft.ts';
import { laterEntries } from './later.ts';
import { madeOf, type NoteParts, noteOf } from './note.ts';
import { isSupervised, named, supervisorOf } from './signer.ts';
import { codeSystems, extensions } from './terms.ts';
import type { QuestionnaireResponse } from './types.ts';

/**
 * QuestionnaireResponse/[id]/$sign: what was a draft stands in the record from now on. Of a note the Composition is made, of
 * every template what is to be extracted; all of it or nothing. Signed again, the answer is what it became then.
 * @throws Problem stale when the draft is another than the one that was seen (If-Match); rule with all that is wrong in it
 * @source helsepersonelloven § 40; pasientjournalforskriften § 10 (signature)
 */
export const sign: CareOperation = {
  name: 'sign',
  definition: 'https://enjournal.no/fhir/OperationDefinition/questionnaireresponse-sign',
  at: [{ level: 'instance', types: ['QuestionnaireResponse'] }],
  get: false,
  summary: 'Signs a draft: completes the answers, extracts resources, and makes the note',
  async run(context, call) {
    const draft = await readDraft(context, call.id!);
    const before = await becameOf(context, draft);
    if (before !== undefined) return before;
    try {
      return collection(await signed(context, draft, call));
    } catch (error) {
      if (!(error instanceof Problem) || error.kind !== 'stale' || call.ifMatch !== undefined) throw error;
      // somebody was faster: it may be the same person's other device, or the same request sent twice
      const other = await becameOf(context, await readDraft(context, call.id!));
      if (other === undefined) throw error;
      return other;
    }
  },
};

async function signed(context: CareContext, draft: QuestionnaireResponse, call: CareCall): Promise<Resource[]> {
  const ifMatch = askedVersion(draft, call);
  const access = citizenAccessIn(call.parameters, dayInNorway(context.now));
  const { questionnaire, kind } = await templateOf(context, draft);
  const extraction = await context.operate(`QuestionnaireResponse/${draft.id}/$extract`, {
    resourceType: 'Parameters',
  });
  const made = madeOf(extraction, draft, access);
  const corrects = draft.extension?.find(({ url }) => url === extensions.corrects);
  if (corrects !== undefined) {
    const of = (corrects.valueReference ?? {}) as Reference;
    const focus = String(of.reference).split('/_history/')[0]!;
    const next = await correctedEntries(context, { draft, of, ifMatch, questionnaire, access, made });
    return store(context, [...next, ...laterEntries(context, access, { focus, of: draft })]);
  }
  const completed: Entry = {
    method: 'PUT',
    resource: withCitizenAccess({ ...withoutVersion(draft), status: 'completed', authored: iso(context.now) }, access),
    ifMatch,
  };
  const entries = made.map(({ entry }) => entry);
  const isNote = kind === 'note';
  const note = isNote ? await noteEntries(context, { draft, questionnaire, access, made }) : [];
  const [{ fullUrl = `QuestionnaireResponse/${draft.id}` } = {}] = note as { fullUrl?: string }[];
  return store(context, [
    ...note,
    completed,
    ...entries,
    ...laterEntries(context, access, { focus: fullUrl, of: draft }),
  ]);
}

/** The note, and of a student's the task to sign it too. */
async function noteEntries(context: CareContext, of: NoteParts): Promise<Entry[]> {
  const { draft } = of;
  const note = noteOf(context, of);
  const fullUrl = `urn:uuid:${randomUUID()}`;
  if (!(await isSupervised(context))) return [{ method: 'POST', resource: note, fullUrl }];
  const task: Resource = {
    resourceType: 'Task',
    status: 'requested',
    intent: 'order',
    code: { coding: [{ system: codeSystems.task, code: 'countersign', display: 'Kontrasignering' }] },
    focus: { reference: fullUrl },
    for: draft.subject as JsonObject,
    ...(draft.encounter === undefined ? {} : { encounter: draft.encounter }),
    authoredOn: iso(context.now),
    requester: named(context),
    owner: { reference: `Practitioner/${await supervisorOf(context)}` },
  };
  return [
    { method: 'POST', resource: { ...note, status: 'preliminary' }, fullUrl },
    { method: 'POST', resource: task },
  ];
}

/** What a response that is signed already became; undefined for a draft. */
async function becameOf(context: CareContext, response: QuestionnaireResponse): Promise<Resource | undefined> {
  if (response.status === 'in-progress') return undefined;
  if (response.status === 'stopped') {
    const of = response.extension?.find(({ url }) => url === extensions.corrects)?.valueReference as
      | Reference
      | undefined;
    const note = of?.reference?.split('/_history/')[0];
    if (note === undefined) throw draftStopped();
    return collection([await context.read(note)]);
  }
  const notes = await context.search('Composition', [
    ['entry', `QuestionnaireResponse/${response.id}`],
    ['patient', String(response.subject?.reference)],
  ]);
  if (notes.length > 0) return collection([...notes, response]);
  // answers that were completed by themselves are a note only when they are signed as one
  const { kind } = await templateOf(context, response);
  return kind === 'note' && response.status === 'completed' ? undefined : collection([response]);
}

const draftStopped = () =>
  problem('rule', 'draft-stopped', {
    diagnostics: 'The draft was given up.',
    expression: 'QuestionnaireResponse.status',
  });

const iso = (ms: number): string => new Date(ms).toISOString();
