import { ActionMenu } from '@navikt/ds-react';
import { useState, useSyncExternalStore } from 'react';
import { useTranslation } from 'react-i18next';
import { OwnSessionsDialog } from '../../door/own-sessions-dialog.tsx';
import { chooseLanguage, extraLanguagesFor } from '../../i18n.ts';
import { initialsOf } from '../../shared/format/person.ts';
import { useLanguageTag } from '../../shared/i18n/use-language.ts';
import { languages } from '../../shared/i18n/words.ts';
import { outbox } from '../../shared/outbox/own-outbox.ts';
import { chooseEmployment, lockSession, logOut, session, type User } from '../../shared/session/session.ts';
import { changeSettings, useSettings } from '../../shared/settings/settings.ts';
import { chooseTheme, type ThemeChoice, themeChoices, useThemeChoice } from '../../shared/theme/theme.ts';
import { later } from '../../shared/ui/later.tsx';
import { saveAllDrafts } from '../workspace/drafts.ts';
import { ShortcutsDialog } from './shortcuts-dialog.tsx';

const AbsenceDialog = later(() => import('./absence-dialog.tsx'));

/** Name, role and organisation, and everything a user may choose for themself. */
export function UserMenu({ user }: { user: User }) {
  const { t } = useTranslation();
  const language = useLanguageTag();
  const theme = useThemeChoice();
  const { density } = useSettings();
  const [keysShown, setKeysShown] = useState(false);
  const [sessionsShown, setSessionsShown] = useState(false);
  const [absenceShown, setAbsenceShown] = useState(false);
  const current = useSyncExternalStore(session.subscribe, session.current);
  const { name } = user;
  const job = current.state === 'open' ? current.employment?.id : undefined;
  return (
    <>
      <ActionMenu>
        <ActionMenu.Trigger>
          <button type="button" className="ej-bar-user" aria-label={t('bar.user', { name })}>
            <span className="ej-bar-user-long">{name}</span>
            <span className="ej-bar-user-short" aria-hidden>
              {initialsOf(name)}
            </span>
            {user.role && <small>{user.role}</small>}
          </button>
        </ActionMenu.Trigger>
        <ActionMenu.Content align="end" className="ej-menu">
          <div className="ej-menu-who">
            <div className="ej-strong">{name}</div>
            <div className="ej-meta">{[user.role, user.organization].filter(Boolean).join(', ')}</div>
          </div>
          {current.state === 'open' && current.employments.length > 1 && (
            <ActionMenu.RadioGroup
              label={t('bar.workplace')}
              value={current.employment?.id ?? ''}
              onValueChange={(id) => void chooseEmployment(id).catch(() => undefined)}
            >
              {current.employments.map(({ id, title, unit }) => (
                <ActionMenu.RadioItem key={id} value={id}>
                  {`${unit.display}, ${title}`}
                </ActionMenu.RadioItem>
              ))}
            </ActionMenu.RadioGroup>
          )}
          <ActionMenu.RadioGroup label={t('bar.language')} value={language} onValueChange={chooseLanguage}>
            {languages.map((one) => (
              <ActionMenu.RadioItem key={one} value={one} lang={one}>
                {t(`bar.language.${one}`)}
              </ActionMenu.RadioItem>
            ))}
            {extraLanguagesFor('staff').map(({ tag, name }) => (
              <ActionMenu.RadioItem key={tag} value={tag} lang={tag}>
                {name}
              </ActionMenu.RadioItem>
            ))}
          </ActionMenu.RadioGroup>
          <ActionMenu.RadioGroup
            label={t('bar.theme')}
            value={theme}
            onValueChange={(value) => chooseTheme(value as ThemeChoice)}
          >
            {themeChoices.map((one) => (
              <ActionMenu.RadioItem key={one} value={one}>
                {t(`bar.theme.${one}`)}
              </ActionMenu.RadioItem>
            ))}
          </ActionMenu.RadioGroup>
          <ActionMenu.RadioGroup
            label={t('bar.density')}
            value={density}
            onValueChange={(value) => changeSettings({ density: value as 'tight' | 'medium' })}
          >
            <ActionMenu.RadioItem value="tight">{t('bar.density.tight')}</ActionMenu.RadioItem>
            <ActionMenu.RadioItem value="medium">{t('bar.density.medium')}</ActionMenu.RadioItem>
          </ActionMenu.RadioGroup>
          <ActionMenu.Divider />
          {job !== undefined && (
            <ActionMenu.Item onSelect={() => setAbsenceShown(true)}>{t('absence.open')}</ActionMenu.Item>
          )}
          <ActionMenu.Item onSelect={() => setKeysShown(true)}>{t('bar.shortcuts')}</ActionMenu.Item>
          <ActionMenu.Item onSelect={() => setSessionsShown(true)}>{t('sessions.open')}</ActionMenu.Item>
          <ActionMenu.Item onSelect={() => window.open('/oauth/apps', '_blank', 'noopener')}>
            {t('bar.apps')}
          </ActionMenu.Item>
          <ActionMenu.Item onSelect={() => void lockSession()}>{t('lock.now')}</ActionMenu.Item>
          <ActionMenu.Item onSelect={() => void leave()}>{t('bar.signOut')}</ActionMenu.Item>
        </ActionMenu.Content>
      </ActionMenu>
      <ShortcutsDialog open={keysShown} onOpenChange={setKeysShown} />
      {absenceShown && job !== undefined && <AbsenceDialog job={job} onClose={() => setAbsenceShown(false)} />}
      <OwnSessionsDialog open={sessionsShown} onOpenChange={setSessionsShown} />
    </>
  );
}

/** What was written just now is saved first; what cannot be sent now stays sealed on the device for its writer. */
async function leave(): Promise<void> {
  await Promise.allSettled([saveAllDrafts(), outbox.flush()]);
  await logOut().catch(() => undefined);
}
