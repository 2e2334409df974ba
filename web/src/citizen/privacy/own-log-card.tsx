import { PadlockLockedIcon } from '@navikt/aksel-icons';
import { Button, Select, Textarea } from '@navikt/ds-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { matchesOf } from '../../shared/fhir/client.ts';
import { dayHeading, dayOf, shortDateTime, timeOf } from '../../shared/format/date.ts';
import { useLanguage } from '../../shared/i18n/use-language.ts';
import { written } from '../../shared/i18n/written.ts';
import { focusFirstWrong, focusNextOf } from '../../shared/keyboard/focus.ts';
import { useKept } from '../../shared/session/kept.ts';
import { Card } from '../../shared/ui/card.tsx';
import { FailureNotice } from '../../shared/ui/failure-notice.tsx';
import { PartFailed, Waiting } from '../../shared/ui/part.tsx';
import { Voiced } from '../../shared/ui/voiced.tsx';
import { useSubject } from '../subject.ts';
import { groundTold } from './ground-told.ts';
import { inFewWords, type Look, looksOf } from './looks.ts';
import { type LogFilter, useAsking, type useOwnLog, type Whom } from './use-own-log.ts';

type Props = {
  id: string;
  log: ReturnType<typeof useOwnLog>;
  filter: LogFilter;
  onFilter: (filter: LogFilter) => void;
};

/** Everybody who was in the record or tried, by day; each can be asked about, or kept out. */
export function OwnLogCard({ id, log, filter, onFilter, onKeepFrom }: Props & { onKeepFrom: (whom: Whom) => void }) {
  const { t } = useTranslation();
  const language = useLanguage();
  const looks = looksOf(log.data?.pages.flatMap(matchesOf) ?? []);
  const [isAsked, setAsked] = useState(false);
  const choose = (some: Partial<LogFilter>) => {
    setAsked(true);
    onFilter({ ...filter, ...some });
  };
  const days = [...new Set(looks.map(({ to }) => dayOf(to)))];
  return (
    <Card title={t('own.log')}>
      <div className="ej-card-body ej-own-log-head">
        <div className="ej-own-pair">
          <Select
            label={t('own.log.period')}
            size="small"
            value={filter.days}
            onChange={({ target }) => choose({ days: target.value as LogFilter['days'] })}
          >
            {(['7', '30', 'all'] as const).map((one) => (
              <option key={one} value={one}>
                {t(`own.log.period.${one}`)}
              </option>
            ))}
          </Select>
          <Select
            label={t('own.log.whom')}
            size="small"
            value={filter.which}
            onChange={({ target }) => choose({ which: target.value as LogFilter['which'] })}
          >
            {(['others', 'refused', 'all'] as const).map((one) => (
              <option key={one} value={one}>
                {t(`own.log.which.${one}`)}
              </option>
            ))}
          </Select>
        </div>
      </div>
      {log.isPending && <Waiting what={t('own.log.what')} rows={4} />}
      {log.isError && <PartFailed of={log} what={t('own.log.what')} />}
      <p className="ej-sr" role="status">
        {isAsked && log.isSuccess && looks.length > 0 && !log.isFetching && t('own.log.shown', { count: looks.length })}
      </p>
      <div role="status">
        {log.isSuccess && looks.length === 0 && <p className="ej-card-body">{t('own.log.none')}</p>}
      </div>
      {days.map((day) => (
        <section key={day} className="ej-own-day">
          <h3>{dayHeading(day, language)}</h3>
          <ul className="ej-plain">
            {looks
              .filter(({ to }) => dayOf(to) === day)
              .map((look) => (
                <LookLine key={look.key} id={id} look={look} onKeepFrom={onKeepFrom} />
              ))}
          </ul>
        </section>
      ))}
      {log.hasNextPage && (
        <div className="ej-card-foot">
          <button
            type="button"
            className="ej-link"
            onClick={() => {
              void log.fetchNextPage();
              focusNextOf('.ej-own-look');
            }}
          >
            {t('own.log.more')}
          </button>
        </div>
      )}
    </Card>
  );
}

