import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useEffect, useRef, useState } from 'react';
import { FhirFailure, matchesOf, search, send, update } from '../../shared/fhir/client.ts';
import { extensionUrl } from '../../shared/fhir/systems.ts';
import type { CodeableConcept, Extension, List, Reference } from '../../shared/fhir/types.ts';
import { conceptText } from '../../shared/format/quantity.ts';
import { recordKey } from '../../shared/record/record-queries.ts';
import { useKept } from '../../shared/session/kept.ts';
import { addedRow, type Decided, nothingYet } from './decided.ts';
import type { Row } from './use-sources.ts';

const KIND = { system: 'https://enjournal.no/fhir/CodeSystem/list-kind', code: 'reconciliation' };
const LINE = extensionUrl('reconciliation-line');
const SETTLE_MS = 700;

type Entry = Decided & { medication?: CodeableConcept };
type Changes = Readonly<Record<string, Entry>>;

/**
 * The page as it is kept on the server, for whoever goes on with it: the nurse who prepares, the doctor who signs. What one
 * changes is put upon what stands there, line by line, so that two can work on different lines at once.
 */
export function useDraft(id: string, rows: readonly Row[]) {
  const queries = useQueryClient();
  const key = recordKey(id, ['List'], 'reconciliation');
  const draft = useQuery({ queryKey: key, queryFn: ({ signal }) => openDraft(id, signal) });
  const [own, setOwn] = useKept<Changes>('reconciliation', {});
  const [transition, setTransition] = useKept<string | undefined>('reconciliation transition', undefined);
  const [saved, setSaved] = useState<{ at: string | undefined; failed: boolean }>({ at: undefined, failed: false });
  const saving = useRef(Promise.resolve());
  const stored = entriesOf(draft.data ?? undefined);
  const entries: Changes = { ...stored, ...own };
  const hasOwn =
    Object.keys(own).length > 0 || (transition !== undefined && transition !== transitionOf(draft.data ?? undefined));

  const save = async (): Promise<List | undefined> => {
    let list = await openDraft(id);
    for (let attempt = 0; attempt < 3; attempt += 1) {
      const next = draftWith(id, list, own, { transition, rows });
      try {
        list = list === null ? await begin(id, next) : await update(next);
        queries.setQueryData(key, list);
        setOwn((now) => (now === own ? {} : now));
        setSaved({ at: new Date().toISOString(), failed: false });
        return list;
      } catch (error) {
        if (!(error instanceof FhirFailure) || error.kind !== 'stale') throw error;
        list = await openDraft(id);
      }
    }
    return undefined;
  };
  const now = useRef(save);
  now.current = save;
  useEffect(() => {
    if (!hasOwn) return;
    const timer = setTimeout(() => {
      saving.current = saving.current.then(async () => {
        await now.current().catch(() => setSaved((was) => ({ ...was, failed: true })));
      });
    }, SETTLE_MS);
    return () => clearTimeout(timer);
  });

  return {
    isPending: draft.isPending,
    decided: (of: string): Decided => entries[of] ?? nothingYet,
    /** What was added on the page and stands in no source. */
    added: Object.entries(entries).flatMap(([of, { medication }]): Row[] =>
      medication ? [addedRow(of, medication)] : [],
    ),
    decide(of: string, part: Partial<Entry>) {
      setOwn((was) => ({ ...was, [of]: { ...(was[of] ?? stored[of] ?? nothingYet), ...part } }));
    },
    decideAll(of: readonly string[], part: Partial<Entry>) {
      setOwn((was) => ({
        ...was,
        ...Object.fromEntries(of.map((one) => [one, { ...(was[one] ?? stored[one] ?? nothingYet), ...part }])),
      }));
    },
    transition: transition ?? transitionOf(draft.data ?? undefined) ?? 'admission',
    setTransition,
    saved: { ...saved, at: saved.at ?? draft.data?.date, isWaiting: hasOwn },
    /** Kept to the last letter. @returns the draft as it stands */
    async settle(): Promise<List | undefined> {
      await saving.current;
      return hasOwn ? save() : (draft.data ?? undefined);
    },
    /** After it is signed. */
    async forget() {
      setOwn({});
      setTransition(undefined);
      await queries.invalidateQueries({ queryKey: key });
    },
  };
}

