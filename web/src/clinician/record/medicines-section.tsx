import '../medication/medication.css';
import { useTranslation } from 'react-i18next';
import { periodText, shortDate } from '../../shared/format/date.ts';
import { dosageText } from '../../shared/resource/dosage.ts';
import { medicineName } from '../../shared/resource/line.ts';
import { useSay } from '../../shared/resource/use-say.ts';
import { useKept } from '../../shared/session/kept.ts';
import { Card } from '../../shared/ui/card.tsx';
import { Part } from '../../shared/ui/part.tsx';
import { useRole } from '../bar/use-user.ts';
import { RenewPanel } from '../medication/renew-panel.tsx';
import { StopActs } from '../medication/stop-acts.tsx';
import { ItemRows } from './item-rows.tsx';
import { endedForGood, ordersInOrder } from './medicine-list.ts';
import { MedicineTable } from './medicine-table.tsx';
import { useEndedOrders, useOrders, useStatements } from './record-data.ts';
import { SectionPage } from './section-page.tsx';

const prescribers = new Set(['lege', 'kommuneoverlege']);

export function MedicinesSection({ id }: { id: string }) {
  const { t } = useTranslation();
  const { language } = useSay();
  const orders = useOrders(id);
  const statements = useStatements(id);
  const ended = useEndedOrders(id, 200);
  const list = ordersInOrder(orders.data?.resources ?? []);
  const isOver = endedForGood(ended.data?.resources ?? [], orders.data?.resources ?? []);
  const [isRenewing, setRenewing] = useKept('renewing', false);
  // only what the server would let them do is offered; it decides all the same
  const isPrescriber = prescribers.has(useRole() ?? '');
  return (
    <SectionPage title={t('section.legemidler')}>
      <Card
        title={t('card.medicineList')}
        count={list.length > 0 ? t('card.inUse', { count: list.length }) : undefined}
        action={
          isPrescriber &&
          !isRenewing &&
          list.length > 0 && (
            <button type="button" className="ej-link" onClick={() => setRenewing(true)}>
              {t('medication.renew')}
            </button>
          )
        }
      >
        {isRenewing && <RenewPanel id={id} orders={list} onClose={() => setRenewing(false)} />}
        <Part of={orders} what={t('card.medicines.what')} rows={8}>
          {() =>
            list.length > 0 ? (
              <MedicineTable
                orders={list}
                {...(isPrescriber ? { acts: (order) => <StopActs id={id} order={order} /> } : {})}
              />
            ) : (
              <div className="ej-card-body">
                <p className="ej-strong">{t('card.medicines.none')}</p>
                <p className="ej-meta">{t('card.medicines.noneHelp')}</p>
              </div>
            )
          }
        </Part>
      </Card>
      {(statements.isError || (statements.data?.resources.length ?? 0) > 0) && (
        <Card title={t('card.told')}>
          <Part of={statements} what={t('card.medicines.what')}>
            {({ resources }) => (
              <ItemRows
                id={id}
                items={resources}
                label={t('card.told')}
                columns="minmax(0, 1fr) minmax(0, 1fr) max-content"
                cells={(statement, marked) => (
                  <>
                    <span>{marked(medicineName(statement))}</span>
                    <span>{dosageText(statement.dosage, language, t)}</span>
                    <span className="ej-row-end ej-num">
                      {periodText(statement.effectivePeriod, language) ||
                        shortDate(statement.effectiveDateTime ?? statement.dateAsserted, language)}
                    </span>
                  </>
                )}
              />
            )}
          </Part>
        </Card>
      )}
      {(ended.isError || isOver.length > 0) && (
        <Card title={t('card.ended')} count={isOver.length}>
          <Part of={ended} what={t('card.medicines.what')}>
            {() => <MedicineTable orders={isOver} ended />}
          </Part>
        </Card>
      )}
    </SectionPage>
  );
}
