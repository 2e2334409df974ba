import './find-person.css';
import { ArrowsSquarepathIcon } from '@navikt/aksel-icons';
import { Button, Textarea } from '@navikt/ds-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Patient } from '../../shared/fhir/types.ts';
import { nameOf } from '../../shared/format/person.ts';
import { useKept } from '../../shared/session/kept.ts';
import { FailureNotice } from '../access/failure-notice.tsx';
import { PersonLine } from './person-option.tsx';
import { RightPerson } from './right-person.tsx';

/** What the operation asks of a reason. */
const shortest = 5;

type Props = {
  /** Which words are said (`move.note.…`, `move.document.…`). */
  of: 'note' | 'document';
  /** What is typed is kept under this. */
  keep: string;
  /** The patient in whose record it stands now. */
  here: string | undefined;
  move: { mutate(to: Patient, reason: string): void; isPending: boolean; error: Error | null };
  onClose: () => void;
};

/** Something that stands in the wrong record goes to the right one, with a trace in both. Says first what will happen. */
export function MoveTo({ of, keep, here, move, onClose }: Props) {
  const { t } = useTranslation();
  const [typed, setTyped] = useKept(`${keep} move`, '');
  const [reason, setReason] = useKept(`${keep} move why`, '');
  const [to, setTo] = useState<Patient>();
  const [isTried, setTried] = useState(false);
  const name = nameOf(to);
  const isShort = reason.trim().length < shortest;
  return (
    <section className="ej-move ej-noprint" aria-label={t(`move.${of}.title`)}>
      {to === undefined ? (
        <RightPerson label={t(`move.${of}.who`)} typed={typed} onTyped={setTyped} onChosen={setTo} here={here} />
      ) : (
        <>
          <div className="ej-move-to">
            <PersonLine person={to} />
            <button type="button" className="ej-link" onClick={() => setTo(undefined)}>
              {t('move.other')}
            </button>
          </div>
          <Textarea
            label={t(`move.${of}.reason`)}
            description={t('move.reasonHelp')}
            size="small"
            minRows={2}
            maxLength={500}
            value={reason}
            onChange={(event) => setReason(event.target.value)}
            error={isTried && isShort && t('move.reasonMissing')}
          />
          <div className="ej-notice" data-kind="neutral">
            <ArrowsSquarepathIcon aria-hidden />
            <ul className="ej-field-issues">
              <li>{t(`move.${of}.here`)}</li>
              <li>{t(`move.${of}.there`, { name })}</li>
              <li>{t('move.trace')}</li>
            </ul>
          </div>
          {move.error && <FailureNotice error={move.error} />}
        </>
      )}
      <div className="ej-acts">
        {to !== undefined && (
          <Button
            size="small"
            className="ej-xs"
            loading={move.isPending}
            onClick={() => {
              setTried(true);
              if (!isShort) move.mutate(to, reason.trim());
            }}
          >
            {t(`move.${of}.do`, { name })}
          </Button>
        )}
        <Button size="small" variant="tertiary" className="ej-xs" onClick={onClose}>
          {t('move.cancel')}
        </Button>
      </div>
    </section>
  );
}
