import { Button, Modal } from '@navikt/ds-react';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { shortDateTime } from '../shared/format/date.ts';
import { useLanguage } from '../shared/i18n/use-language.ts';
import { endOwnSession, logOut, type OwnSession, ownSessions } from '../shared/session/session.ts';

type Props = { open: boolean; onOpenChange: (open: boolean) => void };
const queryKey = ['own-sessions'];

/** Everywhere one is logged in, and the way to end each, or all. */
export function OwnSessionsDialog({ open, onOpenChange }: Props) {
  const { t } = useTranslation();
  const queries = useQueryClient();
  const { data, isError } = useQuery({ queryKey, queryFn: ownSessions, enabled: open, staleTime: 0, gcTime: 0 });
  const end = async (one: OwnSession) => {
    if (one.isThis) return logOut();
    await endOwnSession(one.id).catch(() => undefined);
    await queries.invalidateQueries({ queryKey });
  };
  return (
    <Modal
      open={open}
      onClose={() => onOpenChange(false)}
      header={{ heading: t('sessions.open'), size: 'small' }}
      closeOnBackdropClick
    >
      <Modal.Body>
        <p className="ej-meta">{t('sessions.text')}</p>
        {isError && <p role="alert">{t('sessions.failed')}</p>}
        <ul className="ej-own-sessions">
          {data?.map((one) => (
            <SessionLine key={one.id} one={one} onEnd={() => void end(one).catch(() => undefined)} />
          ))}
        </ul>
      </Modal.Body>
      <Modal.Footer>
        <Button size="small" data-color="danger" onClick={() => void logOut(true).catch(() => undefined)}>
          {t('sessions.everywhere')}
        </Button>
      </Modal.Footer>
    </Modal>
  );
}

function SessionLine({ one, onEnd }: { one: OwnSession; onEnd: () => void }) {
  const { t } = useTranslation();
  const language = useLanguage();
  const device = one.device || t('sessions.unknown');
  const started = shortDateTime(new Date(one.startedAt).toISOString(), language);
  const active = shortDateTime(new Date(one.activeAt).toISOString(), language);
  return (
    <li>
      <div>
        <span className="ej-strong">{device}</span>
        {one.isThis && <span className="ej-tag">{t('sessions.this')}</span>}
        {one.isLocked && <span className="ej-tag">{t('sessions.locked')}</span>}
        <div className="ej-meta">{t('sessions.times', { started, active })}</div>
      </div>
      <Button size="small" variant="secondary" aria-label={t('sessions.endThat', { device, started })} onClick={onEnd}>
        {t('sessions.end')}
      </Button>
    </li>
  );
}
