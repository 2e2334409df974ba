import { CheckmarkCircleFillIcon, MenuElipsisVerticalIcon, XMarkOctagonIcon } from '@navikt/aksel-icons';
import { ActionMenu, Button, TextField } from '@navikt/ds-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { FailureNotice } from '../../clinician/access/failure-notice.tsx';
import type { Encounter } from '../../shared/fhir/types.ts';
import { timeOf } from '../../shared/format/date.ts';
import { quantityText } from '../../shared/format/quantity.ts';
import { useLanguage } from '../../shared/i18n/use-language.ts';
import { Card } from '../../shared/ui/card.tsx';
import { Part } from '../../shared/ui/part.tsx';
import { type Dose, isOpen, notGiven, type Recorded, useDoses } from './use-doses.ts';

/** The doses of this visit: one tap for each, or one for all that remain. */
export function DosesCard({ id, start }: { id: string; start: () => Promise<Encounter> }) {
  const { t } = useTranslation();
  const { query, record, undo } = useDoses(id, start);
  const remaining = (query.data ?? []).filter(isOpen);
  const under = record.isPending ? new Set(record.variables.doses.map(({ planned }) => planned.value)) : new Set();
  return (
    <Card title={t('visit.doses')} count={query.data && t('visit.doses.count', { count: remaining.length })}>
      <Part of={query} what={t('visit.doses.what')}>
        {(doses) =>
          doses.length === 0 ? (
            <p className="ej-card-body ej-meta">{t('visit.doses.none')}</p>
          ) : (
            <ul className="ej-doses">
              {doses.map((dose) => (
                <DoseRow
                  key={dose.planned.value}
                  dose={dose}
                  isUnderWay={under.has(dose.planned.value)}
                  onRecord={(what) => record.mutate({ doses: [dose], what })}
                  onUndo={() => undo.mutate(dose)}
                />
              ))}
            </ul>
          )
        }
      </Part>
      {(record.error ?? undo.error) && (
        <div className="ej-card-body">
          <FailureNotice error={(record.error ?? undo.error) as Error} />
        </div>
      )}
      {remaining.length > 1 && (
        <div className="ej-card-body">
          <Button
            className="ej-visit-wide"
            loading={record.isPending}
            onClick={() => record.mutate({ doses: remaining, what: { kind: 'given' } })}
          >
            {t('visit.doses.rest', { count: remaining.length })}
          </Button>
        </div>
      )}
    </Card>
  );
}

type RowProps = { dose: Dose; isUnderWay: boolean; onRecord: (what: Recorded) => void; onUndo: () => void };

function DoseRow({ dose, isUnderWay, onRecord, onUndo }: RowProps) {
  const { t } = useTranslation();
  const language = useLanguage();
  const [isPart, setPart] = useState(false);
  const amount = quantityText(dose.dose, language);
  const isLate = dose.status === 'late';
  return (
    <li className="ej-dose" data-status={dose.status}>
      <div className="ej-dose-what">
        <div className="ej-strong">{dose.medication}</div>
        <div className="ej-meta">
          {[amount, t('visit.dose.at', { time: timeOf(dose.at, language) })].filter(Boolean).join(' · ')}
          {isLate && <span className="ej-dose-late"> · {t('visit.dose.late')}</span>}
        </div>
      </div>
      {isOpen(dose) ? (
        <div className="ej-dose-acts">
          <Button
            variant="secondary"
            loading={isUnderWay}
            aria-label={t('visit.dose.giveWhat', { what: dose.medication })}
            onClick={() => onRecord({ kind: 'given' })}
          >
            {t('visit.dose.give')}
          </Button>
          <ActionMenu>
            <ActionMenu.Trigger>
              <Button
                variant="tertiary"
                icon={<MenuElipsisVerticalIcon title={t('visit.dose.more', { what: dose.medication })} />}
              />
            </ActionMenu.Trigger>
            <ActionMenu.Content className="ej-dose-menu">
              <ActionMenu.Group label={t('visit.dose.otherwise')}>
                <ActionMenu.Item onSelect={() => onRecord({ kind: 'self' })}>{t('visit.dose.self')}</ActionMenu.Item>
                {dose.dose !== undefined && (
                  <ActionMenu.Item onSelect={() => setPart(true)}>{t('visit.dose.part')}</ActionMenu.Item>
                )}
              </ActionMenu.Group>
              <ActionMenu.Group label={t('visit.dose.notGiven')}>
                {notGiven.map((reason) => (
                  <ActionMenu.Item
                    key={reason}
                    onSelect={() => onRecord({ kind: 'not-given', reason, text: t(`visit.reason.${reason}`) })}
                  >
                    {t(`visit.reason.${reason}`)}
                  </ActionMenu.Item>
                ))}
              </ActionMenu.Group>
            </ActionMenu.Content>
          </ActionMenu>
        </div>
      ) : (
        <DoseDone dose={dose} onUndo={onUndo} />
      )}
      {isPart && isOpen(dose) && <PartOf dose={dose} onRecord={onRecord} onClose={() => setPart(false)} />}
    </li>
  );
}

function DoseDone({ dose, onUndo }: { dose: Dose; onUndo: () => void }) {
  const { t } = useTranslation();
  const language = useLanguage();
  const isGiven = dose.status === 'given' || dose.status === 'partly' || dose.status === 'under-way';
  const word =
    dose.status === 'on-hold' ? t('visit.dose.onHold') : isGiven ? t('visit.dose.given') : t('visit.dose.notGiven');
  return (
    <div className="ej-dose-done" data-given={isGiven}>
      {isGiven ? <CheckmarkCircleFillIcon aria-hidden /> : <XMarkOctagonIcon aria-hidden />}
      <span>
        {word} <span className="ej-num">{timeOf(dose.recorded, language)}</span>
      </span>
      {dose.administration !== undefined && (
        <button
          type="button"
          className="ej-link"
          aria-label={t('visit.dose.undoWhat', { what: dose.medication })}
          onClick={onUndo}
        >
          {t('visit.dose.undo')}
        </button>
      )}
    </div>
  );
}

function PartOf({ dose, onRecord, onClose }: Pick<RowProps, 'dose' | 'onRecord'> & { onClose: () => void }) {
  const { t } = useTranslation();
  const [text, setText] = useState('');
  const [isTold, setTold] = useState(false);
  const value = Number(text.replace(',', '.'));
  const most = dose.dose?.value ?? Number.POSITIVE_INFINITY;
  const isWrong = !(value > 0) || value >= most;
  return (
    <form
      className="ej-dose-part"
      noValidate
      onSubmit={(event) => {
        event.preventDefault();
        setTold(true);
        if (isWrong) return;
        onRecord({ kind: 'part', value });
        onClose();
      }}
    >
      <TextField
        label={t('visit.dose.partHow', { unit: dose.dose?.unit ?? '' })}
        inputMode="decimal"
        value={text}
        error={isTold && isWrong ? t('visit.dose.partWrong', { most }) : undefined}
        onChange={(event) => setText(event.target.value)}
        autoFocus
      />
      <Button type="submit">{t('visit.dose.give')}</Button>
      <Button type="button" variant="tertiary" onClick={onClose}>
        {t('visit.cancel')}
      </Button>
    </form>
  );
}
