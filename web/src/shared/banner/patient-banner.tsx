import './banner.css';
import { ExclamationmarkTriangleIcon, ShieldLockIcon } from '@navikt/aksel-icons';
import type { TFunction } from 'i18next';
import { type ReactNode, useEffect, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { isAddressProtected } from '../fhir/protection.ts';
import { localReference } from '../fhir/references.ts';
import type { CareTeam, Encounter, EpisodeOfCare, Goal, Patient, RelatedPerson, Resource } from '../fhir/types.ts';
import { ageOf, fullDate, instantOf } from '../format/date.ts';
import { initialsOf, nameOf, nationalIdOf, personColour, phoneText, spacedId } from '../format/person.ts';
import { conceptText } from '../format/quantity.ts';
import { useLanguage } from '../i18n/use-language.ts';
import { written } from '../i18n/written.ts';
import { useRecordSearch } from '../record/record-queries.ts';
import { Voiced } from '../ui/voiced.tsx';
import { type Contact, contactsOf } from './contacts.ts';
import { CriticalChips, SevereAllergies } from './critical-chips.tsx';
import { PersonStrip } from './person-strip.tsx';
import { coordinatorOf, servicesNow, whereaboutsOf } from './whereabouts.ts';

type Props = {
  id: string;
  patient: Patient | undefined;
  /** What can be done with something critical that is opened. */
  acts?: (of: Resource) => ReactNode;
  /** The way to where what is critical is written. */
  edit?: ReactNode;
  /** What can be begun for this person, at the end of the first row. */
  start?: ReactNode;
};

/** Who the record is about, always in sight: identity, those who speak for them, and what must not be overlooked. */
export function PatientBanner({ id, patient, acts, edit, start }: Props) {
  const { t } = useTranslation();
  const language = useLanguage();
  const banner = useRef<HTMLElement>(null);
  useHeightFor(banner, '--ej-banner-height');
  const gone = useGone(banner);
  const name = nameOf(patient);
  const number = patient && nationalIdOf(patient);
  const dead = patient?.deceasedDateTime ?? (patient?.deceasedBoolean ? '' : undefined);
  const age = ageOf(patient?.birthDate, language, patient?.deceasedDateTime ?? Date.now());
  const replaced = patient?.active === false && patient.link?.some(({ type }) => type === 'replaced-by');
  return (
    <>
      {replaced && (
        <div className="ej-banner-warning">
          <ExclamationmarkTriangleIcon aria-hidden /> {t('banner.merged')}
        </div>
      )}
      <section className="ej-banner" ref={banner} aria-label={t('banner.label')}>
        <PersonStrip id={id} />
        <div className="ej-banner-top">
          <div className="ej-banner-mark" data-colour={personColour(id)} aria-hidden>
            {initialsOf(name)}
          </div>
          <div className="ej-banner-who">
            <div className="ej-banner-name">{name || '\u00a0'}</div>
            <div className="ej-banner-facts ej-num">
              {[
                age,
                patient && genderText(patient, t),
                patient?.birthDate && t('banner.born', { date: fullDate(patient.birthDate, language) }),
                number && spacedId(number),
              ]
                .filter(Boolean)
                .map((fact, index) => (
                  <span key={fact}>
                    {index > 0 && ' · '}
                    <span className="ej-nowrap">{fact}</span>
                  </span>
                ))}
              {dead !== undefined && <strong> · {t('banner.dead', { date: fullDate(dead, language) })}</strong>}
            </div>
          </div>
          {patient && <Around id={id} patient={patient} />}
          {patient && start && <div className="ej-banner-start ej-noprint">{start}</div>}
        </div>
        <CriticalChips id={id} patient={patient} acts={acts} edit={edit} />
      </section>
      {patient && (
        <div className="ej-banner-mini" data-colour={personColour(id)} aria-hidden>
          {gone && (
            <div>
              <span className="ej-strong">{name}</span>
              <span className="ej-banner-facts ej-num">
                {[age, number && spacedId(number)].filter(Boolean).join(' · ')}
              </span>
              <SevereAllergies id={id} />
            </div>
          )}
        </div>
      )}
    </>
  );
}

/** A child is a boy or a girl, as people say it. */
function genderText({ gender, birthDate }: Patient, t: TFunction): string | undefined {
  if (!gender) return undefined;
  const child = birthDate !== undefined && Date.now() - instantOf(birthDate) < 18 * 31_557_600_000;
  const young = { male: 'boy', female: 'girl' }[gender];
  return t(`code.${child && young ? young : gender}` as 'code.male', { defaultValue: gender });
}

/** Tells the style sheet how tall an element is, for what sticks below it: critical information wraps, so it is never known before. */
function useHeightFor(element: React.RefObject<HTMLElement | null>, property: string) {
  useEffect(() => {
    if (!element.current) return;
    const observer = new ResizeObserver(([entry]) => {
      const height = entry?.borderBoxSize[0]?.blockSize ?? 0;
      document.documentElement.style.setProperty(property, `${Math.ceil(height)}px`);
    });
    observer.observe(element.current);
    return () => observer.disconnect();
  }, [element, property]);
}

/** Whether an element has been scrolled out of the window. */
function useGone(element: React.RefObject<HTMLElement | null>): boolean {
  const [gone, setGone] = useState(false);
  useEffect(() => {
    if (!element.current) return;
    const observer = new IntersectionObserver(([entry]) => setGone(entry?.isIntersecting === false), {
      rootMargin: '-48px 0px 0px',
    });
    observer.observe(element.current);
    return () => observer.disconnect();
  }, [element]);
  return gone;
}

/** Contacts that go on, from when the person has come. */
export const ongoing = { status: 'arrived,triaged,in-progress,onleave' } as const;

/** As the record's overview asks: they share the answer. */
export const openEpisodes = { status: 'active,waitlist,onhold,planned' } as const;

/** Where the person is, who has them in care, whom to call, what matters to them. */
function Around({ id, patient }: { id: string; patient: Patient }) {
  const { t } = useTranslation();
  const stays = useRecordSearch<Encounter>(id, 'Encounter', ongoing, { limit: 20 });
  const related = useRecordSearch<RelatedPerson>(id, 'RelatedPerson', {}, { limit: 50 });
  const goals = useRecordSearch<Goal>(id, 'Goal', { 'lifecycle-status': 'active,accepted' }, { limit: 100 });
  const episodes = useRecordSearch<EpisodeOfCare>(id, 'EpisodeOfCare', openEpisodes, { limit: 50 });
  const teams = useRecordSearch<CareTeam>(id, 'CareTeam', { status: 'active' }, { limit: 20 });
  const known =
    stays.isPending || episodes.isPending
      ? undefined
      : whereaboutsOf(stays.data?.resources ?? [], episodes.data?.resources ?? []);
  const place = known === 'home' ? t('banner.atHome') : known?.place;
  const services = servicesNow(episodes.data?.resources ?? []);
  const coordinator = coordinatorOf(teams.data?.resources ?? []);
  const gp = patient.generalPractitioner
    ?.map(({ display }) => display)
    .filter(Boolean)
    .join(', ');
  const contacts = contactsOf(patient, related.data?.resources ?? []);
  const first = contacts[0];
  const matters = mattersOf(id, goals.data?.resources ?? []);
  const language = foreignLanguageOf(patient);
  const given = patient.name?.find(({ use }) => use === 'official')?.given?.[0] ?? patient.name?.[0]?.given?.[0] ?? '';
  return (
    <dl className="ej-banner-around">
      {isAddressProtected(patient) && (
        <Fact label={t('banner.now')}>
          <ShieldLockIcon aria-hidden /> {t('banner.addressHidden')}
        </Fact>
      )}
      {place && !isAddressProtected(patient) && <Fact label={t('banner.now')}>{place}</Fact>}
      {gp && <Fact label={t('banner.gp')}>{gp}</Fact>}
      {first && (
        <Fact label={t(`banner.${first.standing === 'parent' ? 'parents' : first.standing}`)}>
          {first.standing === 'parent' ? (
            contacts
              .filter(({ standing }) => standing === 'parent')
              .map((parent, index) => <ContactText key={parent.name} contact={parent} comma={index > 0} />)
          ) : (
            <ContactText contact={first} />
          )}
        </Fact>
      )}
      {coordinator && <Fact label={t('banner.coordinator')}>{coordinator}</Fact>}
      {language && <Fact label={t('banner.language')}>{language}</Fact>}
      {matters && (
        <Fact label={t('banner.matters', { name: given })} wide>
          <Voiced isWritten>{matters}</Voiced>
        </Fact>
      )}
      {services.length > 0 && (
        <Fact label={t('banner.services')} wide>
          <Voiced isWritten>{services.join(', ')}</Voiced>
        </Fact>
      )}
    </dl>
  );
}

function ContactText({ contact, comma = false }: { contact: Contact; comma?: boolean }) {
  const { name, relation, phone } = contact;
  return (
    <>
      {comma && ', '}
      {name}
      <Voiced>{relation && ` (${written(relation)})`}</Voiced>
      {phone && (
        <>
          {' · '}
          <a className="ej-link ej-num ej-nowrap" href={`tel:${phone.replace(/\s/g, '')}`}>
            {phoneText(phone)}
          </a>
        </>
      )}
    </>
  );
}

/** The language to speak, where it is none of those everyone here speaks. */
function foreignLanguageOf({ communication }: Patient): string | undefined {
  const preferred = communication?.find(({ preferred }) => preferred) ?? communication?.[0];
  const code = preferred?.language?.coding?.[0]?.code ?? '';
  return /^(nb|nn|no|en)\b/.test(code) ? undefined : conceptText(preferred?.language) || undefined;
}

/** The goal the citizen has put in own words. */
function mattersOf(id: string, goals: readonly Goal[]): string | undefined {
  const own = goals.find(({ expressedBy }) => localReference(expressedBy) === `Patient/${id}`);
  return own && (own.note?.[0]?.text ?? conceptText(own.description));
}

function Fact({ label, wide = false, children }: { label: string; wide?: boolean; children: ReactNode }) {
  return (
    <div data-wide={wide}>
      <dt>{label}</dt>
      <dd>{children}</dd>
    </div>
  );
}
