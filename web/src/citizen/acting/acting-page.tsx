import './acting.css';
import { useTranslation } from 'react-i18next';
import { ageOn } from '../../shared/access/parents-standing.ts';
import { longDate } from '../../shared/format/date.ts';
import { useLanguage } from '../../shared/i18n/use-language.ts';
import { usePatient } from '../../shared/record/record-queries.ts';
import { Part } from '../../shared/ui/part.tsx';
import { useCircles } from '../circle/use-circle.ts';
import { Page } from '../frame/page.tsx';
import { PageLink } from '../frame/page-link.tsx';
import { Sure } from '../frame/sure.tsx';
import { router } from '../routes.tsx';
import { type Acted, actFor } from './acted-for.ts';
import { initialsOf } from './acting-bar.tsx';
import { useActed, useActingFor, useGivingUp, useOwnPatient } from './use-acting.ts';

/** Whom I may act for, by what right, and the way into their records; and the circles that I am in. */
export default function ActingPage() {
  const { t } = useTranslation();
  const people = useActingFor();
  const circles = useCircles();
  const age = ageOn(usePatient(useOwnPatient()).data?.birthDate, new Date());
  const isYouth = age !== undefined && age >= 12 && age < 18;
  return (
    <Page title={t('me.place.acting')} lead={t('others.lead')}>
      <div className="ej-c-columns">
        <section className="ej-c-card" aria-labelledby="acting-people">
          <h2 id="acting-people">{t('others.people')}</h2>
          <Part of={people} what={t('others.people.what')} rows={2}>
            {({ people: found, closed }) => (
              <>
                {found.length === 0 ? (
                  <p>{t('others.none')}</p>
                ) : (
                  <ul className="ej-c-lines">
                    {found.map((one) => (
                      <PersonLine key={one.patient} acted={one} />
                    ))}
                  </ul>
                )}
                {closed && (
                  <div className="ej-c-said">
                    <p>{t('others.closed')}</p>
                    <PageLink to="/krav" className="ej-c-more">
                      {t('others.closed.ask')}
                    </PageLink>
                  </div>
                )}
              </>
            )}
          </Part>
          <p className="ej-meta">{t('others.why')}</p>
        </section>
        <div className="ej-c-stack">
          {(circles.data ?? []).length > 0 && (
            <section className="ej-c-card" aria-labelledby="acting-circles">
              <h2 id="acting-circles">{t('others.circles')}</h2>
              <ul className="ej-c-lines">
                {circles.data?.map(({ patient, name, role }) => (
                  <li key={patient}>
                    <div className="ej-c-person">
                      <div>
                        <b>{name}</b>
                        <div className="ej-meta">{t(`circle.role.${role}`)}</div>
                      </div>
                      <PageLink to={`/krets/${patient}`} className="ej-c-button">
                        {t('others.circle.open', { name: name.split(' ')[0] })}
                      </PageLink>
                    </div>
                  </li>
                ))}
              </ul>
            </section>
          )}
          <section className="ej-c-card" aria-labelledby="acting-mine">
            <h2 id="acting-mine">{t('others.mine')}</h2>
            <p>{t('others.mine.text')}</p>
            <PageLink to="/fullmakter" className="ej-c-more">
              {t('me.place.powers')}
            </PageLink>
          </section>
          {isYouth && (
            <section className="ej-c-card" aria-labelledby="acting-parents">
              <h2 id="acting-parents">{t('me.place.parents')}</h2>
              <p>{t('parents.lead')}</p>
              <PageLink to="/foreldre" className="ej-c-more">
                {t('parents.go')}
              </PageLink>
            </section>
          )}
        </div>
      </div>
    </Page>
  );
}

function PersonLine({ acted }: { acted: Acted }) {
  const { t } = useTranslation();
  const language = useLanguage();
  const now = useActed();
  const givingUp = useGivingUp(acted);
  const { name, ground, isWhole, isItemsOnly, categories, until, powers } = acted;
  const date = until === undefined ? undefined : longDate(until, language);
  const isParent = ground !== 'mandate' && ground !== 'guardian';
  const what = isItemsOnly
    ? t('others.itemsOnly')
    : isWhole
      ? t('others.whole')
      : t('others.some', {
          what: groupsOf(categories)
            .map((one) => t(`powers.group.${one}`).toLowerCase())
            .join(', '),
        });
  const isOpen = now?.patient === acted.patient;
  return (
    <li>
      <div className="ej-c-person">
        <span className="ej-c-initials" aria-hidden>
          {initialsOf(name)}
        </span>
        <div>
          <b>{name}</b>
          <div className="ej-meta">
            {t(`others.ground.${ground}`)}
            {date !== undefined && !isParent && ` ${t('others.until', { date })}`}. {what}
            {date !== undefined && isParent && ` ${t('acting.changes', { date })}`}
          </div>
        </div>
        <button
          type="button"
          className="ej-c-button"
          disabled={isOpen}
          onClick={() => {
            actFor(acted);
            void router.navigate({ to: '/' as never });
          }}
        >
          {isOpen ? t('others.isOpen') : t('others.open', { name: name.split(' ')[0] })}
        </button>
      </div>
      {powers.length > 0 && (
        <Sure
          label={t('others.giveUp')}
          means={t('others.giveUp.means', { name })}
          yes={t('others.giveUp.yes')}
          no={t('others.giveUp.no')}
          isPending={givingUp.isPending}
          error={givingUp.error}
          onYes={() => givingUp.mutate()}
        />
      )}
    </li>
  );
}

/** The groups of kinds that a citizen chooses among. */
export const powerGroups = {
  appointments: ['appointment'],
  medicines: ['medication'],
  results: ['lab'],
  services: ['care-plan', 'vedtak'],
  notes: ['clinical-note', 'critical-info', 'vaccination', 'dental'],
  sensitive: ['psych-note', 'substance-use', 'sexual-health'],
} as const;
export type PowerGroup = keyof typeof powerGroups;

export const groupsOf = (categories: readonly string[]): PowerGroup[] =>
  (Object.keys(powerGroups) as PowerGroup[]).filter((group) =>
    powerGroups[group].some((one) => categories.includes(one)),
  );
