import '../bar/app-bar.css';
import './start.css';
import { Button } from '@navikt/ds-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { chooseLanguage } from '../../i18n.ts';
import { useLanguage } from '../../shared/i18n/use-language.ts';
import { languages } from '../../shared/i18n/words.ts';
import { startLogin } from '../../shared/session/session.ts';
import { Mark } from '../bar/app-bar.tsx';

/** The door: one button to the login page of the server, and the language to read this in. */
export function SignIn({ failed }: { failed: boolean }) {
  const { t } = useTranslation();
  const language = useLanguage();
  const [trouble, setTrouble] = useState<'failed' | 'unreachable' | undefined>(failed ? 'failed' : undefined);
  const [leaving, setLeaving] = useState(false);
  const login = async () => {
    setLeaving(true);
    try {
      await startLogin(location.pathname);
    } catch {
      setTrouble('unreachable');
      setLeaving(false);
    }
  };
  return (
    <div className="ej-start">
      <header className="ej-bar">
        <span className="ej-bar-home">
          <Mark />
          {t('bar.label')}
        </span>
        <nav className="ej-start-languages" aria-label={t('bar.language')}>
          {languages.map((one) => (
            <button
              key={one}
              type="button"
              lang={one}
              aria-pressed={one === language}
              onClick={() => chooseLanguage(one)}
            >
              {t(`bar.language.${one}`)}
            </button>
          ))}
        </nav>
      </header>
      <main className="ej-start-door">
        <h1>{t('signIn.title')}</h1>
        <p>{t('signIn.text')}</p>
        <Button onClick={login} loading={leaving}>
          {t('signIn.button')}
        </Button>
        <div role="status">{trouble && <p className="ej-notice">{t(`signIn.${trouble}`)}</p>}</div>
      </main>
    </div>
  );
}