function LookLine({ id, look, onKeepFrom }: { id: string; look: Look; onKeepFrom: (whom: Whom) => void }) {
  const { t } = useTranslation();
  const language = useLanguage();
  const [isAsking, setAsking] = useKept(`asking ${look.key}`, false);
  const { who, name, title, place, isRefused, done, ground } = look;
  const isStaff = who?.startsWith('Practitioner') === true;
  const isSelf = who === `Patient/${id}`;
  const { isSelf: reader } = useSubject();
  return (
    <li className="ej-own-look" data-refused={isRefused}>
      <span className="ej-num">{timeOf(look.to, language)}</span>
      <div>
        <div>
          <b>{isSelf ? t('own.log.you') : name}</b>
          <Voiced>
            {[title && written(title.toLocaleLowerCase('nb')), place && written(place)]
              .filter(Boolean)
              .map((one) => `, ${one}`)
              .join('')}
          </Voiced>
        </div>
        <div>
          {isRefused ? (
            <>
              <PadlockLockedIcon aria-hidden /> {t('own.log.stopped')}
            </>
          ) : (
            <Done text={inFewWords(done)} />
          )}
        </div>
        {ground && !isRefused && <div className="ej-meta">{groundTold(ground, language, reader)}</div>}
        {isAsking && <Question id={id} look={look} onClose={() => setAsking(false)} />}
      </div>
      {isStaff && (
        <div className="ej-own-look-acts">
          {!isAsking && (
            <button
              type="button"
              className="ej-link"
              aria-label={t('own.log.askAbout', { who: name, when: shortDateTime(look.to, language) })}
              onClick={() => setAsking(true)}
            >
              {t('own.log.ask')}
            </button>
          )}
          <button type="button" className="ej-link" onClick={() => onKeepFrom({ reference: who, display: name })}>
            {t('own.log.keepFrom', { who: name })}
          </button>
        </div>
      )}
    </li>
  );
}

const LONGEST = 140;

/** What was done; of much, the first of it until the rest is asked for. */
function Done({ text }: { text: string }) {
  if (text.length <= LONGEST) return text;
  return (
    <details className="ej-own-done">
      <summary>{text.slice(0, text.lastIndexOf(', ', LONGEST - 40))} …</summary>
      {text}
    </details>
  );
}

const SHORTEST = 5;

function Question({ id, look, onClose }: { id: string; look: Look; onClose: () => void }) {
  const { t } = useTranslation();
  const language = useLanguage();
  const [text, setText] = useKept(`question ${look.key}`, '');
  const [isTried, setTried] = useState(false);
  const asking = useAsking(id);
  const isShort = [...text.trim()].length < SHORTEST;
  const send = () => {
    setTried(true);
    if (!isShort && !asking.isPending) asking.mutate({ event: look.event.id ?? '', text: text.trim() });
  };
  if (asking.isSuccess) {
    return (
      <p className="ej-notice" data-kind="neutral" tabIndex={-1}>
        {t('own.asked.waits', { date: shortDateTime(asking.data, language) })}
      </p>
    );
  }
  return (
    <div className="ej-own-question">
      <Textarea
        label={t('own.ask.text')}
        description={t('own.ask.help')}
        size="small"
        minRows={2}
        maxLength={2000}
        value={text}
        onChange={({ target }) => setText(target.value)}
        error={isTried && isShort ? t('own.ask.short') : undefined}
      />
      {asking.isError && <FailureNotice error={asking.error} />}
      <div className="ej-own-acts">
        <Button size="small" variant="secondary" onClick={onClose}>
          {t('own.block.cancel')}
        </Button>
        <Button
          size="small"
          loading={asking.isPending}
          onClick={({ currentTarget }) => {
            send();
            focusFirstWrong(currentTarget.closest('li') ?? currentTarget);
          }}
        >
          {t('own.ask.send')}
        </Button>
      </div>
    </div>
  );
}
