import './me.css';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { chooseLanguage, extraLanguagesFor } from '../../i18n.ts';
import { useLanguageTag } from '../../shared/i18n/use-language.ts';
import { languages } from '../../shared/i18n/words.ts';
import { lockSession, logOut } from '../../shared/session/session.ts';
import { chooseTheme, themeChoices, useThemeChoice } from '../../shared/theme/theme.ts';
import { later } from '../../shared/ui/later.tsx';
import { Page } from '../frame/page.tsx';
import { PageLink } from '../frame/page-link.tsx';
import { chooseTypeSize, typeSizes, useTypeSize } from '../frame/type-size.ts';
import ReadingCard from '../reading/reading-card.tsx';
import { useSubject } from '../subject.ts';
import { PersonCard } from './person-card.tsx';

const OwnSessionsDialog = later(async () => ({
  default: (await import('../../door/own-sessions-dialog.tsx')).OwnSessionsDialog,
}));

/** Who I am here, how the pages look, where I am logged on, and the way out. */
export default function MePage() {
  const { t } = useTranslation();
  const language = useLanguageTag();
  const theme = useThemeChoice();
  const size = useTypeSize();
  const [sessionsShown, setSessionsShown] = useState(false);
  const { isSelf } = useSubject();
  return (
    <Page title={t('me.place.me')}>
      <div className="ej-c-columns">
        <div>
          <PersonCard />
          <section className="ej-c-card" aria-labelledby="mine">
            <h2 id="mine">{t('asked.mine')}</h2>
            <div className="ej-c-acts">
              <PageLink to="/varsler" className="ej-c-button">
                {t('me.place.notices')}
              </PageLink>
              <PageLink to="/krav" className="ej-c-button">
                {t('me.place.requests')}
              </PageLink>
            </div>
          </section>
          <section className="ej-c-card" aria-labelledby="safety">
            <h2 id="safety">{t('settings.login')}</h2>
            <div className="ej-c-acts">
              <button type="button" className="ej-c-button" onClick={() => setSessionsShown(true)}>
                {t('sessions.open')}
              </button>
              <a className="ej-c-button" href="/oauth/apps" target="_blank" rel="noopener">
                {t('settings.apps')}
              </a>
              <button type="button" className="ej-c-button" onClick={() => void lockSession()}>
                {t('lock.now')}
              </button>
              <button
                type="button"
                className="ej-c-button"
                data-kind="primary"
                onClick={() => void logOut().catch(() => undefined)}
              >
                {t('bar.signOut')}
              </button>
            </div>
          </section>
        </div>
        <div>
          <section className="ej-c-card" aria-labelledby="looks">
            <h2 id="looks">{t('settings.looks')}</h2>
            <Choice
              name="size"
              title={t('settings.size')}
              value={size}
              choices={typeSizes.map((one) => [one, t(`settings.size.${one}`)])}
              onChoose={chooseTypeSize}
            />
            <Choice
              name="language"
              title={t('bar.language')}
              value={language}
              choices={[
                ...languages.map((one): [string, string] => [one, t(`bar.language.${one}`)]),
                ...extraLanguagesFor('citizen').map(({ tag, name }): [string, string] => [tag, name]),
              ]}
              onChoose={(one) => void chooseLanguage(one)}
            />
            <Choice
              name="theme"
              title={t('settings.theme')}
              value={theme}
              choices={themeChoices.map((one) => [one, t(`settings.theme.${one}`)])}
              onChoose={chooseTheme}
            />
          </section>
          {isSelf && 'serviceWorker' in navigator && <ReadingCard />}
        </div>
      </div>
      {sessionsShown && <OwnSessionsDialog open onOpenChange={setSessionsShown} />}
    </Page>
  );
}

type ChoiceProps<T extends string> = {
  name: string;
  title: string;
  value: T;
  choices: readonly (readonly [T, string])[];
  onChoose: (value: T) => void;
};

/** One of a few, side by side, in effect at once. */
function Choice<T extends string>({ name, title, value, choices, onChoose }: ChoiceProps<T>) {
  return (
    <fieldset className="ej-c-choice">
      <legend>{title}</legend>
      {choices.map(([one, text]) => (
        <label key={one} lang={name === 'language' ? one : undefined}>
          <input type="radio" name={name} value={one} checked={one === value} onChange={() => onChoose(one)} />
          {text}
        </label>
      ))}
    </fieldset>
  );
}
