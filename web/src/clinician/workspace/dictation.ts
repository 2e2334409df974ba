import { useQuery } from '@tanstack/react-query';
import { useMemo } from 'react';
import { matchesOf, read, search } from '../../shared/fhir/client.ts';
import { localReference } from '../../shared/fhir/references.ts';
import type { Practitioner, PractitionerRole, QuestionnaireResponse, Reference } from '../../shared/fhir/types.ts';
import { nameOf } from '../../shared/format/person.ts';
import { session } from '../../shared/session/session.ts';

const actsFor = 'https://enjournal.no/fhir/StructureDefinition/acts-for';
const recorder = 'https://enjournal.no/fhir/CodeSystem/recorder';

/** Roles that write notes for a treater who signs them. For what is offered, never for what one may do: the server decides that. */
const dictating: ReadonlySet<string> = new Set(['helsesekretaer']);

/** Whether who is logged on writes for others, in this job. */
export function isDictating(): boolean {
  const current = session.current();
  return current.state === 'open' && dictating.has(current.employment?.role ?? '');
}

/** Says with a write in whose name it is. */
export function onBehalf({ author }: QuestionnaireResponse): Record<string, string> {
  const reference = localReference(author) ?? '';
  return isDictating() && reference.startsWith('Practitioner/') ? { 'x-on-behalf-of': reference } : {};
}

const readyToSign = 'https://enjournal.no/fhir/StructureDefinition/ready-to-sign';
type Said = Pick<QuestionnaireResponse, 'extension'>;

/** Whether whoever writes a draft for another has said that it is written out, and waits to be signed. */
export const isReady = ({ extension }: Said): boolean => extension?.some(({ url }) => url === readyToSign) === true;

/** The same, said to be written out now, or not any more. */
export function withReady<T extends Said>(draft: T, ready: boolean): T {
  const { extension = [], ...rest } = draft;
  const others = extension.filter(({ url }) => url !== readyToSign);
  const all = ready ? [...others, { url: readyToSign, valueInstant: new Date().toISOString() }] : others;
  return { ...rest, ...(all.length === 0 ? {} : { extension: all }) } as T;
}

/** How the drafts of whoever is logged on are found: what names them as author, or what they have written for others. */
export const ownDrafts = (user: string): Record<string, string> =>
  isDictating() ? { _tag: `${recorder}|${user.replace(/^Practitioner\//, '')}` } : { author: user };

/** For whom the user writes, by the register of staff; empty for who writes for themselves. */
export function useWritesFor() {
  const current = session.current();
  const job = current.state === 'open' ? current.employment?.id : undefined;
  return useQuery({
    queryKey: ['writes for', job],
    enabled: job !== undefined && isDictating(),
    staleTime: 600_000,
    queryFn: async ({ signal }): Promise<Reference[]> => {
      const { extension = [] } = await read<PractitionerRole>('PractitionerRole', job ?? '', signal);
      const all = extension.flatMap(({ url, valueReference }) =>
        url === actsFor ? (localReference(valueReference as Reference) ?? []) : [],
      );
      return named(all, signal);
    },
  });
}

/** Who else than its author has written in a draft, by name: whoever wrote it for them. */
export function useWrittenBy({ meta, author, source }: QuestionnaireResponse & { source?: Reference }): string[] {
  const own = localReference(author);
  const others = useMemo(
    () =>
      source !== undefined
        ? []
        : (meta?.tag ?? []).flatMap(({ system, code }) =>
            system === recorder && `Practitioner/${code}` !== own ? `Practitioner/${code}` : [],
          ),
    [meta, own, source],
  );
  const { data = [] } = useQuery({
    queryKey: ['staff named', others],
    enabled: others.length > 0 && !isDictating(),
    staleTime: Number.POSITIVE_INFINITY,
    queryFn: ({ signal }) => named(others, signal),
  });
  return data.flatMap(({ display }) => display ?? []);
}

async function named(references: readonly string[], signal: AbortSignal): Promise<Reference[]> {
  if (references.length === 0) return [];
  const _id = references.map((one) => one.split('/')[1]).join(',');
  const found = matchesOf(await search<Practitioner>('Practitioner', { _id }, signal));
  return found.map((one) => ({ reference: `Practitioner/${one.id}`, display: nameOf(one) }));
}
