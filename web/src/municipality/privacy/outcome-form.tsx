import { Button, Modal, Textarea } from '@navikt/ds-react';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { FailureNotice } from '../../clinician/access/failure-notice.tsx';
import { useKept } from '../../shared/session/kept.ts';
import { giveOutcome, type Outcome } from './ask-reviews.ts';
import type { Review } from './reviews.ts';

type Props = { review: Review; onMove: (steps: number) => void; onDone: (outcome: Outcome) => void };

/** What comes of a case, with why. Only what cannot be undone is asked about twice. */
export function OutcomeForm({ review, onMove, onDone }: Props) {
  const { t } = useTranslation();
  const queries = useQueryClient();
  const [text, setText] = useKept(`assessment ${review.id}`, '');
  const [isShort, setShort] = useState(false);
  const [isAsking, setAsking] = useState(false);
  const act = useMutation({
    mutationFn: (outcome: Outcome) => giveOutcome(review.id, outcome, text.trim()),
    async onSuccess(_, outcome) {
      setText('');
      setAsking(false);
      onDone(outcome);
      await queries.invalidateQueries({ queryKey: ['reviews'] });
      await queries.invalidateQueries({ queryKey: ['review', review.id] });
    },
    onError: () => setAsking(false),
  });
  const when = (then: () => void) => () => {
    const tooShort = [...text.trim()].length < 5;
    setShort(tooShort);
    if (!tooShort) then();
  };
  const { patient, kind } = review;
  const isQuestion = kind === 'log-question';
  const isBreach = kind === 'unlawful-access';
  return (
    <div className="ej-mun-outcome">
      <Textarea
        label={t(isQuestion ? 'privacy.answer' : 'privacy.assessment')}
        description={t(isQuestion ? 'privacy.answerHelp' : 'privacy.assessmentHelp')}
        size="small"
        minRows={2}
        maxLength={2000}
        value={text}
        error={isShort && t('privacy.assessmentMissing')}
        onChange={(event) => {
          setText(event.target.value);
          setShort(false);
        }}
      />
      {act.isError && <FailureNotice error={act.error} />}
      <div className="ej-mun-acts">
        {isBreach ? (
          <>
            <Button size="small" loading={act.isPending} onClick={when(() => act.mutate('reported'))}>
              {t('privacy.reported')}
            </Button>
            <Button
              size="small"
              variant="secondary"
              disabled={act.isPending}
              onClick={when(() => act.mutate('not-reported'))}
            >
              {t('privacy.notReported')}
            </Button>
          </>
        ) : (
          <>
            <Button size="small" loading={act.isPending} onClick={when(() => act.mutate('justified'))}>
              {t('privacy.justify')}
            </Button>
            {review.status === 'open' && (
              <Button
                size="small"
                variant="secondary"
                disabled={act.isPending}
                onClick={when(() => act.mutate('explanation'))}
              >
                {t('privacy.ask')}
              </Button>
            )}
            <Button size="small" variant="secondary" disabled={act.isPending} onClick={when(() => setAsking(true))}>
              {t('privacy.unlawful')}
            </Button>
          </>
        )}
        <Button size="small" variant="tertiary" onClick={() => onMove(1)}>
          {t('privacy.next')}
        </Button>
      </div>
      <Modal
        open={isAsking}
        onClose={() => setAsking(false)}
        header={{ heading: t('privacy.unlawfulTitle', { patient }), size: 'small' }}
      >
        <Modal.Body>
          <p className="ej-mun-flat">{t('privacy.unlawfulText', { patient })}</p>
        </Modal.Body>
        <Modal.Footer>
          <Button size="small" data-color="danger" loading={act.isPending} onClick={() => act.mutate('unlawful')}>
            {t('privacy.unlawfulDo')}
          </Button>
          <Button size="small" variant="secondary" onClick={() => setAsking(false)}>
            {t('privacy.cancel')}
          </Button>
        </Modal.Footer>
      </Modal>
    </div>
  );
}
