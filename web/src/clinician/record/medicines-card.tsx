import { useTranslation } from 'react-i18next';
import { keyOf } from '../../shared/fhir/references.ts';
import type { MedicationRequest } from '../../shared/fhir/types.ts';
import { shortDate } from '../../shared/format/date.ts';
import { useLanguage } from '../../shared/i18n/use-language.ts';
import { medicineName } from '../../shared/resource/line.ts';
import { Card } from '../../shared/ui/card.tsx';
import { Part } from '../../shared/ui/part.tsx';
import { Voiced } from '../../shared/ui/voiced.tsx';
import { endedAt, ordersInOrder, recentlyStopped } from './medicine-list.ts';
import { MedicineTable } from './medicine-table.tsx';
import { useEndedOrders, useOrders, useReconciledList } from './record-data.ts';
import { SectionLink } from './section-link.tsx';

/** One list of medicines for everyone; what was stopped lately stays below it. */
export function MedicinesCard({ id }: { id: string }) {
  const { t } = useTranslation();
  const orders = useOrders(id);
  const ended = useEndedOrders(id);
  const reconciled = useReconciledList(id).data?.resources[0];
  const language = useLanguage();
  const list = ordersInOrder(orders.data?.resources ?? []);
  const stopped = recentlyStopped(ended.data?.resources ?? [], list);
  return (
    <Card
      title={t('section.legemidler')}
      count={[
        list.length > 0 && t('card.inUse', { count: list.length }),
        reconciled?.date && t('card.reconciled', { when: shortDate(reconciled.date, language) }),
      ]
        .filter(Boolean)
        .join(' · ')}
      action={
        <SectionLink id={id} to="legemidler">
          {t('card.medicineList')}
        </SectionLink>
      }
      foot={stopped.length > 0 && <Stopped orders={stopped} />}
    >
      <Part of={orders} what={t('card.medicines.what')} rows={6}>
        {() =>
          list.length > 0 ? (
            <MedicineTable orders={list} earlier={ended.data?.resources ?? []} />
          ) : (
            <div className="ej-card-body">
              <p className="ej-strong">{t('card.medicines.none')}</p>
              <p className="ej-meta">{t('card.medicines.noneHelp')}</p>
            </div>
          )
        }
      </Part>
    </Card>
  );
}

function Stopped({ orders }: { orders: readonly MedicationRequest[] }) {
  const { t } = useTranslation();
  const language = useLanguage();
  return (
    <>
      {t('card.stopped')}{' '}
      {orders.map((order, index) => (
        <span key={keyOf(order)}>
          {index > 0 && ' · '}
          <s>
            <Voiced isWritten>{medicineName(order)}</Voiced>
          </s>{' '}
          {shortDate(endedAt(order), language)}
        </span>
      ))}
    </>
  );
}
