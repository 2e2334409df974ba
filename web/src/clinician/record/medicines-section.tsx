import '../problems/problems.css';
import '../medication/medication.css';
import { PlusIcon } from '@navikt/aksel-icons';
import { Button } from '@navikt/ds-react';
import { useTranslation } from 'react-i18next';
import { withLaterTexts } from '../../i18n.ts';
import type { MedicationRequest, MedicationStatement } from '../../shared/fhir/types.ts';
import { dayOf, periodText, shortDate } from '../../shared/format/date.ts';
import { hasCode } from '../../shared/format/quantity.ts';
import { dosageText } from '../../shared/resource/dosage.ts';
import { medicineName } from '../../shared/resource/line.ts';
import { useSay } from '../../shared/resource/use-say.ts';
import { useKept } from '../../shared/session/kept.ts';
import { Card } from '../../shared/ui/card.tsx';
import { later } from '../../shared/ui/later.tsx';
import { Part, Waiting } from '../../shared/ui/part.tsx';
import { Voiced } from '../../shared/ui/voiced.tsx';
import { ChainHistory } from '../medication/chain-history.tsx';
import { Proposals } from '../medication/proposals.tsx';
import { RenewPanel } from '../medication/renew-panel.tsx';
import { ResponsibleLine } from '../medication/responsible-line.tsx';
import { usePrescriber } from '../medication/use-prescriber.ts';
import { PrescriptionState } from '../prescriptions/prescription-state.tsx';
import { ItemRows } from './item-rows.tsx';
import { endedForGood, ordersInOrder } from './medicine-list.ts';
import { MedicineTable } from './medicine-table.tsx';
import { useEndedOrders, useOrders, useProposals, useStatements } from './record-data.ts';
import { SectionLink } from './section-link.tsx';
import { SectionPage } from './section-page.tsx';

/** What writes is fetched when somebody writes. */
const RecordAdvice = later(() => withLaterTexts(import('../advice/record-advice.tsx')));
const OrderForm = later(() => import('../medication/order-form.tsx'));
const MedicineActs = later(() => import('../medication/medicine-acts.tsx'));
const DayList = later(() => import('../medication/day-list.tsx'));
const PrescriptionActs = later(() => import('../prescriptions/prescription-acts.tsx'));
const SfmCard = later(() => withLaterTexts(import('../medication/sfm-card.tsx')));
const MultidoseCard = later(() => withLaterTexts(import('../prescriptions/multidose-card.tsx')));
const DispenserCard = later(() => withLaterTexts(import('../dispensers/dispenser-card.tsx')));
const PrescriptionsCard = later(() => import('../prescriptions/prescriptions-card.tsx'));

/** What the national list says of what is ordered here stands in the order; what only it has is shown. */
const isCovered = (
  { category, medicationCodeableConcept: its }: MedicationStatement,
  list: readonly MedicationRequest[],
) =>
  hasCode(category, 'sfm') &&
  list.some(({ medicationCodeableConcept: own }) =>
    (its?.coding ?? []).some(({ system, code }) =>
      (own?.coding ?? []).some((one) => one.system === system && one.code === code),
    ),
  );

/** The one list of medicines: what is taken now, or was on a day, and what can be done with each. */
export default function MedicinesSection({ id }: { id: string }) {
  const { t } = useTranslation();
  const { language } = useSay();
  const orders = useOrders(id);
  const statements = useStatements(id);
  const ended = useEndedOrders(id, 200);
  const list = ordersInOrder(orders.data?.resources ?? []);
  const isOver = endedForGood(ended.data?.resources ?? [], orders.data?.resources ?? []);
  const proposals = useProposals(id).data?.resources ?? [];
  const [isRenewing, setRenewing] = useKept('renewing', false);
  const [isAdding, setAdding] = useKept('adding medicine', false);
  const [day, setDay] = useKept('list on day', '');
  const { isPrescriber } = usePrescriber();
  const today = dayOf(Date.now());
  const told = (statements.data?.resources ?? []).filter((one) => !isCovered(one, list));
  const waiting = <Waiting what={t('card.medicines.what')} rows={4} />;
  return (
    <SectionPage
      title={t('section.legemidler')}
      action={
        <div className="ej-acts ej-noprint">
          <label className="ej-on-day">
            <span className="ej-meta">{t('medication.onDay')}</span>
            <input type="date" max={today} value={day} onChange={(event) => setDay(event.target.value)} />
          </label>
          <SectionLink id={id} to="samstemming">
            {t('reconcile.open')}
          </SectionLink>
          {!isAdding && (
            <Button
              type="button"
              size="small"
              className="ej-xs"
              icon={<PlusIcon aria-hidden />}
              onClick={() => setAdding(true)}
            >
              {t(isPrescriber ? 'medication.add' : 'medication.propose')}
            </Button>
          )}
        </div>
      }
    >
      <RecordAdvice id={id} tellsNone />
      {isAdding && (
        <Card title={t(isPrescriber ? 'medication.add' : 'medication.propose')}>
          <OrderForm id={id} onClose={() => setAdding(false)} waiting={waiting} />
        </Card>
      )}
      {day !== '' && <DayList id={id} day={day} onClose={() => setDay('')} waiting={waiting} />}
      <Proposals id={id} proposals={proposals} />
      <Card
        title={t('card.medicineList')}
        count={
          <>
            {list.length > 0 && <>{t('card.inUse', { count: list.length })} · </>}
            <ResponsibleLine id={id} />
          </>
        }
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
                isList
                orders={list}
                earlier={ended.data?.resources ?? []}
                stateOf={(order) => <PrescriptionState id={id} order={order} />}
                more={(order) => <ChainHistory id={id} order={order} />}
                {...(isPrescriber
                  ? {
                      acts: (order) => (
                        <>
                          <PrescriptionActs id={id} order={order} />
                          <MedicineActs id={id} order={order} waiting={waiting} />
                        </>
                      ),
                    }
                  : {})}
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
      {list.length > 0 && <MultidoseCard id={id} orders={list} />}
      {orders.data !== undefined && <DispenserCard id={id} offers />}
      {isPrescriber && list.length > 0 && <PrescriptionsCard id={id} orders={list} />}
      <SfmCard id={id} />
      {(statements.isError || told.length > 0) && (
        <Card title={t('card.told')}>
          <Part of={statements} what={t('card.medicines.what')}>
            {() => (
              <ItemRows
                id={id}
                items={told}
                label={t('card.told')}
                columns="minmax(0, 1fr) minmax(0, 1fr) max-content"
                cells={(statement, marked) => (
                  <>
                    <span>{marked(<Voiced isWritten>{medicineName(statement)}</Voiced>)}</span>
                    <span>
                      <Voiced>{dosageText(statement.dosage, language, t)}</Voiced>
                    </span>
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
            {() => (
              <MedicineTable
                orders={isOver}
                ended
                stateOf={(order) => <PrescriptionState id={id} order={order} />}
                more={(order) => <ChainHistory id={id} order={order} />}
              />
            )}
          </Part>
        </Card>
      )}
    </SectionPage>
  );
}
