import type { JsonObject, Reference, Resource } from '../../fhir/resource.ts';
import type { Entry } from '../../registers/index.ts';
import type { CareContext } from '../process.ts';
import { withCitizenAccess } from './citizen-access.ts';
import { withoutVersion } from './draft.ts';
import { isMadeFrom, type Made, type NoteParts, noteOf } from './note.ts';
import { provenanceOf } from './provenance.ts';
import { struck } from './struck.ts';
import { extensions } from './terms.ts';
import type { Composition, QuestionnaireResponse } from './types.ts';

/**
 * The next version of a signed note, of its answers, and of what was extracted from them: a measurement that was asked for
 * again is amended, one that is asked for no more is struck. The draft is over, and stays its author's.
 */
export async function correctedEntries(
  context: CareContext,
  {
    draft,
    of,
    ifMatch,
    questionnaire,
    access,
    made,
  }: NoteParts & {
    /** The version of the note that was read when the correction began. */
    of: Reference;
    ifMatch: string;
  },
): Promise<Entry[]> {
  const [note = '', version = ''] = String(of.reference).split('/_history/');
  const before = (await context.read(note)) as Composition;
  const own = await ownOf(context, before);
  const form = own.find((one) => one.resourceType === 'QuestionnaireResponse');
  // what is extracted again comes from the answers of the note, and not from the draft that ends here
  const origin = `QuestionnaireResponse/${form?.id ?? draft.id}`;
  const at = form?.authored ?? before.date;
  const renewed = made.map((one) =>
    observedAt(comingFrom(one, `QuestionnaireResponse/${draft.id}`, origin), draft.authored, at as string),
  );
  const measured = own.filter(({ resourceType }) => resourceType === 'Observation');
  const kept = new Map<string, Resource>();
  const entries: Entry[] = [];
  const placed = renewed.map((one): Made => {
    const earlier = measured.find((was) => !kept.has(was.id!) && isSameMeasurement(was, one.resource));
    if (earlier === undefined) {
      entries.push(one.entry);
      return one;
    }
    kept.set(earlier.id!, earlier);
    const resource = amendedFrom(earlier, one.resource);
    entries.push({ method: 'PUT', resource, ifMatch: `W/"${earlier.meta?.versionId}"` });
    return { ...one, reference: `Observation/${earlier.id}`, resource };
  });
  for (const gone of measured.filter(({ id }) => !kept.has(id!))) entries.push(struck(context, gone, 'corrected'));
  const others = draft.extension?.filter(({ url }) => url !== extensions.corrects) ?? [];
  const { extension: _, ...filled } = draft;
  const answers = withCitizenAccess<QuestionnaireResponse>(
    {
      ...filled,
      ...(others.length === 0 ? {} : { extension: others }),
      id: form?.id ?? draft.id!,
      status: 'amended',
      authored: new Date(context.now).toISOString(),
    },
    access,
  );
  const rewritten = noteOf(context, { draft: answers, questionnaire, access, made: placed });
  const authors = new Map([...before.author, ...rewritten.author].map((one) => [one.reference, one]));
  // it is about the same day as before: when it was corrected, the signature tells
  const next = { ...rewritten, author: [...authors.values()], date: before.date };
  return [
    {
      method: 'PUT',
      resource: { ...next, id: before.id!, status: before.status === 'preliminary' ? 'preliminary' : 'amended' },
      ifMatch: `W/"${version}"`,
    },
    ...formEntries(answers, form, draft, ifMatch),
    ...entries,
    {
      method: 'POST',
      resource: provenanceOf(context, {
        activity: 'correct',
        of: before,
        was: `${note}/_history/${version}`,
      }),
    },
  ];
}

/** The answers of the note in their next version; the draft is over. A note from before there were answers takes the draft's. */
function formEntries(
  answers: QuestionnaireResponse,
  form: Resource | undefined,
  draft: QuestionnaireResponse,
  ifMatch: string,
): Entry[] {
  if (form === undefined)
    return [{ method: 'PUT', resource: { ...withoutVersion(answers), status: 'completed' }, ifMatch }];
  return [
    { method: 'PUT', resource: withoutVersion(answers), ifMatch: `W/"${form.meta?.versionId}"` },
    { method: 'PUT', resource: { ...withoutVersion(draft), status: 'stopped' }, ifMatch },
  ];
}

/** The measurement as it is now said to have been, when it was made. */
function amendedFrom(earlier: Resource, is: Resource): Resource {
  const { security } = { ...earlier.meta, ...is.meta };
  const { effectiveDateTime = is.effectiveDateTime } = earlier;
  return {
    ...is,
    ...(security === undefined ? {} : { meta: { security } }),
    ...(effectiveDateTime === undefined ? {} : { effectiveDateTime }),
    id: earlier.id!,
    status: 'amended',
  };
}

/** What the correction adds was so when the note was written, and not when somebody found it missing. */
function observedAt(one: Made, from: string | undefined, to: string): Made {
  const { resource, entry } = one;
  if (from === undefined || resource.effectiveDateTime !== from || entry.method !== 'POST') return one;
  const moved = { ...resource, effectiveDateTime: to };
  return { ...one, resource: moved, entry: { ...entry, resource: moved } };
}

function comingFrom(one: Made, from: string, to: string): Made {
  if (from === to || one.entry.method !== 'POST') return one;
  const resource = JSON.parse(JSON.stringify(one.resource).replaceAll(`"${from}"`, `"${to}"`)) as Resource;
  return { ...one, resource, entry: { ...one.entry, resource } };
}

/** What the note was made of and with, as it stands: its answers and what was extracted from them. */
export async function ownOf(context: CareContext, note: Composition): Promise<Resource[]> {
  const references = new Set(
    note.section?.flatMap(({ entry = [] }) => entry.flatMap(({ reference }) => reference ?? [])),
  );
  const found = await Promise.all([...references].map((reference) => context.read(reference).catch(() => undefined)));
  const own = found.filter((one) => one !== undefined);
  const form = own.find(({ resourceType }) => resourceType === 'QuestionnaireResponse');
  return own.filter(
    (one) => one === form || (form !== undefined && isMadeFrom(one, `QuestionnaireResponse/${form.id}`)),
  );
}

/** Of the same kind, by what it is a measurement of. */
function isSameMeasurement(was: Resource, is: Resource): boolean {
  const keys = ({ code }: Resource) =>
    (((code as JsonObject | undefined)?.coding ?? []) as JsonObject[]).map(
      ({ system, code: one }) => `${system}|${one}`,
    );
  const before = keys(was);
  return is.resourceType === 'Observation' && keys(is).some((key) => before.includes(key));
}
