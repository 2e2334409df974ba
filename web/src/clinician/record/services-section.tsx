import { useTranslation } from 'react-i18next';
import type { ServiceRequest } from '../../shared/fhir/types.ts';
import { shortDate } from '../../shared/format/date.ts';
import { useRecordSearch } from '../../shared/record/record-queries.ts';
import { codeText, lineOf } from '../../shared/resource/line.ts';
import { useSay } from '../../shared/resource/use-say.ts';
import { Card } from '../../shared/ui/card.tsx';
import { Part } from '../../shared/ui/part.tsx';
import { Voiced } from '../../shared/ui/voiced.tsx';
import { ContactsCard } from './contacts-card.tsx';
import { ItemRows } from './item-rows.tsx';
import { ReferralsCard } from './referrals-card.tsx';
import { SectionPage } from './section-page.tsx';
import { isService } from './services.ts';
import { ServiceRows, ServicesCard } from './services-card.tsx';

export function ServicesSection({ id }: { id: string }) {
  const { t } = useTranslation();
  const say = useSay();
  const requests = useRecordSearch<ServiceRequest>(id, 'ServiceRequest', { _sort: '-authored', _count: '200' });
  const all = requests.data?.resources ?? [];
  const open = (request: ServiceRequest) =>
    request.status === 'active' || request.status === 'on-hold' || request.status === 'draft';
  const ended = all.filter((request) => isService(request) && !open(request));
  const others = all.filter((request) => !isService(request));
  return (
    <SectionPage title={t('section.tjenester')}>
      <div className="ej-beside">
        <ServicesCard id={id} linked={false} />
        <ReferralsCard id={id} />
        <ContactsCard id={id} />
      </div>
      {requests.isError && (
        <Part of={requests} what={t('card.services.what')}>
          {() => null}
        </Part>
      )}
      {ended.length > 0 && (
        <Card title={t('card.services.ended')} count={ended.length}>
          <ServiceRows id={id} services={ended} />
        </Card>
      )}
      {others.length > 0 && (
        <Card title={t('card.services.referrals')} count={others.length}>
          <ItemRows
            id={id}
            items={others}
            label={t('card.services.referrals')}
            columns="var(--ej-request-columns)"
            fold={40}
            cells={(request, marked) => (
              <>
                <span className="ej-num">{shortDate(request.authoredOn, say.language)}</span>
                <span className="ej-meta">
                  <Voiced>{lineOf(request, [], say).label}</Voiced>
                </span>
                <span className="ej-second">
                  {marked(
                    <Voiced>
                      <Voiced>{lineOf(request, [], say).text}</Voiced>
                    </Voiced>,
                  )}
                </span>
                <span className="ej-row-end ej-meta-size ej-second">{codeText(request.status, t)}</span>
              </>
            )}
          />
        </Card>
      )}
    </SectionPage>
  );
}
