import './dialogue.css';
import { PencilWritingIcon } from '@navikt/aksel-icons';
import { Link, useNavigate, useRouterState } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { type Thread, threadsOf } from '../../shared/dialogue/message.ts';
import { useLanguage } from '../../shared/i18n/use-language.ts';
import { focusSoon } from '../../shared/keyboard/focus.ts';
import { Part } from '../../shared/ui/part.tsx';
import { Page } from '../frame/page.tsx';
import { useSubject } from '../subject.ts';
import { longDay } from './long-day.ts';
import { ThreadView } from './thread-view.tsx';
import { useMessages } from './use-dialogue.ts';
import { WriteForm } from './write-form.tsx';

const here = '/meldinger';
const writing = 'ny';

/** Conversations with services: the list, and beside it (on a phone instead of it) one of them, or a new message. */
export default function DialoguePage() {
  const { t } = useTranslation();
  const { patient } = useSubject();
  const navigate = useNavigate();
  const shown = useRouterState({ select: ({ location }) => location.hash });
  const messages = useMessages(patient);
  const open = (hash: string) => void navigate({ to: here as never, hash } as never);
  return (
    <Page
      title={t('talk.title')}
      lead={t('talk.lead')}
      action={
        shown !== writing && (
          <button
            type="button"
            className="ej-c-button"
            data-kind="primary"
            onClick={() => {
              open(writing);
              focusSoon(() => document.getElementById('write'));
            }}
          >
            <PencilWritingIcon aria-hidden /> {t('talk.new')}
          </button>
        )
      }
    >
      <Part of={messages} what={t('talk.what')} rows={6}>
        {({ resources }) => {
          const threads = threadsOf(resources);
          const thread = threads.find(({ id, messages: all }) => id === shown || all.some((one) => one.id === shown));
          return (
            <div className="ej-talk ej-c-columns" data-open={shown !== ''}>
              <div className="ej-talk-side">
                <section className="ej-c-card" aria-labelledby="threads">
                  <h2 id="threads">{t('talk.threads')}</h2>
                  <ThreadList threads={threads} />
                </section>
              </div>
              <div className="ej-talk-main">
                <Link to={here as never} hash="" className="ej-c-more ej-talk-back">
                  {t('talk.back')}
                </Link>
                {shown === writing && <WriteForm patient={patient} onSent={open} onCancel={() => open('')} />}
                {thread && <ThreadView key={thread.id} patient={patient} thread={thread} />}
                {shown === '' && threads.length > 0 && <p className="ej-meta">{t('talk.choose')}</p>}
              </div>
            </div>
          );
        }}
      </Part>
    </Page>
  );
}

function ThreadList({ threads }: { threads: readonly Thread[] }) {
  const { t } = useTranslation();
  const language = useLanguage();
  if (threads.length === 0) return <p>{t('talk.none')}</p>;
  return (
    <ul className="ej-talk-list">
      {threads.map(({ id, subject, service, last, isUnread }) => (
        <li key={id}>
          <Link to={here as never} hash={id} activeOptions={{ exact: true, includeHash: true }}>
            <b>{subject}</b>
            <span className="ej-meta ej-num">{longDay(last.sent, language)}</span>
            <span className="ej-meta">{service?.display}</span>
            {isUnread && <span className="ej-talk-new">{t('talk.unread')}</span>}
          </Link>
        </li>
      ))}
    </ul>
  );
}
