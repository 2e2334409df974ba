import { codeAt } from '../../access/reading.ts';
import { problem } from '../../fhir/issue.ts';
import type { Reference, Resource } from '../../fhir/resource.ts';
import { type CareOperation, type Rule, readNamed, refused } from '../process.ts';
import { askedVersion, collection, store, withoutVersion } from './draft.ts';
import { provenanceOf } from './provenance.ts';
import { signatureOf } from './signer.ts';
import { codeSystems } from './terms.ts';
import type { Composition } from './types.ts';

/**
 * Composition/[id]/$countersign: the supervisor signs what a student has signed, and it is final. The task that asked for it
 * is done. Again by the same person, the answer is the note as it stands.
 * @throws Problem stale, when the note is another than the one that was seen; rule for others than the supervisor
 * @source helsepersonelloven §§ 5, 40
 */
export const countersign: CareOperation = {
  name: 'countersign',
  definition: 'https://enjournal.no/fhir/OperationDefinition/composition-countersign',
  at: [{ level: 'instance', types: ['Composition'] }],
  get: false,
  summary: 'The supervisor signs a student’s note, which is then final',
  async run(context, call) {
    const note = (await context.read(`Composition/${call.id}`)) as Composition;
    const signature = signatureOf(context);
    const isDone = note.attester?.some(({ party }) => party?.reference === signature.party?.reference) === true;
    if (note.status === 'final' && isDone) return collection([note]);
    if (note.status !== 'preliminary' || note.attester === undefined) {
      throw problem('rule', 'countersign-nothing', {
        diagnostics: 'The note does not wait for a countersignature.',
        expression: 'Composition.status',
      });
    }
    const ifMatch = askedVersion(note, call);
    const resource = { ...withoutVersion(note), status: 'final', attester: [...note.attester, signature] };
    const tasks = await context.search('Task', [
      ['patient', String(note.subject?.reference)],
      ['focus', `Composition/${note.id}`],
      ['code', `${codeSystems.task}|countersign`],
    ]);
    return collection(
      await store(context, [
        { method: 'PUT', resource, ifMatch },
        ...tasks.filter(isOpen).map((task) => ({
          method: 'PUT' as const,
          resource: { ...withoutVersion(task), status: 'completed' },
        })),
        {
          method: 'POST',
          resource: provenanceOf(context, {
            activity: 'countersign',
            of: note,
            was: `Composition/${note.id}/_history/${note.meta?.versionId}`,
          }),
        },
      ]),
    );
  },
};

const isOpen = ({ status }: Resource): boolean =>
  !['completed', 'cancelled', 'failed', 'entered-in-error', 'rejected'].includes(String(status));

/** What waits for a signature is done when the note is signed, and not by saying so. */
export const countersignRule: Rule = async (change) => {
  const { resource, before, actor } = change;
  if (resource === undefined || actor.kind === 'system' || codeAt(resource.code, codeSystems.task) !== 'countersign')
    return [];
  if (resource.status !== 'completed' || before?.status === 'completed') return [];
  const focusOf = (task: Resource | undefined) => (task?.focus as Reference | undefined)?.reference;
  const note = await readNamed(change, focusOf(resource), [focusOf(before)]);
  return note?.status === 'preliminary'
    ? [
        refused(
          'countersign-unsigned',
          'Task.status',
          'The note is countersigned by Composition/[id]/$countersign first.',
        ),
      ]
    : [];
};
