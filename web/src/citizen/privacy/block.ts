import type { Parameter } from '../../shared/fhir/parameters.ts';
import { localReference } from '../../shared/fhir/references.ts';
import type { Consent, Reference } from '../../shared/fhir/types.ts';

export const blockCategory = 'https://enjournal.no/fhir/CodeSystem/consent-category|sperring';

/** What can be chosen to block; `all` is the whole record. Others that stand in a block are told as they are. */
export const offered = [
  ...(['psych-note', 'substance-use', 'sexual-health', 'youth-clinic'] as const),
  ...(['clinical-note', 'lab', 'medication', 'appointment', 'vedtak', 'dental'] as const),
] as const;
export type Offered = (typeof offered)[number];

/** What a citizen has filled in. */
export type BlockDraft = {
  all: boolean;
  kinds: readonly Offered[];
  /** Only these (`Type/id`), instead of kinds; none: not so. */
  documents: readonly string[];
  everybody: boolean | undefined;
  whom: readonly { reference: string; display: string }[];
  /** How many days from now; undefined until it is opened again. */
  days: number | undefined;
  marker: boolean;
  /** Only what happened from this day, and to this day; empty: whenever. */
  from: string;
  to: string;
};

export const emptyDraft: BlockDraft = {
  all: false,
  kinds: [],
  documents: [],
  everybody: undefined,
  whom: [],
  days: undefined,
  marker: true,
  from: '',
  to: '',
};

/** Which fields are not filled in. */
export const lacking = ({ all, kinds, documents, everybody, whom }: BlockDraft): { what: boolean; whom: boolean } => ({
  what: !all && kinds.length === 0 && documents.length === 0,
  whom: everybody === undefined || (!everybody && whom.length === 0),
});

export const isPerson = (reference: string): boolean => reference.startsWith('Practitioner');

/** The parameters of Patient/[id]/$block. @param now epoch ms */
export function blockParameters(
  { all, kinds, documents, everybody, whom, days, marker, from: since, to }: BlockDraft,
  now: number,
): Parameter[] {
  const from = everybody === true ? [] : whom;
  const kind =
    documents.length > 0
      ? 'document'
      : !all
        ? 'category'
        : from.length === 0
          ? 'all'
          : from.every((one) => isPerson(one.reference))
            ? 'person'
            : 'unit';
  return [
    { name: 'kind', valueCode: kind },
    ...documents.map((reference) => ({ name: 'document', valueReference: { reference } })),
    ...(all ? [] : kinds.map((code) => ({ name: 'category', valueCode: code }))),
    ...from.map(({ reference }) => ({ name: 'from', valueReference: { reference } })),
    { name: 'marker', valueBoolean: marker },
    ...(since === '' && to === ''
      ? []
      : [
          {
            name: 'period',
            valuePeriod: { ...(since === '' ? {} : { start: since }), ...(to === '' ? {} : { end: to }) },
          },
        ]),
    ...(days === undefined ? [] : [{ name: 'until', valueDateTime: new Date(now + days * 86_400_000).toISOString() }]),
  ];
}

/** A block as it stands in the record. */
export type Block = {
  id: string;
  kinds: readonly string[];
  documents: number;
  whom: readonly string[];
  writtenBy: readonly string[];
  from: string | undefined;
  until: string | undefined;
  isHidden: boolean;
  /** Only what happened then. */
  happened: { start?: string; end?: string } | undefined;
  isInForce: boolean;
};

const MARKER = 'https://enjournal.no/fhir/StructureDefinition/block-marker';

/** @param now epoch ms */
export function blockOf(consent: Consent, now: number): Block {
  const { provision, extension } = consent;
  const actors = provision?.actor ?? [];
  const isWriter = ({ role }: (typeof actors)[number]) => role?.coding?.some(({ code }) => code === 'CST') === true;
  const references = (some: typeof actors) =>
    some.flatMap(({ reference }: { reference?: Reference }) => localReference(reference) ?? []);
  const { start, end } = provision?.period ?? {};
  const data = (provision?.data ?? []).filter(({ reference }) => reference?.reference?.startsWith('Patient/') !== true);
  return {
    id: consent.id ?? '',
    kinds: (provision?.class ?? []).flatMap(({ code }) => code ?? []),
    documents: data.length,
    whom: references(actors.filter((one) => !isWriter(one))),
    writtenBy: references(actors.filter(isWriter)),
    from: start ?? consent.dateTime,
    until: end,
    happened: provision?.dataPeriod,
    isHidden: extension?.find(({ url }) => url === MARKER)?.valueBoolean === false,
    isInForce: consent.status === 'active' && (end === undefined || Date.parse(end) > now),
  };
}
