import { useTranslation } from 'react-i18next';
import type { ServiceRequest } from '../../shared/fhir/types.ts';
import { periodText, shortDate } from '../../shared/format/date.ts';
import { conceptText } from '../../shared/format/quantity.ts';
import { useLanguage } from '../../shared/i18n/use-language.ts';
import type { Language } from '../../shared/i18n/words.ts';
import { written } from '../../shared/i18n/written.ts';
import { extentText } from '../../shared/resource/care-facts.tsx';
import { Card } from '../../shared/ui/card.tsx';
import { Part } from '../../shared/ui/part.tsx';
import { Voiced } from '../../shared/ui/voiced.tsx';
import { ItemRows } from './item-rows.tsx';
import { useEpisodes, useServiceRequests } from './record-data.ts';
import { SectionLink } from './section-link.tsx';
import { episodesWithout, isService } from './services.ts';

/** What the person is given now, how much, and by whom. */
export function ServicesCard({ id, linked = true }: { id: string; linked?: boolean }) {
  const { t } = useTranslation();
  const language = useLanguage();
  const requests = useServiceRequests(id);
  const episodes = useEpisodes(id);
  const services = (requests.data?.resources ?? []).filter(isService);
  return (
    <Card
      title={t('card.services')}
      action={
        linked && (
          <SectionLink id={id} to="tjenester">
            {t('card.services.decisions')}
          </SectionLink>
        )
      }
    >
      <Part of={requests} what={t('card.services.what')} rows={3}>
        {() => services.length > 0 && <ServiceRows id={id} services={services} />}
      </Part>
      <Part of={episodes} what={t('card.services.what')} rows={1}>
        {({ resources }) =>
          episodesWithout(resources, services).length > 0 ? (
            <ItemRows
              id={id}
              items={episodesWithout(resources, services)}
              label={t('card.services')}
              columns="minmax(0, 1fr) max-content"
              cells={(episode, marked) => (
                <>
                  <span className="ej-strong">
                    {marked(
                      <Voiced isWritten>
                        {conceptText(episode.type?.[0]) || episode.managingOrganization?.display}
                      </Voiced>,
                    )}
                  </span>
                  <span className="ej-row-end ej-meta-size">{periodText(episode.period, language)}</span>
                </>
              )}
            />
          ) : (
            services.length === 0 && (
              <div className="ej-card-body">
                <p>{t('card.services.none')}</p>
              </div>
            )
          )
        }
      </Part>
    </Card>
  );
}

export function ServiceRows({ id, services }: { id: string; services: readonly ServiceRequest[] }) {
  const { t } = useTranslation();
  const language = useLanguage();
  return (
    <ItemRows
      id={id}
      items={services}
      label={t('card.services')}
      columns="minmax(0, 1fr) max-content"
      cells={(service, marked) => (
        <>
          <span>
            <span className="ej-strong">{marked(<Voiced isWritten>{conceptText(service.code)}</Voiced>)}</span>
            {byWhom(service) && !says(service) && <span className="ej-sub">{byWhom(service)}</span>}
          </span>
          <span className="ej-row-end ej-meta-size">
            <Voiced>{howMuch(service, language)}</Voiced>
          </span>
        </>
      )}
    />
  );
}

/** Whether the name of the service tells who gives it: `Hjemmesykepleie sone 3`, `Korttidsopphold Granli`. */
function says(service: ServiceRequest): boolean {
  const name = conceptText(service.code).toLocaleLowerCase('nb');
  return (
    byWhom(service)
      .toLocaleLowerCase('nb')
      .split(/[\s,]+/)
      .some((word) => word.length > 4 && name.includes(word)) || /sone \d/.test(name)
  );
}

function byWhom(service: ServiceRequest): string {
  return (service.performer ?? [])
    .map(({ display }) => display)
    .filter(Boolean)
    .join(', ');
}

function howMuch(service: ServiceRequest, language: Language): string {
  return (
    written(extentText(service, language)) ||
    periodText(service.occurrencePeriod, language) ||
    shortDate(service.authoredOn, language)
  );
}
