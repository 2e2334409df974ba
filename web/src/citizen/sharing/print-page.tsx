import './print-page.css';
import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { send } from '../../shared/fhir/client.ts';
import type { Bundle, Resource } from '../../shared/fhir/types.ts';
import { dayOf } from '../../shared/format/date.ts';
import { localeOf } from '../../shared/i18n/extra.ts';
import { useLanguage } from '../../shared/i18n/use-language.ts';
import { Part } from '../../shared/ui/part.tsx';
import { Page } from '../frame/page.tsx';
import { useSubject } from '../subject.ts';
import { type Chapter, chaptersOf } from './chapters.ts';

/** The whole record for reading: one page that the browser prints, or saves as a PDF. */
export default function PrintPage() {
  const { t } = useTranslation();
  const { patient } = useSubject();
  const whole = useQuery({
    queryKey: ['record', patient, ['*'], 'whole'],
    staleTime: 300_000,
    queryFn: async ({ signal }) => {
      const bundle = (await (await send(`Patient/${patient}/$everything`, { signal })).json()) as Bundle<Resource>;
      return chaptersOf((bundle.entry ?? []).flatMap(({ resource }) => resource ?? []));
    },
  });
  return (
    <Page
      title={t('whole.title')}
      lead={t('whole.lead')}
      action={
        whole.isSuccess && (
          <button type="button" className="ej-c-button ej-noprint" data-kind="primary" onClick={() => window.print()}>
            {t('whole.print')}
          </button>
        )
      }
    >
      <Part of={whole} what={t('whole.what')} rows={8}>
        {(chapters) =>
          chapters.length === 0 ? <p>{t('whole.none')}</p> : chapters.map((one) => <Read key={one.key} chapter={one} />)
        }
      </Part>
    </Page>
  );
}

function Read({ chapter: { key, rows } }: { chapter: Chapter }) {
  const { t } = useTranslation();
  const language = useLanguage();
  return (
    <section className="ej-c-whole" aria-label={t(`whole.${key}`)}>
      <h2>{t(`whole.${key}`)}</h2>
      <dl>
        {rows.map(({ id, at, title, lines }) => (
          <div key={id}>
            <dt>
              {at === ''
                ? ''
                : new Intl.DateTimeFormat(localeOf(language), { dateStyle: 'short' }).format(new Date(dayOf(at)))}
            </dt>
            <dd>
              <b>{title}</b>
              {lines.map((line) => (
                <p key={line}>{line}</p>
              ))}
            </dd>
          </div>
        ))}
      </dl>
    </section>
  );
}
