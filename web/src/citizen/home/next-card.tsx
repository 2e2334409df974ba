import { PhoneIcon } from '@navikt/aksel-icons';
import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { read } from '../../shared/fhir/client.ts';
import type { ContactPoint, Organization } from '../../shared/fhir/types.ts';
import { dayHeading } from '../../shared/format/date.ts';
import { phoneText } from '../../shared/format/person.ts';
import { useLanguage } from '../../shared/i18n/use-language.ts';
import { Part } from '../../shared/ui/part.tsx';
import { Voiced } from '../../shared/ui/voiced.tsx';
import { isAhead, type ToldAppointment, toldAppointment } from '../appointments/told-appointment.ts';
import { PageLink } from '../frame/page-link.tsx';
import { useComing } from '../own-data.ts';
import { useSubject } from '../subject.ts';

const MORE = 3;

/** What comes next, in a few words, with the way to call whoever comes; then the nearest after it. */
export function NextCard() {
  const { t } = useTranslation();
  const language = useLanguage();
  const { patient } = useSubject();
  const coming = useComing(patient);
  return (
    <section className="ej-c-card ej-c-next" aria-labelledby="next">
      <h2 id="next">{t('home.next')}</h2>
      <Part of={coming} what={t('home.next.what')} rows={2}>
        {({ resources }) => {
          const [next, ...more] = resources
            .filter((one) => isAhead(one, Date.now()))
            .map((one) => toldAppointment(one, t, language));
          if (!next) return <p>{t('home.next.none')}</p>;
          return (
            <>
              <Next of={next} />
              {more.length > 0 && (
                <ul className="ej-c-soon">
                  {more.slice(0, MORE).map((one) => (
                    <li key={`${one.day} ${one.time} ${one.what}`}>
                      <span className="ej-num">
                        {dayHeading(one.day, language)} {one.time}
                      </span>
                      <span>
                        <Voiced>{one.what}</Voiced>
                      </span>
                    </li>
                  ))}
                </ul>
              )}
            </>
          );
        }}
      </Part>
      <PageLink to="/timer" className="ej-c-more">
        {t('home.next.all')}
      </PageLink>
    </section>
  );
}

function Next({ of: { what, when, who, place, unit, isAtHome } }: { of: ToldAppointment }) {
  const { t } = useTranslation();
  const phone = usePhoneOf(unit);
  const comes = who || place;
  return (
    <>
      <p className="ej-c-next-what">
        <Voiced>{isAtHome && comes ? t('home.next.comes', { who: comes, when: lower(when) }) : what}</Voiced>
      </p>
      <p>
        <Voiced>{isAtHome ? what : when}</Voiced>
      </p>
      <p className="ej-meta">
        <Voiced>
          {[...new Set([isAtHome ? '' : who, comes === place && isAtHome ? '' : place])].filter(Boolean).join(', ')}
        </Voiced>
      </p>
      {phone && (
        <a className="ej-c-button" href={`tel:${phone}`}>
          <PhoneIcon aria-hidden />
          <span>
            <Voiced>{t('home.next.call', { who: place })}</Voiced>
          </span>
          <span className="ej-sr"> {phoneText(phone)}</span>
        </a>
      )}
    </>
  );
}

const lower = (text: string) => text.charAt(0).toLocaleLowerCase('nb') + text.slice(1);

/** The number of a unit, as its entry in the register has it. */
function usePhoneOf(unit: string | undefined): string | undefined {
  const { data } = useQuery({
    queryKey: ['unit', unit],
    enabled: unit !== undefined,
    staleTime: 3_600_000,
    retry: false,
    queryFn: ({ signal }) => read<Organization & { telecom?: ContactPoint[] }>('Organization', unit as string, signal),
  });
  return data?.telecom?.find(({ system }) => system === 'phone')?.value;
}
