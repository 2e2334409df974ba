import { ArrowsSquarepathIcon } from '@navikt/aksel-icons';
import { Button } from '@navikt/ds-react';
import { useId, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { localReference } from '../../shared/fhir/references.ts';
import type { Composition, Patient } from '../../shared/fhir/types.ts';
import { nameOf } from '../../shared/format/person.ts';
import { FailureNotice } from '../access/failure-notice.tsx';
import { PersonLine } from '../find-person/person-option.tsx';
import { RightPerson } from '../find-person/right-person.tsx';
import { useMove } from './use-note-acts.ts';

/** A note that was written about the wrong person goes to the right one, with a trace in both records. Says first what will happen. */
export function MoveNote({ note, onClose }: { note: Composition; onClose: () => void }) {
  const { t } = useTranslation();
  const [typed, setTyped] = useState('');
  const [to, setTo] = useState<Patient>();
  const [reason, setReason] = useState('');
  const move = useMove(localReference(note.subject)?.split('/')[1] ?? '');
  const id = useId();
  const name = nameOf(to);
  const isReady = to !== undefined && reason.trim().length >= 5;
  return (
    <section className="ej-move" aria-label={t('noteAct.move')}>
      {to === undefined ? (
        <RightPerson
          label={t('move.who')}
          typed={typed}
          onTyped={setTyped}
          onChosen={setTo}
          here={note.subject?.reference}
        />
      ) : (
        <div className="ej-move-to">
          <PersonLine person={to} />
          <button type="button" className="ej-link" onClick={() => setTo(undefined)}>
            {t('move.other')}
          </button>
        </div>
      )}
      {to !== undefined && (
        <>
          <label className="ej-plain-field" htmlFor={id}>
            <span className="ej-strong">{t('move.reason')}</span>
            <textarea id={id} rows={2} value={reason} onChange={(event) => setReason(event.target.value)} />
            <span className="ej-meta">{t('move.reasonHelp')}</span>
          </label>
          <div className="ej-notice" data-kind="neutral">
            <ArrowsSquarepathIcon aria-hidden />
            <ul className="ej-field-issues">
              <li>{t('move.here')}</li>
              <li>{t('move.there', { name })}</li>
              <li>{t('move.trace')}</li>
            </ul>
          </div>
          {move.error && <FailureNotice error={move.error} />}
        </>
      )}
      <div className="ej-note-actions">
        {to !== undefined && (
          <Button
            size="small"
            className="ej-xs"
            disabled={!isReady}
            loading={move.isPending}
            onClick={() => move.mutate({ note, to, reason: reason.trim() }, { onSuccess: onClose })}
          >
            {t('move.do', { name })}
          </Button>
        )}
        <Button size="small" variant="tertiary" className="ej-xs" onClick={onClose}>
          {t('move.cancel')}
        </Button>
      </div>
    </section>
  );
}