async function openDraft(id: string, signal?: AbortSignal): Promise<List | null> {
  const params = {
    subject: `Patient/${id}`,
    code: `${KIND.system}|${KIND.code}`,
    status: 'current',
    _sort: '-date',
    _count: '1',
  };
  return matchesOf(await search<List>('List', params, signal))[0] ?? null;
}

/** Whoever begins at the same moment goes on with the same one. */
async function begin(id: string, list: List): Promise<List> {
  const answer = await send('List', {
    method: 'POST',
    headers: {
      'content-type': 'application/fhir+json',
      'if-none-exist': `subject=Patient/${id}&code=${encodeURIComponent(`${KIND.system}|${KIND.code}`)}&status=current`,
    },
    body: JSON.stringify(list),
  });
  return (await answer.json()) as List;
}

type More = { transition: string | undefined; rows: readonly Row[] };

function draftWith(id: string, list: List | null, own: Changes, { transition, rows }: More): List {
  const all: Changes = { ...entriesOf(list ?? undefined), ...own };
  const said = transition ?? transitionOf(list ?? undefined);
  const { entry: _, ...kept } = list ?? ({} as List);
  const entry = Object.entries(all).map(([of, one]) => ({
    extension: [{ url: LINE, extension: partsOf(of, one) }],
    item: itemOf(of, one, rows),
  }));
  return {
    ...kept,
    resourceType: 'List',
    ...(said ? { extension: [{ url: extensionUrl('transition'), valueCode: said }] } : {}),
    status: 'current',
    mode: 'working',
    title: 'Samstemming under arbeid',
    code: {
      coding: [KIND, { system: 'http://terminology.hl7.org/CodeSystem/list-example-codes', code: 'medications' }],
    },
    subject: { reference: `Patient/${id}` },
    date: new Date().toISOString(),
    ...(entry.length > 0 ? { entry } : {}),
  } as List;
}

function itemOf(of: string, { medication }: Entry, rows: readonly Row[]): Reference {
  const row = rows.find(({ key }) => key === of);
  const display = conceptText(medication ?? row?.medication) || of;
  return row?.order ? { reference: row.order, display } : { display };
}

function partsOf(of: string, { decision, typed, reason, stopReason, medication }: Entry): Extension[] {
  return [
    { url: 'key', valueString: of },
    ...(decision ? [{ url: 'decision', valueCode: decision }] : []),
    ...(typed ? [{ url: 'typed', valueString: typed }] : []),
    ...(reason ? [{ url: 'reason', valueString: reason }] : []),
    ...(stopReason ? [{ url: 'stopReason', valueCode: stopReason }] : []),
    ...(medication ? [{ url: 'medication', valueCodeableConcept: medication }] : []),
  ];
}

function entriesOf(list: List | undefined): Changes {
  const all = list?.entry ?? [];
  return Object.fromEntries(
    all.flatMap(({ extension }) => {
      const parts = extension?.find(({ url }) => url === LINE)?.extension ?? [];
      const of = (name: string) => parts.find(({ url }) => url === name);
      const key = of('key')?.valueString as string | undefined;
      if (key === undefined) return [];
      const medication = of('medication')?.valueCodeableConcept as CodeableConcept | undefined;
      const entry: Entry = {
        decision: of('decision')?.valueCode as Decided['decision'],
        typed: (of('typed')?.valueString as string | undefined) ?? '',
        reason: (of('reason')?.valueString as string | undefined) ?? '',
        stopReason: (of('stopReason')?.valueCode as string | undefined) ?? '',
        ...(medication ? { medication } : {}),
      };
      return [[key, entry]];
    }),
  );
}

const transitionOf = (list: List | undefined): string | undefined =>
  list?.extension?.find(({ url }) => url === extensionUrl('transition'))?.valueCode as string | undefined;
