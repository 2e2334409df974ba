import '../municipality.css';
import { Button, Textarea } from '@navikt/ds-react';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { FailureNotice } from '../../clinician/access/failure-notice.tsx';
import { shortDateTime } from '../../shared/format/date.ts';
import { useLanguage } from '../../shared/i18n/use-language.ts';
import { useKept } from '../../shared/session/kept.ts';
import { Card } from '../../shared/ui/card.tsx';
import { explain, readOwnReviews } from './ask-reviews.ts';
import type { Review } from './reviews.ts';

/** What whoever controls the log has asked this reader to explain; nothing when there is nothing. */
export function OwnReviews() {
  const { t } = useTranslation();
  const own = useQuery({ queryKey: ['own-reviews'], queryFn: ({ signal }) => readOwnReviews(signal) });
  if (!own.data?.length) return null;
  return (
    <Card title={t('ownReview.title')} count={own.data.length}>
      <ul className="ej-rows">
        {own.data.map((one) => (
          <li key={one.id}>
            <Explanation of={one} />
          </li>
        ))}
      </ul>
    </Card>
  );
}

function Explanation({ of }: { of: Review }) {
  const { t } = useTranslation();
  const language = useLanguage();
  const queries = useQueryClient();
  const [text, setText] = useKept(`explanation ${of.id}`, '');
  const [isShort, setShort] = useState(false);
  const send = useMutation({
    mutationFn: () => explain(of.id, text.trim()),
    onSuccess: () => queries.invalidateQueries({ queryKey: ['own-reviews'] }),
  });
  return (
    <div className="ej-mun-side">
      <p>
        <span className="ej-strong">{of.patient}</span>{' '}
        <span className="ej-meta">{shortDateTime(of.from, language)}</span>
      </p>
      <p>«{of.notes.at(-1)?.text}»</p>
      <Textarea
        size="small"
        label={t('ownReview.text')}
        minRows={2}
        maxLength={2000}
        value={text}
        error={isShort && t('privacy.assessmentMissing')}
        onChange={(event) => {
          setText(event.target.value);
          setShort(false);
        }}
      />
      {send.isError && <FailureNotice error={send.error} />}
      <div className="ej-mun-acts">
        <Button
          size="small"
          loading={send.isPending}
          onClick={() => {
            const tooShort = [...text.trim()].length < 5;
            setShort(tooShort);
            if (!tooShort) send.mutate();
          }}
        >
          {t('ownReview.send')}
        </Button>
      </div>
    </div>
  );
}
