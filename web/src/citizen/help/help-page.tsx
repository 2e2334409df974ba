import { useTranslation } from 'react-i18next';
import { episodesWithout, isService } from '../../clinician/record/services.ts';
import type { ServiceRequest } from '../../shared/fhir/types.ts';
import { longDate, longPeriod } from '../../shared/format/date.ts';
import { conceptText } from '../../shared/format/quantity.ts';
import { useLanguage } from '../../shared/i18n/use-language.ts';
import { written } from '../../shared/i18n/written.ts';
import { extentText } from '../../shared/resource/care-facts.tsx';
import { ResourceDetail } from '../../shared/resource/resource-detail.tsx';
import { Part } from '../../shared/ui/part.tsx';
import { Voiced } from '../../shared/ui/voiced.tsx';
import { OpenRow } from '../frame/open-row.tsx';
import { RecordPart } from '../journal/record-part.tsx';
import { useEpisodes, useServices } from '../own-data.ts';
import { useSubject } from '../subject.ts';

/** What the municipality gives, how much and by whom, with the decision behind it; and what has been applied for. */
export default function HelpPage() {
  const { t } = useTranslation();
  const language = useLanguage();
  const { patient } = useSubject();
  const requests = useServices(patient);
  const episodes = useEpisodes(patient).data?.resources ?? [];
  const all = requests.data?.resources ?? [];
  const services = all.filter(isService);
  const applications = all.filter(({ intent }) => intent === 'proposal');
  const others = episodesWithout(episodes, services);
  return (
    <RecordPart title={t('me.place.help')} lead={t('help.lead')}>
      <section className="ej-c-card ej-c-list" aria-label={t('help.services')}>
        <h2>{t('help.services')}</h2>
        <Part of={requests} what={t('help.what')} rows={4}>
          {() =>
            services.length + others.length === 0 ? (
              <p>{t('help.none')}</p>
            ) : (
              <ul>
                {services.map((one) => (
                  <Service key={one.id} of={one} />
                ))}
                {others.map((one) => (
                  <li key={one.id} className="ej-c-still">
                    <b>
                      <Voiced isWritten>{conceptText(one.type?.[0]) || one.managingOrganization?.display}</Voiced>
                    </b>
                    <span className="ej-meta">{longPeriod(one.period, language)}</span>
                  </li>
                ))}
              </ul>
            )
          }
        </Part>
      </section>
      {applications.length > 0 && (
        <section className="ej-c-card ej-c-list" aria-label={t('help.applications')}>
          <h2>{t('help.applications')}</h2>
          <ul>
            {applications.map((one) => (
              <Service key={one.id} of={one} />
            ))}
          </ul>
        </section>
      )}
    </RecordPart>
  );
}

function Service({ of }: { of: ServiceRequest }) {
  const { t } = useTranslation();
  const language = useLanguage();
  const by = (of.performer ?? [])
    .map(({ display }) => display)
    .filter(Boolean)
    .join(', ');
  const when =
    of.intent === 'proposal'
      ? t('help.sent', { date: longDate(of.authoredOn, language) })
      : longPeriod(of.occurrencePeriod, language);
  return (
    <li>
      <OpenRow name={`service ${of.id}`} detail={() => <ResourceDetail of={of} />}>
        <b>
          <Voiced isWritten>{conceptText(of.code)}</Voiced>
        </b>
        <span>
          <Voiced>{[written(extentText(of, language).replace('/', ' per ')), when].filter(Boolean).join(', ')}</Voiced>
        </span>
        {by && (
          <span className="ej-meta">
            <Voiced isWritten>{by}</Voiced>
          </span>
        )}
      </OpenRow>
    </li>
  );
}
