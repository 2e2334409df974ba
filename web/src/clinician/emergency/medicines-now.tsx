import { isUnverified } from '@enjournal/server/care/devices';
import { Table } from '@navikt/ds-react';
import { useTranslation } from 'react-i18next';
import { principalDateOf } from '../../shared/fhir/principal-date.ts';
import { keyOf } from '../../shared/fhir/references.ts';
import { systems } from '../../shared/fhir/systems.ts';
import type { MedicationAdministration, MedicationRequest } from '../../shared/fhir/types.ts';
import { instantOf, shortDate, shortDateTime } from '../../shared/format/date.ts';
import { codeOf } from '../../shared/format/quantity.ts';
import { dosageText } from '../../shared/resource/dosage.ts';
import { medicineName } from '../../shared/resource/line.ts';
import { useSay } from '../../shared/resource/use-say.ts';
import { Card } from '../../shared/ui/card.tsx';
import { Part } from '../../shared/ui/part.tsx';
import { Voiced } from '../../shared/ui/voiced.tsx';
import { endedAt, nameAndStrength, ordersInOrder, recentlyStopped, strengthChange } from '../record/medicine-list.ts';
import { useDosesGiven, useEndedOrders, useOrders, useReconciledList } from '../record/record-data.ts';
import { SectionLink } from '../record/section-link.tsx';

const changedDays = 30;

const substanceOf = (of: MedicationRequest | MedicationAdministration): string =>
  codeOf(of.medicationCodeableConcept, systems.atc) ?? medicineName(of);

/** What the person takes, when each was given last, and what was changed lately. */
export function MedicinesNow({ id }: { id: string }) {
  const { t } = useTranslation();
  const { language } = useSay();
  const orders = useOrders(id);
  const ended = useEndedOrders(id);
  const reconciled = useReconciledList(id).data?.resources[0];
  const given = useDosesGiven(id);
  const list = ordersInOrder(orders.data?.resources ?? []);
  const lastGiven = new Map<string, MedicationAdministration>();
  for (const one of given.data?.resources ?? []) {
    const substance = substanceOf(one);
    if (!lastGiven.has(substance)) lastGiven.set(substance, one);
  }
  const since = Date.now() - changedDays * 86_400_000;
  const before = ended.data?.resources ?? [];
  const changes = [
    ...recentlyStopped(before, list).map((order) => ({ at: endedAt(order), text: medicineName(order), isOver: true })),
    ...list
      .filter(({ authoredOn }) => instantOf(authoredOn) > since)
      .sort((a, b) => instantOf(b.authoredOn) - instantOf(a.authoredOn))
      .map((order) => ({
        at: order.authoredOn,
        text: [
          nameAndStrength(medicineName(order))[0],
          strengthChange(order, before) || nameAndStrength(medicineName(order))[1],
        ]
          .filter(Boolean)
          .join(' '),
        isOver: false,
      })),
  ].slice(0, 5);
  return (
    <Card
      title={t('emergency.medicines')}
      count={[
        list.length || '',
        reconciled?.date && t('card.reconciled', { when: shortDate(reconciled.date, language) }),
      ]
        .filter(Boolean)
        .join(' · ')}
      action={
        <SectionLink id={id} to="legemidler">
          {t('emergency.allMedicines')}
        </SectionLink>
      }
      foot={
        changes.length > 0 && (
          <>
            {t('emergency.changed')}{' '}
            {changes.map(({ text, at, isOver }, index) => (
              <span key={`${text} ${at}`}>
                {index > 0 && ' · '}
                <Voiced isWritten>{isOver ? <s>{text}</s> : text}</Voiced> {shortDate(at, language)}
              </span>
            ))}
          </>
        )
      }
    >
      <Part of={orders} what={t('card.medicines.what')} rows={8}>
        {() =>
          list.length > 0 ? (
            <Table size="small" className="ej-dense ej-medicines">
              <caption className="ej-sr">{t('emergency.medicines')}</caption>
              <Table.Header>
                <Table.Row>
                  <Table.HeaderCell scope="col">{t('card.medicine')}</Table.HeaderCell>
                  <Table.HeaderCell scope="col">{t('card.dosage')}</Table.HeaderCell>
                  <Table.HeaderCell scope="col">{t('emergency.lastGiven')}</Table.HeaderCell>
                </Table.Row>
              </Table.Header>
              <Table.Body>
                {list.map((order) => {
                  const [name, strength] = nameAndStrength(medicineName(order));
                  return (
                    <Table.Row key={keyOf(order)} shadeOnHover={false}>
                      <Table.HeaderCell scope="row">
                        <Voiced isWritten>
                          <b>{name}</b> {strength}
                        </Voiced>
                      </Table.HeaderCell>
                      <Table.DataCell>
                        <Voiced>{dosageText(order.dosageInstruction, language, t)}</Voiced>
                      </Table.DataCell>
                      <Table.DataCell className="ej-num">
                        <LastGiven dose={lastGiven.get(substanceOf(order))} />
                      </Table.DataCell>
                    </Table.Row>
                  );
                })}
              </Table.Body>
            </Table>
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

/** A dispenser knows that the dose was taken out, and not who took it: until somebody has confirmed it, it is marked. */
function LastGiven({ dose }: { dose: MedicationAdministration | undefined }) {
  const { t } = useTranslation();
  const { language } = useSay();
  if (dose === undefined) return '–';
  return (
    <span className="ej-last-given">
      <span className="ej-nowrap">{shortDateTime(principalDateOf(dose), language) || '–'}</span>
      {isUnverified(dose as never) && <span className="ej-tag ej-nowrap">{t('resource.unverified')}</span>}
    </span>
  );
}
