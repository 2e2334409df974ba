import type { Actor } from '../../../../access/actor.ts';
import type { Language } from '../../../../access/reasons.ts';
import type { Resource } from '../../../../fhir/resource.ts';
import { findCurrent } from '../../../../record/index.ts';
import { MOST_ATTEMPTS } from '../../asking.ts';
import type { FhirRequest } from '../../message.ts';
import type { FhirService } from '../../service.ts';
import { digestOf } from './code.ts';
import { composeSummary } from './compose.ts';
import { readSummary } from './read-summary.ts';
import type { Part } from './sections.ts';

/** Whoever holds a code, and what they say of who they are: it is not checked, and stands in the citizen's log. */
export type Opener = { code: string; who: string; language: Language; signal: AbortSignal };

/**
 * The summary that a code opens, in the citizen's log before it is told.
 * @returns undefined alike for a code that never was, is over, was withdrawn, or whose record is not open online any more
 */
export async function openShare(service: FhirService, { code, who, language, signal }: Opener) {
  const digest = digestOf(code);
  if (digest === undefined) return undefined;
  const { rows } = await service.database.writer.query<{ record: bigint; patient: string; consent: string }>(
    'SELECT record, patient, consent FROM record_share WHERE code = $1 AND expires_at > $2',
    [digest, new Date(service.now())],
    'share-of-code',
  );
  const row = rows[0];
  if (row === undefined) return undefined;
  const [place] = await findCurrent(service.database.writer, [{ type: 'Consent', id: row.consent }], false);
  const shared =
    place?.state === 'current' ? sharedBy(JSON.parse(place.content) as Resource, service.now()) : undefined;
  if (shared === undefined) return undefined;
  const citizen = citizenOf(row.patient);
  const request: FhirRequest = {
    ...{ method: 'GET', path: [], query: [], headers: {}, body: { kind: 'none' } },
    actor: citizen,
    signal,
  };
  for (let attempt = 0; attempt < MOST_ATTEMPTS; attempt += 1) {
    const opened = await service.gate.open({ actor: citizen, purpose: 'PATRQT' }, row.record, 'read');
    if ('deny' in opened.verdict) return undefined;
    const { patient, resources, medications } = await readSummary(service, request, opened);
    if (patient === undefined) return undefined;
    const bundle = composeSummary({
      ...{ base: service.base, now: service.now(), language, patient: nameAlone(patient), resources, medications },
      parts: shared.parts,
    });
    const overtaken = await service.log.append({
      actor: holderOf(shared.whom),
      interaction: '$shared-summary',
      record: row.record,
      type: 'Patient',
      id: row.patient,
      decision: 'permit',
      basis: 'shared-link',
      rule: 'C9-sharing',
      purpose: 'PATRQT',
      emergencyReason: who,
      shown: shownIn(bundle, service.base).join(','),
      epochs: opened.epochs,
    });
    if (overtaken === undefined) return { bundle, until: shared.until, whom: shared.whom };
    service.gate.forget({ actor: citizen }, opened.epochs);
  }
  return undefined;
}

type Said = {
  status?: string;
  provision?: { period?: { end?: string }; class?: { code?: string }[]; code?: { text?: string }[] };
};

function sharedBy(consent: Resource, now: number): { parts: Part[]; whom: string; until: string } | undefined {
  const { status, provision } = consent as unknown as Said;
  const until = provision?.period?.end ?? '';
  if (status !== 'active' || !(now < Date.parse(until))) return undefined;
  return {
    parts: (provision?.class ?? []).flatMap(({ code }) => (code === undefined ? [] : [code as Part])),
    whom: provision?.code?.[0]?.text ?? '',
    until,
  };
}

/** Who is helped must be sure who it is; where somebody lives, and how they are reached, is not shared. */
function nameAlone(patient: Resource): Resource {
  const { resourceType, id, name, birthDate, gender, identifier } = patient;
  return { resourceType, id, name, birthDate, gender, identifier } as Resource;
}

const shownIn = (bundle: Resource, base: string): string[] =>
  ((bundle.entry ?? []) as unknown as { fullUrl: string }[]).flatMap(({ fullUrl }) =>
    fullUrl.startsWith(`${base}/`) ? [fullUrl.slice(base.length + 1)] : [],
  );

const citizenOf = (patient: string): Actor => ({
  kind: 'citizen',
  id: `Patient/${patient}`,
  display: 'Shared summary',
  clientId: 'enjournal-shared',
  scopes: ['user/*.rs'],
  loa: 4,
  ownPatient: patient,
  purpose: 'PATRQT',
});

/** In the log it is whoever was given the code. */
const holderOf = (whom: string): Actor => ({
  kind: 'system',
  id: 'client:enjournal-shared',
  display: `Delt med kode: ${whom}`,
  clientId: 'enjournal-shared',
  scopes: [],
  loa: 4,
  purpose: 'PATRQT',
});
