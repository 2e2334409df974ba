import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useCallback } from 'react';
import { useTranslation } from 'react-i18next';
import { matchesOf, search } from '../../shared/fhir/client.ts';
import type { Appointment, Encounter } from '../../shared/fhir/types.ts';
import { shiftDates } from '../../shared/format/date.ts';
import { outbox } from '../../shared/outbox/own-outbox.ts';
import type { Sending, Step, VisitDraft } from '../../shared/outbox/sending.ts';
import { useOutbox } from '../../shared/outbox/use-outbox.ts';
import { recordKey } from '../../shared/record/record-queries.ts';
import { actSystem, type Giver, sendingFor } from '../doses/record-dose.ts';
import { type Own, useOwn } from './use-own.ts';

/** The visit that this nurse is at, and the appointment it was planned as. */
export type Visit = { encounter: Encounter | undefined; appointment: Appointment | undefined };

/** What a thing done at the visit says of it: the Encounter, or the visit that the server will hear of with it. */
export type AtVisit = Pick<Giver, 'encounter' | 'visit'>;

const HOME = { system: 'http://terminology.hl7.org/CodeSystem/v3-ActCode', code: 'HH' };

/** Visits that have begun in this tab and that the server may not know yet, by record. */
const drafts = new Map<string, VisitDraft>();

/** A visit begins with the first thing that is done at it, or when its nurse says so, and ends when the nurse says so. */
export function useVisit(id: string, who: string) {
  const { t } = useTranslation();
  const queries = useQueryClient();
  const own = useOwn();
  const { waiting } = useOutbox();
  const key = recordKey(id, ['Encounter', 'Appointment'], 'visit', own.references);
  const query = useQuery({
    queryKey: key,
    enabled: own.references.length > 0,
    queryFn: ({ signal }) => visitNow(id, own, signal),
  });
  const { encounter, appointment } = query.data ?? {};
  const isEnding = waiting.some(({ record, about }) => record === id && about?.ends === true);
  const draft = isEnding ? undefined : draftOf(id, waiting);
  const at = useCallback((): AtVisit => {
    const known = queries.getQueryData<Visit>(key);
    const now = outbox.current().waiting;
    if (known?.encounter !== undefined) return { encounter: `Encounter/${known.encounter.id}` };
    const made = draftOf(id, now) ?? begun(id, own, known?.appointment);
    drafts.set(id, made);
    return { visit: made };
  }, [queries, key, id, own]);
  const giver = useCallback(
    (): Giver => ({ id, who, person: own.person, role: roleIdOf(own), name: own.name, now: Date.now(), ...at() }),
    [id, who, own, at],
  );
  const begin = () => {
    const now = giver();
    if (now.visit === undefined) return;
    const { encounter: made } = now.visit;
    void outbox.put(sendingFor(now, 'visit', t('visit.did.begun'), [createOf(made)], ['Encounter']));
  };
  const finish = () => {
    const now = giver();
    const end = new Date(now.now).toISOString();
    const steps: Step[] = [
      ...(now.visit === undefined ? [] : [createOf(now.visit.encounter)]),
      patchOf(now.encounter ?? '{{0}}', 'finished', [{ op: 'add', path: '/period/end', value: end }]),
      ...(appointment === undefined ? [] : [patchOf(`Appointment/${appointment.id}`, 'fulfilled')]),
    ];
    const sending = sendingFor(now, 'visit', t('visit.did.finished'), steps, ['Encounter', 'Appointment']);
    drafts.delete(id);
    void outbox.put({ ...sending, about: { ...sending.about, ends: true } });
  };
  return {
    query,
    /** When it began; undefined when it has not. */
    startedAt: isEnding ? undefined : (encounter?.period?.start ?? startOf(draft)),
    encounter: isEnding ? undefined : encounter,
    appointment,
    giver,
    begin,
    finish,
  };
}

export const roleIdOf = ({ role }: Own): string | undefined => role?.replace('PractitionerRole/', '');

const startOf = (draft: VisitDraft | undefined): string | undefined =>
  (draft?.encounter as Encounter | undefined)?.period?.start;

/** The same for everything that is done at a visit, also when the page has been loaded anew. */
function draftOf(id: string, waiting: readonly Sending[]): VisitDraft | undefined {
  const known = drafts.get(id);
  if (known !== undefined) return known;
  const own = waiting.filter(({ record }) => record === id);
  return own.some(({ about }) => about?.ends) ? undefined : own.find(({ about }) => about?.visit)?.about?.visit;
}

async function visitNow(id: string, own: Own, signal: AbortSignal): Promise<Visit> {
  const [encounters, appointments] = await Promise.all([
    search<Encounter>(
      'Encounter',
      { patient: id, status: 'in-progress', class: 'HH', participant: own.references.join(',') },
      signal,
    ),
    search<Appointment>(
      'Appointment',
      {
        patient: id,
        actor: own.references.join(','),
        date: shiftDates(Date.now()),
        status: 'booked,arrived,checked-in',
      },
      signal,
    ),
  ]);
  return { encounter: matchesOf(encounters)[0], appointment: matchesOf(appointments)[0] };
}

function begun(id: string, own: Own, appointment: Appointment | undefined): VisitDraft {
  const name = crypto.randomUUID();
  return {
    url: `urn:uuid:${name}`,
    encounter: {
      resourceType: 'Encounter',
      identifier: [{ system: actSystem, value: name }],
      status: 'in-progress',
      class: HOME,
      type: [{ text: 'Hjemmebesøk' }],
      subject: { reference: `Patient/${id}` },
      participant: [{ individual: { reference: own.role ?? own.person, display: own.name } }],
      period: { start: new Date().toISOString() },
      ...(appointment === undefined ? {} : { appointment: [{ reference: `Appointment/${appointment.id}` }] }),
      ...(own.organization === undefined ? {} : { serviceProvider: { reference: own.organization } }),
    } as VisitDraft['encounter'],
  };
}

const createOf = (encounter: VisitDraft['encounter']): Step => {
  const value = (encounter as { identifier?: { value: string }[] }).identifier?.[0]?.value;
  const once = `identifier=${encodeURIComponent(`${actSystem}|${value}`)}`;
  return { method: 'POST', path: 'Encounter', body: encounter, headers: { 'if-none-exist': once } };
};

/** A status that may be said twice. */
const patchOf = (path: string, status: string, more: readonly object[] = []): Step => ({
  method: 'PATCH',
  path,
  headers: { 'content-type': 'application/json-patch+json' },
  body: [{ op: 'replace', path: '/status', value: status }, ...more],
  doneWhen: { read: path, status },
});
