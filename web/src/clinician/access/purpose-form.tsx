import { Button, Textarea } from '@navikt/ds-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useStatedPurpose } from '../../shared/access/use-access.ts';

const longestText = 400;

/** Who learns or manages says in their own words what for, and goes on. */
export function PurposeForm({ id }: { id: string }) {
  const { t } = useTranslation();
  const state = useStatedPurpose(id);
  const [text, setText] = useState('');
  const [isAsked, setIsAsked] = useState(false);
  const isMissing = text.trim() === '';
  const go = () => {
    setIsAsked(true);
    if (!isMissing) state(text.trim());
  };
  return (
    <section className="ej-card ej-refused-card">
      <Textarea
        label={t('access.purpose')}
        description={t('access.purposeHint')}
        value={text}
        onChange={(event) => setText(event.target.value)}
        size="small"
        minRows={2}
        maxLength={longestText}
        error={isAsked && isMissing ? t('access.purposeMissing') : undefined}
      />
      <Button type="button" onClick={go}>
        {t('access.purposeSaid')}
      </Button>
    </section>
  );
}
