import { useTranslation } from 'react-i18next';
import type { ServiceRequest, Task } from '../../shared/fhir/types.ts';
import { shortDate } from '../../shared/format/date.ts';
import { conceptText } from '../../shared/format/quantity.ts';
import { useLanguage } from '../../shared/i18n/use-language.ts';
import { useRecordSearch } from '../../shared/record/record-queries.ts';
import { Card } from '../../shared/ui/card.tsx';
import { Part } from '../../shared/ui/part.tsx';
import { deliveryOf, isReferral } from '../referral/delivery.ts';
import { DeliveryState } from '../referral/delivery-state.tsx';
import { ItemRows } from './item-rows.tsx';
import { useServiceRequests } from './record-data.ts';
import { SectionLink } from './section-link.tsx';

/** Referrals under way and what has become of each: those that nobody has confirmed stand first. Nothing where there are none. */
export function ReferralsCard({ id }: { id: string }) {
  const { t } = useTranslation();
  const language = useLanguage();
  const requests = useServiceRequests(id);
  const referrals = (requests.data?.resources ?? []).filter(isReferral);
  const tasks = useTasksOf(id);
  if (referrals.length === 0) return null;
  const states = new Map(referrals.map((one) => [one, deliveryOf(one, tasks.data?.resources ?? [])]));
  const isUrgent = (one: ServiceRequest) => ['unconfirmed', 'declined'].includes(states.get(one) ?? '');
  return (
    <Card
      title={t('card.referrals')}
      count={referrals.length}
      action={
        <SectionLink id={id} to="tjenester">
          {t('card.all')}
          <span className="ej-sr">: {t('card.referrals')}</span>
        </SectionLink>
      }
    >
      <Part of={tasks} what={t('card.referrals.what')} rows={referrals.length}>
        {() => (
          <ItemRows
            id={id}
            items={[...referrals].sort((a, b) => Number(isUrgent(b)) - Number(isUrgent(a)))}
            label={t('card.referrals')}
            columns="minmax(0, 1fr) max-content max-content"
            fold={4}
            cells={(request, marked) => (
              <>
                <span className="ej-clip">{marked(request.performer?.[0]?.display ?? conceptText(request.code))}</span>
                <DeliveryState of={states.get(request) ?? 'sent'} />
                <span className="ej-row-end ej-num ej-meta-size">{shortDate(request.authoredOn, language)}</span>
              </>
            )}
          />
        )}
      </Part>
    </Card>
  );
}

/** The record's tasks that are not long over: what tells what has become of a referral. */
export const useTasksOf = (id: string) =>
  useRecordSearch<Task>(id, 'Task', { _sort: '-authored-on', _count: '100' }, { limit: 100 });
