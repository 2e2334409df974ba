import { isPacked } from '@enjournal/server/care/prescribing';
import { Table } from '@navikt/ds-react';
import { Fragment, type ReactNode, useId } from 'react';
import { useTranslation } from 'react-i18next';
import { keyOf } from '../../shared/fhir/references.ts';
import { sourceOf } from '../../shared/fhir/source.ts';
import type { MedicationRequest } from '../../shared/fhir/types.ts';
import { shortDate } from '../../shared/format/date.ts';
import { conceptText } from '../../shared/format/quantity.ts';
import { written } from '../../shared/i18n/written.ts';
import { useLive } from '../../shared/record/live.ts';
import { dosageText } from '../../shared/resource/dosage.ts';
import { codeText, medicineName } from '../../shared/resource/line.ts';
import { ResourceDetail } from '../../shared/resource/resource-detail.tsx';
import { useSay } from '../../shared/resource/use-say.ts';
import { useKept } from '../../shared/session/kept.ts';
import { rovingRows } from '../../shared/ui/roving-rows.ts';
import { NewMark } from '../../shared/ui/row-list.tsx';
import { Voiced } from '../../shared/ui/voiced.tsx';
import { endedAt, nameAndStrength, standingTwice, strengthChange, usageOf } from './medicine-list.ts';

type Props = {
  orders: readonly MedicationRequest[];
  ended?: boolean;
  /** What came before, for what a new order changed. */
  earlier?: readonly MedicationRequest[];
  /** How its prescription stands. */
  stateOf?: (order: MedicationRequest) => ReactNode;
  /** What the reader may do with an order, above what it says when it is open. */
  acts?: (order: MedicationRequest) => ReactNode;
  /** What else is told of it when it is open, below. */
  more?: (order: MedicationRequest) => ReactNode;
  /** With who ordered it and what for, and in the groups that a medicine list has. */
  isList?: boolean;
};

/** Medicines as a dense table; a row opens beneath itself. */
export function MedicineTable({ orders, ended = false, earlier = [], stateOf, acts, more, isList = false }: Props) {
  const { t } = useTranslation();
  const { language } = useSay();
  const { changes } = useLive();
  const id = useId();
  const twice = standingTwice(ended ? [] : orders);
  const [open, setOpen] = useKept<string | undefined>(`medicines open ${ended}`, undefined);
  return (
    <Table size="small" className="ej-dense ej-medicines" {...rovingRows}>
      <caption className="ej-sr">{t(ended ? 'card.ended' : 'section.legemidler')}</caption>
      <Table.Header>
        <Table.Row>
          <Table.HeaderCell scope="col">{t('card.medicine')}</Table.HeaderCell>
          <Table.HeaderCell scope="col">{t('card.dosage')}</Table.HeaderCell>
          {isList && (
            <Table.HeaderCell scope="col" className="ej-roomy">
              {t('medication.owner')}
            </Table.HeaderCell>
          )}
          <Table.HeaderCell scope="col">{t(ended ? 'resource.to' : 'card.lastChange')}</Table.HeaderCell>
        </Table.Row>
      </Table.Header>
      <Table.Body>
        {orders.map((order, index) => {
          const key = keyOf(order);
          const [name, strength] = nameAndStrength(medicineName(order));
          const { author, organization } = sourceOf(order);
          const expanded = key === open;
          const changed = ended ? '' : strengthChange(order, earlier);
          const group = usageOf(order);
          const isFirst =
            isList && !ended && (index === 0 || usageOf(orders[index - 1] as MedicationRequest) !== group);
          const reason = order.reasonCode?.map(conceptText).filter(Boolean).join(', ');
          return (
            <Fragment key={key}>
              {isFirst && (
                <Table.Row shadeOnHover={false} className="ej-group">
                  <Table.HeaderCell scope="rowgroup" colSpan={4}>
                    {t(`medication.group.${group}`)}
                  </Table.HeaderCell>
                </Table.Row>
              )}
              <Table.Row className="ej-openable" data-open={expanded}>
                <Table.HeaderCell scope="row">
                  <button
                    type="button"
                    className="ej-cell-button"
                    data-row
                    tabIndex={index === 0 ? 0 : -1}
                    aria-expanded={expanded}
                    {...(expanded ? { 'aria-controls': `${id}-${index}` } : {})}
                    onClick={() => setOpen(expanded ? undefined : key)}
                  >
                    <Voiced isWritten>
                      <b>{name}</b> {strength}
                    </Voiced>
                  </button>
                  {isPacked(order as never) && <span className="ej-tag ej-tag-inline">{t('medication.packed')}</span>}
                  {twice.has(order) && (
                    <span className="ej-tag ej-tag-inline ej-tag-warning">{t('medication.twice')}</span>
                  )}
                  {isList && reason && (
                    <span className="ej-sub">
                      <Voiced>{t('medication.for', { what: written(reason) })}</Voiced>
                    </span>
                  )}
                </Table.HeaderCell>
                <Table.DataCell>
                  <Voiced>{dosageText(order.dosageInstruction, language, t)}</Voiced> {stateOf?.(order)}
                  {order.status === 'on-hold' && (
                    <span className="ej-tag ej-tag-inline">{codeText(order.status, t)}</span>
                  )}
                </Table.DataCell>
                {isList && (
                  <Table.DataCell className="ej-roomy">
                    {author?.display}
                    {organization && <span className="ej-sub">{organization}</span>}
                  </Table.DataCell>
                )}
                <Table.DataCell>
                  {changed && <span className="ej-changed">{changed} </span>}
                  <NewMark shown={changes.has(key)}>
                    <span className="ej-num ej-nowrap">
                      {shortDate(ended ? endedAt(order) : order.authoredOn, language)}
                    </span>
                  </NewMark>{' '}
                  <span className={isList ? 'ej-meta ej-narrow' : 'ej-meta'}>
                    {author?.display?.split(' ').at(-1) ?? organization}
                  </span>
                </Table.DataCell>
              </Table.Row>
              {expanded && (
                <Table.Row shadeOnHover={false}>
                  <Table.DataCell colSpan={isList ? 4 : 3} className="ej-cell-opened" id={`${id}-${index}`}>
                    {acts?.(order)}
                    <ResourceDetail of={order} />
                    {more?.(order)}
                  </Table.DataCell>
                </Table.Row>
              )}
            </Fragment>
          );
        })}
      </Table.Body>
    </Table>
  );
}
