import './doses.css';
import {
  CheckmarkCircleFillIcon,
  ClockDashedIcon,
  ExclamationmarkTriangleIcon,
  MenuElipsisVerticalIcon,
  XMarkOctagonIcon,
} from '@navikt/aksel-icons';
import { ActionMenu, Button } from '@navikt/ds-react';
import { type ReactNode, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { timeOf } from '../../shared/format/date.ts';
import { quantityText } from '../../shared/format/quantity.ts';
import { useLanguage } from '../../shared/i18n/use-language.ts';
import { useIsOffline, useOutbox } from '../../shared/outbox/use-outbox.ts';
import { CorrectDose } from './correct-dose.tsx';
import { type Dose, isMissed, isOpen } from './dose.ts';
import { EarlierForm, PartForm, ReasonForm } from './dose-forms.tsx';
import { notGiven, type Recorded } from './record-dose.ts';

type Props = {
  dose: Dose;
  onRecord: (what: Recorded) => void;
  onUndo: () => void;
  /** Why this user may not give it; then nothing is offered. */
  hindrance?: string | undefined;
  /** Shown beside what it is: that it is checked. */
  mark?: ReactNode;
};

/** One dose: a tap when it was given as ordered, two when it was otherwise; what has been said of it, and what waits. */
export function DoseRow({ dose, onRecord, onUndo, hindrance, mark }: Props) {
  const { t } = useTranslation();
  const language = useLanguage();
  const [form, setForm] = useState<'part' | 'earlier' | 'reason' | undefined>();
  const amount = quantityText(dose.dose, language);
  const close = () => setForm(undefined);
  const say = (what: Recorded) => {
    onRecord(what);
    close();
  };
  return (
    <li className="ej-dose" data-status={dose.status} data-waiting={dose.waiting !== undefined}>
      <div className="ej-dose-what">
        <div className="ej-strong">{dose.medication}</div>
        <div className="ej-meta ej-num">
          {[amount, t('dose.at', { time: timeOf(dose.at, language) })].filter(Boolean).join(' · ')}
          {isOpen(dose) && dose.status === 'late' && (
            <span className="ej-dose-late">
              {' · '}
              <span className="ej-nowrap">{t(isMissed(dose, Date.now()) ? 'dose.missed' : 'dose.late')}</span>
            </span>
          )}
          {dose.isPacked && <span className="ej-tag ej-tag-inline">{t('dose.packed')}</span>}
          {dose.isObserved && ` · ${t('dose.underSight')}`}
          {mark}
        </div>
      </div>
      {!isOpen(dose) ? (
        <DoseDone dose={dose} onUndo={onUndo} />
      ) : dose.missed !== undefined ? (
        <span className="ej-dose-missed">{t('dose.missedMany', { count: dose.missed })}</span>
      ) : hindrance !== undefined ? (
        <span className="ej-meta ej-dose-hindrance">{hindrance}</span>
      ) : (
        <div className="ej-dose-acts">
          {dose.ended === undefined && (
            <Button
              variant="secondary"
              aria-label={t(dose.isObserved ? 'dose.observedWhat' : 'dose.giveWhat', { what: dose.medication })}
              onClick={() => say({ kind: dose.isObserved ? 'observed' : 'given' })}
            >
              {t(dose.isObserved ? 'dose.observed' : 'dose.give')}
            </Button>
          )}
          <ActionMenu>
            <ActionMenu.Trigger>
              <Button
                variant="tertiary"
                icon={<MenuElipsisVerticalIcon title={t('dose.more', { what: dose.medication })} />}
              />
            </ActionMenu.Trigger>
            <ActionMenu.Content className="ej-dose-menu">
              {!dose.isObserved && (
                <ActionMenu.Group label={t('dose.otherwise')}>
                  {dose.ended === undefined && (
                    <ActionMenu.Item onSelect={() => say({ kind: 'self' })}>{t('dose.self')}</ActionMenu.Item>
                  )}
                  {dose.ended === undefined && dose.dose !== undefined && (
                    <ActionMenu.Item onSelect={() => setForm('part')}>{t('dose.part')}</ActionMenu.Item>
                  )}
                  <ActionMenu.Item onSelect={() => setForm('earlier')}>{t('dose.earlier')}</ActionMenu.Item>
                </ActionMenu.Group>
              )}
              <ActionMenu.Group label={t('dose.notGiven')}>
                {notGiven.map((reason) => (
                  <ActionMenu.Item
                    key={reason}
                    onSelect={() => say({ kind: 'not-given', reason, text: t(`dose.reason.${reason}`) })}
                  >
                    {t(`dose.reason.${reason}`)}
                  </ActionMenu.Item>
                ))}
                <ActionMenu.Item onSelect={() => setForm('reason')}>{t('dose.reason.other')}</ActionMenu.Item>
              </ActionMenu.Group>
            </ActionMenu.Content>
          </ActionMenu>
        </div>
      )}
      {isOpen(dose) && dose.ended !== undefined && (
        <span className="ej-dose-missed">{t('dose.ended', { time: timeOf(dose.ended, language) })}</span>
      )}
      {form === 'part' && isOpen(dose) && <PartForm dose={dose} onSay={say} onClose={close} />}
      {form === 'earlier' && isOpen(dose) && <EarlierForm dose={dose} onSay={say} onClose={close} />}
      {form === 'reason' && isOpen(dose) && <ReasonForm onSay={say} onClose={close} />}
    </li>
  );
}

function DoseDone({ dose, onUndo }: { dose: Dose; onUndo: () => void }) {
  const { t } = useTranslation();
  const language = useLanguage();
  const [isCorrecting, setCorrecting] = useState(false);
  const isOffline = useIsOffline();
  if (dose.waiting !== undefined) return <DoseWaiting dose={dose} waiting={dose.waiting} onUndo={onUndo} />;
  const isGiven = dose.status === 'given' || dose.status === 'partly' || dose.status === 'under-way';
  const word =
    dose.status === 'on-hold'
      ? t('dose.onHold')
      : t(dose.status === 'partly' ? 'dose.partly' : isGiven ? 'dose.given' : 'dose.notGiven');
  const what = dose.medication;
  return (
    <>
      <div className="ej-dose-done" data-given={isGiven}>
        {isGiven ? <CheckmarkCircleFillIcon aria-hidden /> : <XMarkOctagonIcon aria-hidden />}
        <span>
          {word} <span className="ej-num">{timeOf(dose.recorded, language)}</span>
        </span>
        {dose.administration !== undefined && (
          <>
            <button type="button" className="ej-link" aria-label={t('dose.undoWhat', { what })} onClick={onUndo}>
              {t('dose.undo')}
            </button>
            {!isOffline && (
              <button
                type="button"
                className="ej-link"
                aria-expanded={isCorrecting}
                aria-label={t('dose.correctWhat', { what })}
                onClick={() => setCorrecting(!isCorrecting)}
              >
                {t('dose.correct')}
              </button>
            )}
          </>
        )}
      </div>
      {isCorrecting && <CorrectDose dose={dose} onClose={() => setCorrecting(false)} />}
    </>
  );
}

/** Done here, and not stored: never the mark of what is. */
function DoseWaiting({
  dose,
  waiting,
  onUndo,
}: {
  dose: Dose;
  waiting: NonNullable<Dose['waiting']>;
  onUndo: () => void;
}) {
  const { t } = useTranslation();
  const language = useLanguage();
  const isUnder = useOutbox().under.has(waiting.key);
  const isUndone = waiting.about?.status === 'undone';
  const word = isUndone ? t('dose.undoing') : t(waiting.about?.status === 'not-given' ? 'dose.notGiven' : 'dose.given');
  return (
    <div className="ej-dose-done" data-waits={waiting.trouble === undefined ? 'yes' : 'asked'}>
      {waiting.trouble === undefined ? <ClockDashedIcon aria-hidden /> : <ExclamationmarkTriangleIcon aria-hidden />}
      <span>
        {word} <span className="ej-num">{timeOf(new Date(waiting.at).toISOString(), language)}</span> ·{' '}
        {t(waiting.trouble !== undefined ? 'dose.asked' : isUnder ? 'dose.sending' : 'dose.waits')}
      </span>
      {waiting.trouble === undefined && !isUndone && !isUnder && (
        <button
          type="button"
          className="ej-link"
          aria-label={t('dose.undoWhat', { what: dose.medication })}
          onClick={onUndo}
        >
          {t('dose.undo')}
        </button>
      )}
    </div>
  );
}
