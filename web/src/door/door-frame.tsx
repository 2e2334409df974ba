import '../shared/ui/bar.css';
import '../shared/ui/ui.css';
import './door.css';
import { type ReactNode, useEffect } from 'react';
import { useTranslation } from 'react-i18next';
import { chooseLanguage, extraLanguagesFor } from '../i18n.ts';
import { useLanguageTag } from '../shared/i18n/use-language.ts';
import { languages } from '../shared/i18n/words.ts';
import { Mark } from '../shared/ui/mark.tsx';

/** The page around what stands at the door: log-on, choice of work place, lock. @param title what it is called in the browser's tab */
export function DoorFrame({ title, children }: { title: string; children: ReactNode }) {
  const { t } = useTranslation();
  const language = useLanguageTag();
  useEffect(() => {
    document.title = `${title} – ${t('bar.label')}`;
  }, [title, t]);
  return (
    <div className="ej-door">
      <header className="ej-bar">
        <span className="ej-bar-home">
          <Mark />
          {t('bar.label')}
        </span>
        <nav className="ej-door-languages" aria-label={t('bar.language')}>
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
          {extraLanguagesFor('anyone').map(({ tag, name, direction }) => (
            <button
              key={tag}
              type="button"
              lang={tag}
              dir={direction}
              aria-pressed={tag === language}
              onClick={() => chooseLanguage(tag)}
            >
              {name}
            </button>
          ))}
        </nav>
      </header>
      <main className="ej-door-card">{children}</main>
    </div>
  );
}
