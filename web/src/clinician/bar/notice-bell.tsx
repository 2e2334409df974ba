import { BellIcon, ExclamationmarkTriangleFillIcon, ExclamationmarkTriangleIcon } from '@navikt/aksel-icons';
import { Link } from '@tanstack/react-router';
import { useEffect, useId, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useNotices } from '../work/use-notices.ts';
import { useSayWork } from '../work/use-say-work.ts';

/** The few things that somebody must do something about, the worst first, wherever the reader is. */
export function NoticeBell() {
  const { t } = useTranslation();
  const say = useSayWork();
  const notices = useNotices();
  const [isOpen, setOpen] = useState(false);
  const id = useId();
  const root = useRef<HTMLDivElement>(null);
  const button = useRef<HTMLButtonElement>(null);
  useEffect(() => {
    if (!isOpen) return;
    const close = (event: Event) => {
      if (event instanceof KeyboardEvent) {
        if (event.key !== 'Escape') return;
        setOpen(false);
        button.current?.focus();
      } else if (!root.current?.contains(event.target as Node)) setOpen(false);
    };
    document.addEventListener('pointerdown', close);
    document.addEventListener('keydown', close);
    return () => {
      document.removeEventListener('pointerdown', close);
      document.removeEventListener('keydown', close);
    };
  }, [isOpen]);
  const label = notices.length === 0 ? t('bar.notices.none') : t('bar.notices', { count: notices.length });
  return (
    <div className="ej-bell" ref={root}>
      <button
        ref={button}
        type="button"
        className="ej-bell-button"
        aria-label={label}
        aria-expanded={isOpen}
        {...(isOpen ? { 'aria-controls': id } : {})}
        onClick={() => setOpen(!isOpen)}
      >
        <BellIcon aria-hidden />
        {notices.length > 0 && (
          <span className="ej-bell-count ej-num" aria-hidden>
            {notices.length}
          </span>
        )}
      </button>
      {isOpen && (
        <div className="ej-bell-panel" id={id}>
          {notices.length === 0 && <p className="ej-card-body ej-meta">{t('bar.notices.none')}</p>}
          <ul className="ej-rows">
            {notices.map(({ key, kind, item }) => {
              const what = say.whatOf(item);
              const Icon = kind === 'critical' ? ExclamationmarkTriangleFillIcon : ExclamationmarkTriangleIcon;
              return (
                <li key={key}>
                  <Link
                    to="/innboks"
                    search={{
                      vis: kind === 'critical' ? 'svar' : kind === 'unconfirmed' ? 'sendt' : 'alle',
                      oppgave: item.task.id as string,
                    }}
                    className="ej-bell-row"
                    data-kind={kind}
                    onClick={() => setOpen(false)}
                  >
                    <Icon aria-hidden />
                    <span>
                      {kind === 'critical'
                        ? t('work.notice.critical', { value: say.criticalOf(item) || what })
                        : t(`work.notice.${kind}`, { what })}
                      {' · '}
                      <b>{say.nameOf(item)}</b>
                    </span>
                    <span className="ej-meta ej-num">{say.ago(item.root.authoredOn)}</span>
                  </Link>
                </li>
              );
            })}
          </ul>
        </div>
      )}
    </div>
  );
}
