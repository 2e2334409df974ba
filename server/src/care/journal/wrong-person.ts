import { randomUUID } from 'node:crypto';
import { problem } from '../../fhir/issue.ts';
import type { Reference, Resource } from '../../fhir/resource.ts';
import type { Entry } from '../../registers/index.ts';
import { type CareContext, type CareOperation, parameterOf } from '../process.ts';
import { ownOf } from './corrected.ts';
import { askedVersion, collection, store } from './draft.ts';
import { provenanceOf } from './provenance.ts';
import { signatureOf } from './signer.ts';
import { struck } from './struck.ts';
import type { Composition, Section } from './types.ts';

/**
 * Composition/[id]/$wrong-person: the note, its answers and what was extracted from them are struck here, and by its author
 * written anew, signed, in the record where they belong; each record tells that it happened, and neither whose the other is.
 * What was struck so is kept from everybody at once (see access/label.ts). Without `patient` it is only struck: so may others of
 * the organisation do.
 * @throws Problem stale, when the note is another than the one that was seen
 * @source helsepersonelloven § 44
 */
export const wrongPerson: CareOperation = {
  name: 'wrong-person',
  definition: 'https://enjournal.no/fhir/OperationDefinition/composition-wrong-person',
  at: [{ level: 'instance', types: ['Composition'] }],
  get: false,
  summary: 'Moves a note that was written in the wrong record, with a trace in both',
  async run(context, call) {
    const reason = parameterOf(call.parameters, 'reason');
    if (typeof reason !== 'string' || reason.trim().length < 5) throw needed('reason', 'reason-missing');
    const note = (await context.read(`Composition/${call.id}`)) as Composition;
    const ifMatch = askedVersion(note, call);
    if (note.status !== 'final' && note.status !== 'amended') {
      throw problem('rule', 'note-status', {
        diagnostics: 'Only a signed note is moved.',
        expression: 'Composition.status',
      });
    }
    const own = await ownOf(context, note);
    const move = randomUUID();
    const entries: Entry[] = [
      ...[note, ...own].map((one) => struck(context, one, 'wrong-person', reason.trim())),
      { method: 'POST', resource: provenanceOf(context, { activity: 'wrong-person', of: note, reason, move }) },
    ];
    const patient = patientIn(parameterOf(call.parameters, 'patient'), note);
    if (patient === undefined) return collection(await store(context, entries.map(pinned(note, ifMatch))));
    // that there is such a record, and that it is open to the caller
    await context.read(patient);
    const moved = movedEntries(context, { note, own, patient, reason, move });
    return collection(await store(context, [...entries.map(pinned(note, ifMatch)), ...moved], [patient]));
  },
};

const pinned =
  (note: Resource, ifMatch: string) =>
  (entry: Entry): Entry =>
    entry.method === 'PUT' && entry.resource.id === note.id ? { ...entry, ifMatch } : entry;

function patientIn(value: unknown, { subject }: Composition): string | undefined {
  if (value === undefined) return undefined;
  const reference = String((value as Reference).reference ?? value);
  if (!/^Patient\/[A-Za-z0-9\-.]{1,64}$/.test(reference)) throw needed('patient', 'patient-reference');
  if (reference === subject?.reference) {
    throw problem('rule', 'wrong-person-same', {
      diagnostics: 'The note stands in this record already.',
      expression: "Parameters.parameter.where(name = 'patient')",
    });
  }
  return reference;
}

/** The same, written by the same person in the other record: nothing of it refers to where it was. */
function movedEntries(
  context: CareContext,
  {
    note,
    own,
    patient,
    reason,
    move,
  }: { note: Composition; own: readonly Resource[]; patient: string; reason: string; move: string },
): Entry[] {
  const subject = { reference: patient };
  const places = new Map(own.map((one) => [`${one.resourceType}/${one.id}`, `urn:uuid:${randomUUID()}`]));
  const fresh = (resource: Resource): Resource => {
    const { id: _, meta, encounter: __, extension: ___, ...rest } = resource;
    const security = meta?.security;
    let text = JSON.stringify({ ...rest, subject, ...(security === undefined ? {} : { meta: { security } }) });
    for (const [from, to] of places) text = text.replaceAll(`"reference":"${from}"`, `"reference":"${to}"`);
    return JSON.parse(text) as Resource;
  };
  const copies = own.map((one): Entry => {
    const status =
      one.resourceType === 'Condition' ? {} : { status: one.resourceType === 'Observation' ? 'final' : 'completed' };
    return {
      method: 'POST',
      resource: { ...fresh(one), ...status },
      fullUrl: places.get(`${one.resourceType}/${one.id}`)!,
    };
  });
  const section = (note.section ?? []).map((one): Section => {
    const { entry = [], ...rest } = one;
    const kept = entry.flatMap(({ reference = '' }) => {
      const to = places.get(reference);
      return to === undefined ? [] : [{ reference: to }];
    });
    return kept.length === 0 ? rest : { ...rest, entry: kept };
  });
  const fullUrl = `urn:uuid:${randomUUID()}`;
  const next: Composition = {
    ...(fresh({ ...note, section: [] }) as Composition),
    status: 'final',
    attester: [signatureOf(context)],
    section,
  };
  return [
    { method: 'POST', resource: next, fullUrl },
    ...copies,
    {
      method: 'POST',
      resource: provenanceOf(context, {
        activity: 'wrong-person',
        of: { ...note, subject },
        target: fullUrl,
        reason,
        move,
      }),
    },
  ];
}

const needed = (name: string, key: string) =>
  problem('invalid', key, {
    diagnostics: `The operation needs the parameter ${name}.`,
    code: 'required',
    expression: `Parameters.parameter.where(name = '${name}')`,
  });
