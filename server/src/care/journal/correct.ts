import { problem } from '../../fhir/issue.ts';
import type { Reference, Resource } from '../../fhir/resource.ts';
import type { CareContext, CareOperation } from '../process.ts';
import { ownOf } from './corrected.ts';
import { askedVersion, store } from './draft.ts';
import { isSupervised, named } from './signer.ts';
import { extensions } from './terms.ts';
import type { Composition, QuestionnaireResponse } from './types.ts';

/**
 * Composition/[id]/$correct: a draft of the next version, with the answers as they were signed. Signed, it replaces them;
 * until then the note stands as it is. Asked again, the answer is the draft that was begun.
 * @throws Problem stale, when the note is another than the one that was seen
 * @source helsepersonelloven § 42
 */
export const correct: CareOperation = {
  name: 'correct',
  definition: 'https://enjournal.no/fhir/OperationDefinition/composition-correct',
  at: [{ level: 'instance', types: ['Composition'] }],
  get: false,
  summary: 'Begins the correction of a signed note: a draft that becomes its next version',
  async run(context, call) {
    const note = (await context.read(`Composition/${call.id}`)) as Composition;
    askedVersion(note, call);
    if (!isSigned(note) && !(isAwaiting(note) && (await isSupervised(context)))) throw notSigned();
    const form = (await ownOf(context, note)).find(({ resourceType }) => resourceType === 'QuestionnaireResponse');
    if (form === undefined) {
      throw problem('rule', 'note-without-form', {
        diagnostics: 'The note was not written on a template here. It is amended as a Composition.',
        expression: 'Composition.section',
      });
    }
    const of = `Composition/${note.id}/_history/${note.meta?.versionId}`;
    const begun = await begunBy(context, note, of);
    if (begun !== undefined) return begun;
    const [draft] = await store(context, [
      { method: 'POST', resource: draftOf(context, form as QuestionnaireResponse, of) },
    ]);
    return draft!;
  },
};

const isSigned = ({ status }: Composition): boolean => status === 'final' || status === 'amended';

/** A student may mend what the supervisor has not signed yet, as often as it takes. */
const isAwaiting = ({ status, attester }: Composition): boolean => status === 'preliminary' && attester !== undefined;

const notSigned = () =>
  problem('rule', 'note-status', { diagnostics: 'Only a signed note is corrected.', expression: 'Composition.status' });

async function begunBy(context: CareContext, note: Composition, of: string): Promise<Resource | undefined> {
  const drafts = await context.search('QuestionnaireResponse', [
    ['patient', String(note.subject?.reference)],
    ['status', 'in-progress'],
    ['author', context.actor.id],
  ]);
  return drafts.find(({ extension }) =>
    ((extension ?? []) as Reference[]).some(
      ({ url, valueReference }) => url === extensions.corrects && (valueReference as Reference).reference === of,
    ),
  );
}

function draftOf(
  context: CareContext,
  { id: _, meta, authored: __, extension, ...form }: QuestionnaireResponse,
  of: string,
): QuestionnaireResponse {
  const security = meta?.security;
  return {
    ...form,
    ...(security === undefined ? {} : { meta: { security } }),
    extension: [
      ...(extension?.filter(({ url }) => url !== extensions.corrects) ?? []),
      { url: extensions.corrects, valueReference: { reference: of } },
    ],
    status: 'in-progress',
    author: named(context),
    authored: new Date(context.now).toISOString(),
  } as QuestionnaireResponse;
}
