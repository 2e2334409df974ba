import './acting.css';
import { useEffect } from 'react';
import { useTranslation } from 'react-i18next';
import { longDate } from '../../shared/format/date.ts';
import { useLanguage } from '../../shared/i18n/use-language.ts';
import { focusSoon } from '../../shared/keyboard/focus.ts';
import { announce } from '../../shared/ui/announcer.tsx';
import { router } from '../routes.tsx';
import { actFor } from './acted-for.ts';
import { useActed, useHasEnded } from './use-acting.ts';

/** On every page while somebody acts for another: for whom, on what ground, until when, and the way back. */
export function ActingBar() {
  const { t } = useTranslation();
  const language = useLanguage();
  const acted = useActed();
  const hasEnded = useHasEnded(acted);
  // whose record it is, is said with the title of each page; that it is so no more, when it comes
  const ended = hasEnded && acted !== undefined ? t('acting.ended', { name: acted.name }) : undefined;
  useEffect(() => {
    if (ended !== undefined) announce(ended);
  }, [ended]);
  if (acted === undefined) return null;
  const { name, ground, until } = acted;
  const isParent = ground === 'parent' || ground === 'released-to-parents' || ground === 'care-order';
  const date = until === undefined ? undefined : longDate(until, language);
  const when = date === undefined ? (isParent ? '' : '.') : t(isParent ? 'acting.changes' : 'acting.until', { date });
  const first = name.split(' ')[0];
  return (
    <section className="ej-c-acting" aria-label={t('acting.bar')}>
      <div className="ej-c-acting-in">
        <span className="ej-c-initials" aria-hidden>
          {initialsOf(name)}
        </span>
        <p>
          {hasEnded ? (
            ended
          ) : (
            <>
              <span id="acting-for">
                {t('acting.for')} <strong>{name}</strong>.
              </span>{' '}
              {t(`acting.${ground}`)}
              {date === undefined && !isParent ? when : ` ${when}`} {t('acting.seen', { name: first })}
            </>
          )}
        </p>
        <button
          type="button"
          className="ej-c-acting-self"
          onClick={() => {
            actFor(undefined);
            void router.navigate({ to: '/handle-for' as never });
            focusSoon(() => document.querySelector<HTMLElement>('#content h1'));
          }}
        >
          {t('acting.self')}
        </button>
      </div>
    </section>
  );
}

export const initialsOf = (name: string): string =>
  name
    .split(/[\s-]+/)
    .map((word) => word[0] ?? '')
    .filter((_, i, all) => i === 0 || i === all.length - 1)
    .join('')
    .toUpperCase();
