import '../find-person/find-person.css';
import { ArrowsSquarepathIcon } from '@navikt/aksel-icons';
import { Button, Textarea } from '@navikt/ds-react';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { send } from '../../shared/fhir/client.ts';
import type { DocumentReference, Patient } from '../../shared/fhir/types.ts';
import { nameOf } from '../../shared/format/person.ts';
import { recordKey } from '../../shared/record/record-queries.ts';
import { useKept } from '../../shared/session/kept.ts';
import { tellDone } from '../../shared/ui/done.tsx';
import { FailureNotice } from '../access/failure-notice.tsx';
import { PersonLine } from '../find-person/person-option.tsx';
import { RightPerson } from '../find-person/right-person.tsx';

type Props = { id: string; document: DocumentReference; onClose: () => void };

/** A document that was added to the wrong record goes to the right one, with a trace in both. Says first what will happen. */
export default function MoveDocument({ id, document, onClose }: Props) {
  const { t } = useTranslation();
  const queries = useQueryClient();
  const [typed, setTyped] = useKept(`document move ${document.id}`, '');
  const [reason, setReason] = useKept(`document move why ${document.id}`, '');
  const [to, setTo] = useState<Patient>();
  const [isTried, setTried] = useState(false);
  const name = nameOf(to);
  const move = useMutation({
    mutationFn: () =>
      send(`DocumentReference/${document.id}/$wrong-person`, {
        method: 'POST',
        headers: { 'content-type': 'application/fhir+json', 'if-match': `W/"${document.meta?.versionId}"` },
        body: JSON.stringify({
          resourceType: 'Parameters',
          parameter: [
            { name: 'patient', valueReference: { reference: `Patient/${to?.id}` } },
            { name: 'reason', valueString: reason.trim() },
          ],
        }),
      }),
    onSuccess: () => {
      tellDone(t('documents.moved', { name }));
      onClose();
    },
    onSettled: () => queries.invalidateQueries({ queryKey: recordKey(id, ['DocumentReference']) }),
  });
  const isShort = reason.trim().length < 5;
  return (
    <section className="ej-move ej-noprint" aria-label={t('documents.move')}>
      {to === undefined ? (
        <RightPerson
          label={t('documents.moveWho')}
          typed={typed}
          onTyped={setTyped}
          onChosen={setTo}
          here={document.subject?.reference}
        />
      ) : (
        <>
          <div className="ej-move-to">
            <PersonLine person={to} />
            <button type="button" className="ej-link" onClick={() => setTo(undefined)}>
              {t('move.other')}
            </button>
          </div>
          <Textarea
            label={t('documents.moveWhy')}
            description={t('move.reasonHelp')}
            size="small"
            minRows={2}
            maxLength={500}
            value={reason}
            onChange={(event) => setReason(event.target.value)}
            error={isTried && isShort && t('documents.moveWhyMissing')}
          />
          <div className="ej-notice" data-kind="neutral">
            <ArrowsSquarepathIcon aria-hidden />
            <ul className="ej-field-issues">
              <li>{t('documents.moveHere')}</li>
              <li>{t('documents.moveThere', { name })}</li>
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
              if (!isShort) move.mutate();
            }}
          >
            {t('documents.moveDo', { name })}
          </Button>
        )}
        <Button size="small" variant="tertiary" className="ej-xs" onClick={onClose}>
          {t('move.cancel')}
        </Button>
      </div>
    </section>
  );
}
