import { useTranslation } from 'react-i18next';
import {
  endedAt,
  endedForGood,
  nameAndStrength,
  ordersInOrder,
  standingTwice,
  usageOf,
} from '../../clinician/record/medicine-list.ts';
import { sourceOf } from '../../shared/fhir/source.ts';
import type { MedicationRequest, MedicationStatement } from '../../shared/fhir/types.ts';
import { longDate } from '../../shared/format/date.ts';
import { conceptText } from '../../shared/format/quantity.ts';
import { useLanguage } from '../../shared/i18n/use-language.ts';
import { written } from '../../shared/i18n/written.ts';
import { SourceLine } from '../../shared/resource/source-line.tsx';
import { Part } from '../../shared/ui/part.tsx';
import { Explained, Voiced } from '../../shared/ui/voiced.tsx';
import { OpenRow } from '../frame/open-row.tsx';
import { RecordPart } from '../journal/record-part.tsx';
import { useEndedMedicines, useMedicines, useToldMedicines } from '../own-data.ts';
import { useSubject } from '../subject.ts';
import { textIn } from '../words/entry.ts';
import { ExplainedText } from '../words/explained-text.tsx';
import { explanationOf } from '../words/find-word.ts';
import { doseText } from './dose-text.ts';

const uses = ['1', '2', '3'] as const;

/** The medicines in use: how and why each is taken, and who answers for it; then what has ended. */
export default function MedicinesPage() {
  const { t } = useTranslation();
  const { patient } = useSubject();
  const orders = useMedicines(patient);
  const ended = useEndedMedicines(patient);
  const told = useToldMedicines(patient);
  const current = ordersInOrder(orders.data?.resources ?? []);
  const twice = standingTwice(current);
  const isOver = endedForGood(ended.data?.resources ?? [], orders.data?.resources ?? []);
  return (
    <RecordPart title={t('medicines.title')} lead={t('medicines.lead')}>
      <Part of={orders} what={t('medicines.what')} rows={8}>
        {() =>
          current.length === 0 ? (
            <section className="ej-c-card">
              <p>
                <b>{t('medicines.none')}</b>
              </p>
              <p>{t('medicines.none.help')}</p>
            </section>
          ) : (
            <div className="ej-c-stack">
              {uses.map((use) => {
                const some = current.filter((order) => usageOf(order) === use);
                if (some.length === 0) return null;
                return (
                  <section key={use} className="ej-c-card ej-c-list" aria-label={t(`medicines.use.${use}`)}>
                    <h2>{t(`medicines.use.${use}`)}</h2>
                    <ul>
                      {some.map((order) => (
                        <Medicine key={order.id} order={order} isTwice={twice.has(order)} />
                      ))}
                    </ul>
                  </section>
                );
              })}
            </div>
          )
        }
      </Part>
      {(told.data?.resources.length ?? 0) > 0 && (
        <section className="ej-c-card ej-c-list" aria-label={t('medicines.told')}>
          <h2>{t('medicines.told')}</h2>
          <ul>
            {told.data?.resources.map((one) => (
              <Medicine key={one.id} order={one} />
            ))}
          </ul>
        </section>
      )}
      {isOver.length > 0 && (
        <details className="ej-c-card ej-c-list">
          <summary>{t('medicines.ended', { count: isOver.length })}</summary>
          <ul>
            {isOver.map((order) => (
              <Medicine key={order.id} order={order} isOver />
            ))}
          </ul>
        </details>
      )}
      <p className="ej-c-note">{t('medicines.ask')}</p>
    </RecordPart>
  );
}

type Props = { order: MedicationRequest | MedicationStatement; isOver?: boolean; isTwice?: boolean };

function Medicine({ order, isOver = false, isTwice = false }: Props) {
  const { t } = useTranslation();
  const language = useLanguage();
  const concept = order.medicationCodeableConcept;
  const [name, strength] = nameAndStrength(conceptText(concept) || (order.medicationReference?.display ?? ''));
  const doses = doseText(
    order.resourceType === 'MedicationRequest' ? order.dosageInstruction : order.dosage,
    language,
    t,
  );
  const reason = reasonOf(order);
  const ended = isOver && order.resourceType === 'MedicationRequest' ? endedAt(order) : undefined;
  const stopped = [order.statusReason]
    .flat()
    .map((one) => conceptText(one))
    .filter(Boolean)
    .join(', ');
  const isWaiting = order.status === 'on-hold';
  return (
    <li>
      <OpenRow name={`medicine ${order.id}`} detail={() => <MedicineDetail order={order} />}>
        <b>
          <Voiced isWritten>
            {name} {strength}
          </Voiced>
        </b>
        {!isOver &&
          doses.map((dose) => (
            <span key={dose}>
              <Voiced>{dose}</Voiced>
            </span>
          ))}
        {reason && (
          <span className="ej-meta">
            <Voiced>{t('medicines.for', { reason: written(reason) })}</Voiced>
          </span>
        )}
        {isOver && (
          <span className="ej-meta">
            <Voiced>
              {[
                t(order.status === 'completed' ? 'medicines.finished' : 'medicines.stopped'),
                longDate(ended, language),
                stopped && t('medicines.because', { reason: written(stopped) }),
              ]
                .filter(Boolean)
                .join(' ')}
            </Voiced>
          </span>
        )}
        {isWaiting && <span className="ej-c-standing">{t('medicines.waiting')}</span>}
        {isTwice && <span className="ej-c-standing">{t('medicines.twice')}</span>}
      </OpenRow>
    </li>
  );
}

const reasonOf = (order: MedicationRequest | MedicationStatement): string =>
  [
    ...(order.reasonCode ?? []).map(conceptText),
    ...((order as MedicationRequest).reasonReference ?? []).map(({ display }) => display),
  ]
    .filter(Boolean)
    .join(', ');

function MedicineDetail({ order }: Pick<Props, 'order'>) {
  const { t } = useTranslation();
  const language = useLanguage();
  const of = explanationOf(order.medicationCodeableConcept);
  const doses = doseText(
    order.resourceType === 'MedicationRequest' ? order.dosageInstruction : order.dosage,
    language,
    t,
  );
  const reason = reasonOf(order);
  const validity = order.resourceType === 'MedicationRequest' ? order.dispenseRequest?.validityPeriod : undefined;
  const { author } = sourceOf(order);
  return (
    <>
      {of && (
        <p>
          <ExplainedText text={textIn(of, language)} />
        </p>
      )}
      <dl className="ej-c-facts">
        <Fact name={t('medicines.how')}>{doses.join('; ')}</Fact>
        <Fact name={t('medicines.why')}>{written(reason) || t('medicines.why.unknown')}</Fact>
        <Fact name={t('medicines.since')}>
          {longDate(
            order.resourceType === 'MedicationRequest' ? order.authoredOn : order.effectivePeriod?.start,
            language,
          )}
        </Fact>
        <Fact name={t('medicines.until')}>{longDate(validity?.end, language)}</Fact>
        <Fact name={t('medicines.owner')}>{author?.display ?? ''}</Fact>
        <Fact name={t('medicines.note')}>{written(order.note?.map(({ text }) => text).join(' ') ?? '')}</Fact>
      </dl>
      <SourceLine of={order} />
    </>
  );
}

function Fact({ name, children }: { name: string; children: string }) {
  if (!children) return null;
  return (
    <div>
      <dt>{name}</dt>
      <dd>
        <Explained>{children}</Explained>
      </dd>
    </div>
  );
}
