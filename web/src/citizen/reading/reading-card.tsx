import '../dialogue/dialogue.css';
import './reading.css';
import { useQueryClient } from '@tanstack/react-query';
import { useId, useState, useSyncExternalStore } from 'react';
import { useTranslation } from 'react-i18next';
import { dayHeading, dayOf, timeOf } from '../../shared/format/date.ts';
import { toldWrong, type Wrong, WrongHere, Wrongs } from '../../shared/forms/wrongs.tsx';
import { useLanguage } from '../../shared/i18n/use-language.ts';
import { keepShell } from '../../shared/outbox/keep-shell.ts';
import { readingChoice } from '../../shared/reading/choice.ts';
import { chooseReading, endReading } from '../../shared/reading/reading.ts';
import { session } from '../../shared/session/session.ts';

const leastCode = 6;

/** What the citizen opens is kept on this device, sealed, for when there is no network: off until they choose it, and what it means. */
export default function ReadingCard() {
  const { t } = useTranslation();
  const isOn = useSyncExternalStore(readingChoice.subscribe, readingChoice.isMade);
  const [wasOn, setWasOn] = useState(false);
  return (
    <section className="ej-c-card ej-c-form" aria-labelledby="reading">
      <h2 id="reading">{t('away.title')}</h2>
      <p>{t('away.lead')}</p>
      <div role="status">{(isOn || wasOn) && <p className="ej-c-said">{t(isOn ? 'away.isOn' : 'away.isOff')}</p>}</div>
      <Means />
      {isOn ? (
        <button
          type="button"
          className="ej-c-button"
          onClick={() => {
            setWasOn(true);
            void endReading();
          }}
        >
          {t('away.off')}
        </button>
      ) : (
        <ChooseCode />
      )}
    </section>
  );
}

function Means() {
  const { t } = useTranslation();
  const language = useLanguage();
  const current = session.current();
  if (current.state !== 'open') return null;
  const until = new Date(current.toldAt + current.times.endsAt - current.times.now).toISOString();
  const when = t('me.at', {
    day: dayHeading(dayOf(until), language).toLowerCase(),
    time: timeOf(until, language) ?? '',
  });
  return (
    <div>
      <h3>{t('away.means')}</h3>
      <ul className="ej-c-points">
        <li>{t('away.means.own')}</li>
        <li>{t('away.means.code')}</li>
        <li>{t('away.means.until', { when })}</li>
        <li>{t('away.means.again')}</li>
      </ul>
    </div>
  );
}

/** What is typed here is kept nowhere: not when the screen is locked either. */
function ChooseCode() {
  const { t } = useTranslation();
  const id = useId();
  const queries = useQueryClient();
  const [code, setCode] = useState('');
  const [again, setAgain] = useState('');
  const [wrongs, setWrongs] = useState<readonly Wrong[]>([]);
  const [isWorking, setWorking] = useState(false);
  const wrong =
    code.length < leastCode
      ? 'away.short'
      : isSimple(code)
        ? 'away.simple'
        : code !== again
          ? 'away.other.code'
          : undefined;
  const choose = async () => {
    setWrongs(
      wrong === undefined ? [] : [{ text: t(wrong), field: `${id}-${wrong === 'away.other.code' ? 'again' : 'code'}` }],
    );
    if (wrong !== undefined || isWorking) return;
    setWorking(true);
    await chooseReading(code).catch(() => undefined);
    keepShell();
    // What is open already is kept from the beginning.
    await queries.refetchQueries();
    setWorking(false);
  };
  const field = (name: string, label: string, value: string, onChange: (text: string) => void) => (
    <div className="ej-c-field">
      <label htmlFor={`${id}-${name}`}>{label}</label>
      <WrongHere of={wrongs} field={`${id}-${name}`} />
      <input
        id={`${id}-${name}`}
        type="password"
        autoComplete="off"
        value={value}
        {...toldWrong(wrongs, `${id}-${name}`)}
        onChange={(event) => onChange(event.target.value)}
      />
    </div>
  );
  return (
    <form
      className="ej-c-form"
      noValidate
      onSubmit={(event) => {
        event.preventDefault();
        void choose();
      }}
    >
      {field('code', t('away.code'), code, setCode)}
      {field('again', t('away.again'), again, setAgain)}
      <Wrongs of={wrongs} />
      <div className="ej-c-acts">
        <button type="submit" className="ej-c-button" data-kind="primary" aria-disabled={isWorking}>
          {t('away.on')}
        </button>
      </div>
    </form>
  );
}

/** One character again and again, or each the next of the one before: 111111, 123456, 654321. */
function isSimple(code: string): boolean {
  const steps = new Set([...code].slice(1).map((letter, at) => letter.charCodeAt(0) - code.charCodeAt(at)));
  return steps.size === 1 && [0, 1, -1].includes([...steps][0] as number);
}
