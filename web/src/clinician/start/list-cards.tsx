import { Link } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import type { Composition, Encounter, Reference, Resource, ServiceRequest } from '../../shared/fhir/types.ts';
import { instantOf, shortDate } from '../../shared/format/date.ts';
import { nameOf } from '../../shared/format/person.ts';
import { conceptText } from '../../shared/format/quantity.ts';
import { useLanguage } from '../../shared/i18n/use-language.ts';
import { useKept } from '../../shared/session/kept.ts';
import { Card } from '../../shared/ui/card.tsx';
import { Part } from '../../shared/ui/part.tsx';
import { RowList } from '../../shared/ui/row-list.tsx';
import { useOwnReferences } from '../bar/use-own-references.ts';
import { PersonLink } from '../work/person-link.tsx';
import { useSayWork } from '../work/use-say-work.ts';
import { useLiveList, useMyWork, useUnits, useUnitWork } from '../work/use-work.ts';
import { WorkList } from '../work/work-list.tsx';
import { isReady } from '../workspace/dictation.ts';
import { titleOf } from '../workspace/template-order.ts';
import { useTemplates } from '../workspace/templates.ts';
import { ChangedOf } from './day-cards.tsx';
import { useResidents } from './use-residents.ts';
import { type About, aboutPersons } from './use-today.ts';

type Contact = Encounter & { subject?: Reference };
type Request = ServiceRequest & { subject?: Reference };

const urgency: Readonly<Record<string, number>> = { EM: 0, UR: 1, R: 2, EL: 3 };
const rankOf = ({ priority }: Encounter): number => {
  const code = priority?.coding?.find((one) => one.code && one.code in urgency)?.code;
  return code === undefined ? -1 : (urgency[code] as number);
};
const tones = ['red', 'orange', 'green', 'green'] as const;

/** Who waits at the clinic: whoever nobody has seen yet first, then by urgency, then by time. */
export function TriageCard() {
  const { t } = useTranslation();
  const say = useSayWork();
  const units = useUnits();
  const query = useLiveList(
    ['triage', units],
    'Encounter',
    { 'service-provider': units.join(','), status: 'arrived,triaged,in-progress' },
    { _count: '100', _include: 'Encounter:patient' },
    {
      enabled: units.length > 0,
      of: (bundle) => aboutPersons<Contact>(bundle, ({ subject }) => subject).sort(byUrgency),
    },
  );
  return (
    <Card title={t('start.card.triage')} count={query.data?.length}>
      <Part of={query} what={t('start.triage.what')} rows={5}>
        {(waiting) =>
          waiting.length === 0 ? (
            <p className="ej-card-body ej-meta">{t('start.triage.none')}</p>
          ) : (
            <ul className="ej-rows" aria-label={t('start.card.triage')}>
              {waiting.map(({ of, id, person, display }) => {
                const rank = rankOf(of);
                return (
                  <li key={of.id} className="ej-start-waiting">
                    <span className="ej-work-tag" data-tone={rank < 0 ? 'blue' : tones[rank]}>
                      {rank < 0 ? t('start.triage.new') : conceptText(of.priority)}
                    </span>
                    <PersonLink id={id} person={person} display={display} />
                    <span className="ej-start-why">{of.reasonCode?.map(conceptText).join(', ')}</span>
                    <span className="ej-meta ej-num">
                      {of.status === 'in-progress' ? t('start.triage.seen') : say.ago(of.period?.start)}
                    </span>
                  </li>
                );
              })}
            </ul>
          )
        }
      </Part>
    </Card>
  );
}

const byUrgency = (a: About<Contact>, b: About<Contact>): number =>
  Number(a.of.status === 'in-progress') - Number(b.of.status === 'in-progress') ||
  rankOf(a.of) - rankOf(b.of) ||
  instantOf(a.of.period?.start) - instantOf(b.of.period?.start);

