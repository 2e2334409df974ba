import { Table } from '@navikt/ds-react';
import { useTranslation } from 'react-i18next';
import { withLaterTexts } from '../../i18n.ts';
import { type Party, useParties } from '../../shared/access/parties.ts';
import { reasonText } from '../../shared/access/reason-text.ts';
import { shortDate } from '../../shared/format/date.ts';
import { useLanguage } from '../../shared/i18n/use-language.ts';
import { roleName } from '../../shared/staff/roles.ts';
import { Card } from '../../shared/ui/card.tsx';
import { later } from '../../shared/ui/later.tsx';
import { Part } from '../../shared/ui/part.tsx';
import { SectionPage } from '../record/section-page.tsx';
import { SeenCard } from './seen-card.tsx';

const RecordViewCard = later(() => withLaterTexts(import('../citizen-view/record-view-card.tsx')));

/** Who could open this record now, what the citizen sees of it, and who has opened it. */
export default function AccessSection({ id }: { id: string }) {
  const { t } = useTranslation();
  const parties = useParties(id);
  return (
    <SectionPage title={t('section.tilgang')}>
      <Card title={t('access.canSee')} count={parties.data?.length}>
        <Part of={parties} what={t('access.canSee.what')}>
          {(found) => (found.length > 0 ? <PartyTable parties={found} /> : <p>{t('access.canSee.none')}</p>)}
        </Part>
      </Card>
      <RecordViewCard id={id} />
      <SeenCard id={id} />
    </SectionPage>
  );
}

function PartyTable({ parties }: { parties: readonly Party[] }) {
  const { t } = useTranslation();
  const language = useLanguage();
  return (
    <div className="ej-stacked">
      <Table size="small" className="ej-dense">
        <caption className="ej-sr">{t('access.canSee')}</caption>
        <Table.Header>
          <Table.Row>
            <Table.HeaderCell scope="col">{t('access.unit')}</Table.HeaderCell>
            <Table.HeaderCell scope="col">{t('access.role')}</Table.HeaderCell>
            <Table.HeaderCell scope="col">{t('access.ground')}</Table.HeaderCell>
            <Table.HeaderCell scope="col">{t('access.until')}</Table.HeaderCell>
          </Table.Row>
        </Table.Header>
        <Table.Body>
          {parties.map((one) => (
            <Table.Row key={one.key} shadeOnHover={false}>
              <Table.HeaderCell scope="row">{one.unit}</Table.HeaderCell>
              <Table.DataCell>
                {roleName(one.role, language)}
                {one.person === undefined
                  ? ` (${t('access.people', { count: one.people })})`
                  : one.person && `: ${one.person}`}
              </Table.DataCell>
              <Table.DataCell>
                {reasonText(one.ground, language)}
                {one.isBlocked && <div className="ej-meta">{t('access.someBlocked')}</div>}
              </Table.DataCell>
              <Table.DataCell className="ej-num" data-label={t('access.until')} data-empty={one.until === undefined}>
                {one.until ? shortDate(one.until, language) : '–'}
              </Table.DataCell>
            </Table.Row>
          ))}
        </Table.Body>
      </Table>
    </div>
  );
}
