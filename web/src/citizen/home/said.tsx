import { useQuery } from '@tanstack/react-query';
import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { matchesOf, search } from '../../shared/fhir/client.ts';
import type { AuditEvent } from '../../shared/fhir/types.ts';
import { dayHeading, instantOf } from '../../shared/format/date.ts';
import { useLanguage } from '../../shared/i18n/use-language.ts';
import { recordKey } from '../../shared/record/record-queries.ts';
import { Voiced } from '../../shared/ui/voiced.tsx';
import { isAhead, toldAppointment } from '../appointments/told-appointment.ts';
import { useComing, useMedicines } from '../own-data.ts';
import { useSubject } from '../subject.ts';

/** Changed lately enough to be told of. */
const LATELY_MS = 14 * 86_400_000;

export function MedicinesSaid() {
  const { t } = useTranslation();
  const { patient } = useSubject();
  const medicines = useMedicines(patient).data?.resources;
  if (!medicines) return null;
  const followed = new Set(medicines.map(({ priorPrescription }) => priorPrescription?.reference));
  const inUse = medicines.filter(({ id }) => !followed.has(`MedicationRequest/${id}`));
  const changed = inUse.filter(({ authoredOn }) => Date.now() - instantOf(authoredOn) < LATELY_MS).length;
  return (
    <>
      {t('me.said.medicines', { count: inUse.length })}
      {changed > 0 && ` ${t('me.said.changed', { count: changed })}`}
    </>
  );
}

export function AppointmentsSaid() {
  const { t } = useTranslation();
  const language = useLanguage();
  const { patient } = useSubject();
  const coming = useComing(patient).data?.resources;
  if (!coming) return null;
  const [, next] = coming.filter((one) => isAhead(one, Date.now())).map((one) => toldAppointment(one, t, language));
  return next ? <Voiced>{`${dayHeading(next.day, language)}: ${next.what}`}</Voiced> : t('me.said.noMore');
}

const DAYS = 7;

/** Who were in the record lately, of the newest entries: how many, and whether any was stopped. All of it stands on the page itself. */
export function SeenSaid() {
  const { t } = useTranslation();
  const { patient } = useSubject();
  // Entries of the log are long: what the first page is for comes before them.
  const [isLater, setLater] = useState(false);
  useEffect(() => {
    const timer = setTimeout(() => setLater(true), 1_500);
    return () => clearTimeout(timer);
  }, []);
  const { data } = useQuery({
    enabled: isLater,
    queryKey: recordKey(patient, ['AuditEvent'], 'lately'),
    queryFn: async ({ signal }) => {
      const since = new Date(Date.now() - DAYS * 86_400_000).toISOString().slice(0, 10);
      const params = { patient, date: `ge${since}`, 'agent:not': `Patient/${patient}`, _sort: '-date', _count: '40' };
      const people = matchesOf(await search<AuditEvent>('AuditEvent', params, signal)).flatMap(({ agent, outcome }) => {
        const who = agent?.[0]?.who;
        return who?.reference?.startsWith('Practitioner') ? [{ who: who.reference, isStopped: outcome === '4' }] : [];
      });
      const count = (some: typeof people) => new Set(some.map(({ who }) => who)).size;
      return {
        seen: count(people.filter((one) => !one.isStopped)),
        stopped: count(people.filter((one) => one.isStopped)),
      };
    },
  });
  if (data === undefined) return null;
  return (
    <>
      {data.seen === 0 ? t('me.said.unseen') : t('me.said.seen', { count: data.seen })}
      {data.stopped > 0 && ` ${t('me.said.stopped', { count: data.stopped })}`}
    </>
  );
}