/** Who is on the ward, with what is due for each; a row opens with that, and with what has changed since the reader was last there. */
export function WardCard() {
  const { t } = useTranslation();
  const language = useLanguage();
  const unitWork = useUnitWork().data?.items ?? [];
  const myWork = useMyWork().data?.items ?? [];
  const query = useResidents();
  const due = (id: string) => [...myWork, ...unitWork].filter(({ patient }) => patient === id);
  return (
    <Card
      title={t('start.card.ward')}
      count={query.data?.length}
      action={
        query.data &&
        query.data.length > 0 && (
          <span className="ej-start-links">
            <Link to="/runde" className="ej-link">
              {t('start.round')}
            </Link>
            <Link to="/lager" className="ej-link">
              {t('stock.open')}
            </Link>
            <Link to="/vaktrapport" className="ej-link">
              {t('shift.open')}
            </Link>
          </span>
        )
      }
    >
      <Part of={query} what={t('start.ward.what')} rows={6}>
        {(residents) =>
          residents.length === 0 ? (
            <p className="ej-card-body ej-meta">{t('start.ward.none')}</p>
          ) : (
            <RowList
              label={t('start.card.ward')}
              columns="minmax(0, 1fr) max-content"
              rows={residents.map(({ id, who, what, since }) => {
                const work = due(id);
                return {
                  key: id,
                  lead: <PersonLink id={id} person={who.person} display={who.display} inList />,
                  cells: (
                    <>
                      <span className="ej-sr">{nameOf(who.person) || who.display}: </span>
                      <span className="ej-meta">
                        {[what, since && t('start.ward.since', { when: shortDate(since, language) })]
                          .filter(Boolean)
                          .join(', ')}
                      </span>
                      <span className="ej-row-end">
                        {work.length > 0 ? t('start.ward.due', { count: work.length }) : ''}
                      </span>
                    </>
                  ),
                  detail: () => (
                    <div className="ej-work-detail">
                      <div className="ej-work-acts">
                        <PersonLink id={id} person={who.person} display={who.display} />
                      </div>
                      {work.length > 0 && <WorkList label={t('start.ward.work')} items={work} />}
                      <ChangedOf id={id} name={nameOf(who.person)} />
                    </div>
                  ),
                };
              })}
            />
          )
        }
      </Part>
    </Card>
  );
}

/** Referrals and applications to the unit that are not closed, the urgent and then the oldest first. */
export function ReferralsCard() {
  const { t } = useTranslation();
  const language = useLanguage();
  const say = useSayWork();
  const units = useUnits();
  const query = useLiveList(
    ['referrals', units],
    'ServiceRequest',
    { performer: units.join(','), status: 'active,on-hold' },
    { _count: '100', _include: 'ServiceRequest:patient' },
    {
      enabled: units.length > 0,
      of: (bundle) => aboutPersons<Request>(bundle, ({ subject }) => subject).sort(oldestFirst),
    },
  );
  return (
    <Card title={t('start.card.referrals')} count={query.data?.length}>
      <Part of={query} what={t('start.referrals.what')}>
        {(requests) =>
          requests.length === 0 ? (
            <p className="ej-card-body ej-meta">{t('start.referrals.none')}</p>
          ) : (
            <ul className="ej-rows" aria-label={t('start.card.referrals')}>
              {requests.map(({ of, id, person, display }) => (
                <li key={of.id} className="ej-start-waiting">
                  <span className="ej-work-tag" data-tone={isUrgent(of) ? 'orange' : 'grey'}>
                    {isUrgent(of) ? t('work.urgent') : conceptText(of.category?.[0])}
                  </span>
                  <PersonLink id={id} person={person} display={display} to="tjenester" />
                  <span className="ej-start-why">
                    {of.reasonCode?.map(conceptText).join(', ') || conceptText(of.code)}
                    {of.requester?.display && <span className="ej-meta"> · {of.requester.display}</span>}
                  </span>
                  <span className="ej-meta ej-num">
                    {shortDate(of.authoredOn, language)} · {say.ago(of.authoredOn)}
                  </span>
                </li>
              ))}
            </ul>
          )
        }
      </Part>
    </Card>
  );
}

const isUrgent = ({ priority }: ServiceRequest): boolean => priority !== undefined && priority !== 'routine';

const oldestFirst = (a: About<Request>, b: About<Request>): number =>
  Number(isUrgent(b.of)) - Number(isUrgent(a.of)) || instantOf(a.of.authoredOn) - instantOf(b.of.authoredOn);

