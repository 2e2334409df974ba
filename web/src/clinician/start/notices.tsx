import { ExclamationmarkTriangleFillIcon, ExclamationmarkTriangleIcon, PaperplaneIcon } from '@navikt/aksel-icons';
import { Link } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { PersonLink } from '../work/person-link.tsx';
import { useNotices } from '../work/use-notices.ts';
import { useSayWork } from '../work/use-say-work.ts';
import type { Notice } from '../work/work.ts';

const shown = 4;

/** What cannot wait, on top: danger first, with its age and the way to act. */
export function Notices() {
  const { t } = useTranslation();
  const notices = useNotices();
  if (notices.length === 0) return null;
  return (
    <section aria-label={t('start.notices')} className="ej-start-notices">
      {notices.slice(0, shown).map((notice) => (
        <NoticeRow key={notice.key} notice={notice} />
      ))}
      {notices.length > shown && (
        <Link to="/innboks" className="ej-link">
          {t('start.notices.more', { count: notices.length - shown })}
        </Link>
      )}
    </section>
  );
}

const icons = { critical: ExclamationmarkTriangleFillIcon, unconfirmed: PaperplaneIcon } as const;

function NoticeRow({ notice: { kind, item } }: { notice: Notice }) {
  const { t } = useTranslation();
  const say = useSayWork();
  const Icon = kind === 'critical' || kind === 'unconfirmed' ? icons[kind] : ExclamationmarkTriangleIcon;
  const what = say.whatOf(item);
  const { root, task } = item;
  const vis = kind === 'critical' ? 'svar' : kind === 'unconfirmed' ? 'sendt' : 'alle';
  return (
    <div className="ej-start-notice" data-kind={kind === 'critical' ? 'critical' : 'warning'}>
      <Icon aria-hidden />
      <div className="ej-start-notice-text">
        <b>
          {kind === 'critical'
            ? t('work.notice.critical', { value: say.criticalOf(item) || what })
            : t(`work.notice.${kind}`, { what })}
        </b>
        {' · '}
        <PersonLink id={item.patient} person={item.person} display={task.for?.display} />
        {kind === 'critical' && <span>{` · ${t('work.notice.unseen')}`}</span>}
        {root.owner?.display && kind !== 'critical' && <span>{` · ${root.owner.display}`}</span>}
      </div>
      <span className="ej-meta ej-num">{say.ago(root.authoredOn)}</span>
      <Link
        to="/innboks"
        search={{ vis, oppgave: task.id as string }}
        className="ej-start-act"
        data-kind={kind === 'critical' ? 'critical' : 'warning'}
      >
        {t(kind === 'critical' ? 'work.notice.openResult' : 'work.notice.open')}
      </Link>
    </div>
  );
}
