import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { FhirFailure, matchesOf, read, search } from '../../shared/fhir/client.ts';
import { localReference } from '../../shared/fhir/references.ts';
import { sourceOf } from '../../shared/fhir/source.ts';
import type { MedicationRequest } from '../../shared/fhir/types.ts';
import { shortDateTime } from '../../shared/format/date.ts';
import { conceptText } from '../../shared/format/quantity.ts';
import { useLanguage } from '../../shared/i18n/use-language.ts';
import { recordKey } from '../../shared/record/record-queries.ts';
import { dosageText } from '../../shared/resource/dosage.ts';
import { medicineName } from '../../shared/resource/line.ts';
import { useKept } from '../../shared/session/kept.ts';
import { Part } from '../../shared/ui/part.tsx';

const MOST = 40;

/** One moment in a treatment: an order, an edit of it, or its end. */
type Moment = {
  key: string;
  at: string | undefined;
  kind: 'first' | 'follows' | 'renewed' | 'edited' | 'stopped';
  order: MedicationRequest;
  why: string;
};

/** A treatment from its first order to now, newest first: what was taken, who said so, and why it became otherwise. */
export function ChainHistory({ id, order }: { id: string; order: MedicationRequest }) {
  const { t } = useTranslation();
  const language = useLanguage();
  const [isOpen, setOpen] = useKept(`chain ${order.id}`, false);
  const chain = useQuery({
    queryKey: recordKey(id, ['MedicationRequest'], 'chain', order.id, order.meta?.versionId),
    enabled: isOpen,
    queryFn: ({ signal }) => momentsOf(order, signal),
  });
  return (
    <details className="ej-chain" open={isOpen} onToggle={(event) => setOpen(event.currentTarget.open)}>
      <summary>{t('medication.history')}</summary>
      {isOpen && (
        <Part of={chain} what={t('medication.historyWhat')} rows={2}>
          {(moments) => (
            <ol className="ej-moments">
              {moments.map(({ key, at, kind, order: one, why }) => {
                const { author, organization } = sourceOf(one);
                return (
                  <li key={key}>
                    <span className="ej-num ej-nowrap">{shortDateTime(at, language)}</span>
                    <span>
                      <b>{t(`medication.version.${kind}`)}</b>{' '}
                      {kind === 'stopped'
                        ? medicineName(one)
                        : `${medicineName(one)}, ${dosageText(one.dosageInstruction, language, t)}`}
                      {why && <q>{why}</q>}
                    </span>
                    <span className="ej-meta">{[author?.display, organization].filter(Boolean).join(', ')}</span>
                  </li>
                );
              })}
            </ol>
          )}
        </Part>
      )}
    </details>
  );
}

/** Back along what each order follows, with each version in which something was otherwise. */
async function momentsOf(last: MedicationRequest, signal: AbortSignal): Promise<Moment[]> {
  const moments: Moment[] = [];
  let order: MedicationRequest | undefined = last;
  while (order !== undefined && moments.length < MOST) {
    const earlier = await priorOf(order, signal);
    const versions = await versionsOf(order, signal);
    // what another order follows did not end there
    if (order === last && (order.status === 'stopped' || order.status === 'cancelled')) {
      const at =
        (order.meta?.versionId ?? '1') === '1' ? order.dispenseRequest?.validityPeriod?.end : order.meta?.lastUpdated;
      moments.push({ key: `${order.id} end`, at, kind: 'stopped', order, why: conceptText(order.statusReason) });
    }
    for (const [index, version] of versions.entries()) {
      const before = versions[index + 1];
      if (before !== undefined && saidBy(before) === saidBy(version)) continue;
      const isFirst = before === undefined;
      const kind = !isFirst
        ? 'edited'
        : earlier === undefined
          ? 'first'
          : saidBy(earlier) === saidBy(version)
            ? 'renewed'
            : 'follows';
      const why = isFirst ? (earlier?.statusReason?.text ?? version.note?.[0]?.text ?? '') : '';
      const at = isFirst ? version.authoredOn : version.meta?.lastUpdated;
      moments.push({ key: `${order.id} ${version.meta?.versionId}`, at, kind, order: version, why });
    }
    order = earlier;
  }
  return moments;
}

/** What is taken and how; not how long it is good. */
const saidBy = ({ medicationCodeableConcept, dosageInstruction = [] }: MedicationRequest): string =>
  JSON.stringify([
    conceptText(medicationCodeableConcept),
    dosageInstruction.map(({ text, timing, doseAndRate, ...rest }) => [
      timing?.repeat && { ...timing.repeat, boundsPeriod: undefined },
      doseAndRate,
      rest.maxDosePerPeriod,
      rest.asNeededBoolean,
    ]),
  ]);

async function priorOf(
  { priorPrescription }: MedicationRequest,
  signal: AbortSignal,
): Promise<MedicationRequest | undefined> {
  const [type, id] = (localReference(priorPrescription) ?? '').split('/');
  if (type !== 'MedicationRequest' || !id) return undefined;
  try {
    return await read<MedicationRequest>(type, id, signal);
  } catch (error) {
    // kept from this reader, or gone: the chain is as long as it is shown
    if (error instanceof FhirFailure && (error.kind === 'absent' || error.kind === 'refused')) return undefined;
    throw error;
  }
}

async function versionsOf(order: MedicationRequest, signal: AbortSignal): Promise<MedicationRequest[]> {
  if ((order.meta?.versionId ?? '1') === '1') return [order];
  return matchesOf(await search<MedicationRequest>(`MedicationRequest/${order.id}/_history`, { _count: '20' }, signal));
}