/** More of what is not signed folds behind "Vis alle". */
const most = 6;

type Draft = Resource & { questionnaire?: string } & {
  status?: string;
  subject?: Reference;
  authored?: string;
  date?: string;
  title?: string;
};

const recorder = 'https://enjournal.no/fhir/CodeSystem/recorder';

/** Somebody has written it for the reader, who reads and signs it. */
const isWrittenFor = ({ meta, resourceType }: Draft, own: readonly string[]): boolean =>
  resourceType === 'QuestionnaireResponse' &&
  meta?.tag?.some(({ system, code }) => system === recorder && !own.includes(`Practitioner/${code}`)) === true;

/** What the reader has begun and not signed, and what waits for somebody to countersign. */
export function DraftsCard() {
  const { t } = useTranslation();
  const language = useLanguage();
  const own = useOwnReferences();
  const query = useLiveList(
    ['drafts', own],
    'QuestionnaireResponse',
    { author: own.join(','), status: 'in-progress' },
    { _count: '50', _include: 'QuestionnaireResponse:patient' },
    { enabled: own.length > 0, of: (bundle) => aboutPersons<Draft>(bundle, ({ subject }) => subject) },
  );
  const notes = useLiveList(
    ['preliminary', own],
    'Composition',
    { author: own.join(','), status: 'preliminary' },
    { _count: '50', _include: 'Composition:patient' },
    {
      enabled: own.length > 0,
      of: (bundle) => aboutPersons<Composition & { subject?: Reference }>(bundle, ({ subject }) => subject),
    },
  );
  const all: readonly About<Draft>[] = [...(query.data ?? []), ...(notes.data ?? [])];
  const drafts = [...all.filter(({ of }) => isReady(of)), ...all.filter(({ of }) => !isReady(of))];
  const { data: templates } = useTemplates(drafts.length > 0);
  const [isWhole, setWhole] = useKept('drafts all', false);
  const isFolded = !isWhole && drafts.length > most + 1;
  const titleIn = ({ title, questionnaire }: Draft) =>
    title ??
    titleOf(
      templates?.find(({ url }) => url === questionnaire?.split('|')[0]),
      language,
    );
  return (
    <Card title={t('start.card.drafts')} count={query.data && drafts.length}>
      <Part of={query} what={t('start.drafts.what')} rows={2}>
        {() =>
          drafts.length === 0 ? (
            <p className="ej-card-body ej-meta">{t('start.drafts.none')}</p>
          ) : (
            <>
              <ul className="ej-rows">
                {(isFolded ? drafts.slice(0, most) : drafts).map(({ of, id, person, display }) => (
                  <li key={`${of.resourceType}/${of.id}`} className="ej-start-group">
                    <span>
                      <PersonLink id={id} person={person} display={display} />
                      {titleIn(of) && ` · ${titleIn(of)}`}
                      {isWrittenFor(of, own) && <span className="ej-meta"> {t('start.drafts.dictated')}</span>}
                    </span>
                    <span>
                      {isReady(of) && id !== undefined && (
                        <Link
                          className="ej-link"
                          to="/pasient/$id/{-$section}"
                          params={{ id, section: 'tidslinje' }}
                          state={{ draft: of.id } as never}
                          aria-label={[t('start.drafts.sign'), titleIn(of), nameOf(person)].filter(Boolean).join(', ')}
                        >
                          {t('start.drafts.sign')}
                        </Link>
                      )}
                    </span>
                    <span className="ej-meta ej-num">
                      {t('start.drafts.saved', {
                        when: shortDate(of.meta?.lastUpdated ?? of.authored ?? of.date, language),
                      })}
                    </span>
                  </li>
                ))}
              </ul>
              {drafts.length > most + 1 && (
                <div className="ej-card-foot ej-noprint">
                  <button type="button" className="ej-link" aria-expanded={isWhole} onClick={() => setWhole(!isWhole)}>
                    {isWhole ? t('ui.showFewer') : t('ui.showAll', { count: drafts.length })}
                  </button>
                </div>
              )}
            </>
          )
        }
      </Part>
    </Card>
  );
}
