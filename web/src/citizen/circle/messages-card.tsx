import { Textarea } from '@navikt/ds-react';
import { useTranslation } from 'react-i18next';
import { shortDateTime } from '../../shared/format/date.ts';
import { useLanguage } from '../../shared/i18n/use-language.ts';
import { focusFirstWrong } from '../../shared/keyboard/focus.ts';
import { useKept } from '../../shared/session/kept.ts';
import { FailureNotice } from '../../shared/ui/failure-notice.tsx';
import { type Message, useCircleAct } from './use-circle.ts';

/** What those in the circle write to each other; volunteers and personnel do not see it. */
export function MessagesCard({ patient, messages }: { patient: string; messages: readonly Message[] }) {
  const { t } = useTranslation();
  const language = useLanguage();
  const [text, setText] = useKept('circle message', '');
  const act = useCircleAct(patient);
  const send = () => {
    if (text.trim() === '' || act.isPending) return;
    act.mutate(
      {
        name: 'circle-act',
        given: [
          { name: 'act', valueCode: 'message' },
          { name: 'text', valueString: text.trim() },
        ],
      },
      { onSuccess: () => setText('') },
    );
  };
  return (
    <section className="ej-c-card" aria-labelledby="circle-messages">
      <h2 id="circle-messages">{t('circle.messages')}</h2>
      <form
        className="ej-c-form"
        onSubmit={(event) => {
          event.preventDefault();
          send();
          focusFirstWrong(event.currentTarget);
        }}
      >
        <Textarea
          label={t('circle.message')}
          description={t('circle.message.help')}
          maxLength={1000}
          minRows={2}
          value={text}
          onChange={({ target }) => setText(target.value)}
        />
        {act.isError && <FailureNotice error={act.error} />}
        <div className="ej-c-acts-row">
          <button type="submit" className="ej-c-button" aria-disabled={act.isPending}>
            {t('circle.send')}
          </button>
        </div>
      </form>
      <ul className="ej-c-lines" aria-label={t('circle.messages')}>
        {messages.map(({ from, sent, text: said }) => (
          <li key={`${sent} ${from}`}>
            <div className="ej-c-message">
              <div className="ej-meta">
                {from}, {shortDateTime(sent, language)}
              </div>
              {said}
            </div>
          </li>
        ))}
      </ul>
    </section>
  );
}
