import { unverifiedTag } from '@enjournal/server/care/devices';
import { Button } from '@navikt/ds-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Observation } from '../../shared/fhir/types.ts';
import { shortDateTime } from '../../shared/format/date.ts';
import { conceptText, valueText } from '../../shared/format/quantity.ts';
import { useLanguage } from '../../shared/i18n/use-language.ts';
import { useRecordSearch } from '../../shared/record/record-queries.ts';
import { useRecordWrite } from '../../shared/record/use-record-write.ts';
import { useKept } from '../../shared/session/kept.ts';
import { Card } from '../../shared/ui/card.tsx';
import { tellDone } from '../../shared/ui/done.tsx';
import { Voiced } from '../../shared/ui/voiced.tsx';
import { FailureNotice } from '../access/failure-notice.tsx';
import { useUser } from '../bar/use-user.ts';
import { confirmedBy, reasonOf, rejectedFor } from './correct.ts';

const reasons = ['person', 'loose', 'value'] as const;

/** What devices have measured and nobody has answered for: confirmed all at once, or one by one, or rejected with a reason. */
export function VerifyCard({ id }: { id: string }) {
  const { t } = useTranslation();
  const language = useLanguage();
  const user = useUser();
  const writing = useRecordWrite(id);
  const [rejecting, setRejecting] = useKept('kurve rejecting', '');
  const [busy, setBusy] = useState('');
  const waiting = useRecordSearch<Observation>(
    id,
    'Observation',
    { 'status:not': 'entered-in-error', _tag: `${unverifiedTag.system}|${unverifiedTag.code}`, _sort: '-date' },
    { limit: 100 },
  );
  const all = waiting.data?.resources ?? [];
  if (all.length === 0) return null;
  const self = { reference: user.reference, display: user.name };
  const store = (changed: readonly Observation[], said: string, which: string) => {
    setBusy(which);
    writing.mutate(changed, {
      onSuccess() {
        tellDone(said);
        setRejecting('');
      },
      onSettled: () => setBusy(''),
    });
  };
  return (
    <Card title={t('kurve.verify', { count: all.length })}>
      <ul className="ej-kurve-verify">
        {all.slice(0, 12).map((of) => (
          <li key={of.id}>
            <p className="ej-num">
              <Voiced isWritten>{conceptText(of.code)}</Voiced> <strong>{valueText(of, language)}</strong>
            </p>
            <p className="ej-meta">
              {[shortDateTime(of.effectiveDateTime, language), of.device?.display].filter(Boolean).join(' · ')}
            </p>
            {rejecting === of.id ? (
              <p className="ej-kurve-acts">
                {reasons.map((reason) => (
                  <Button
                    key={reason}
                    type="button"
                    size="small"
                    className="ej-xs"
                    variant="secondary"
                    loading={busy === reason}
                    onClick={() =>
                      store([rejectedFor(of, reasonOf(t(`kurve.reject.${reason}`), self))], t('kurve.rejected'), reason)
                    }
                  >
                    {t(`kurve.reject.${reason}`)}
                  </Button>
                ))}
                <button type="button" className="ej-link" onClick={() => setRejecting('')}>
                  {t('kurve.cancel')}
                </button>
              </p>
            ) : (
              <p className="ej-kurve-acts">
                <Button
                  type="button"
                  size="small"
                  className="ej-xs"
                  variant="secondary"
                  loading={busy === of.id}
                  onClick={() => store([confirmedBy(of, self)], t('kurve.confirmed'), of.id ?? '')}
                >
                  {t('kurve.confirm')}
                  <span className="ej-sr">
                    {' '}
                    <Voiced isWritten>{conceptText(of.code)}</Voiced> {valueText(of, language)}
                  </span>
                </Button>
                <button type="button" className="ej-link" onClick={() => setRejecting(of.id ?? '')}>
                  {t('kurve.reject')}
                  <span className="ej-sr">
                    {' '}
                    <Voiced isWritten>{conceptText(of.code)}</Voiced> {valueText(of, language)}
                  </span>
                </button>
              </p>
            )}
          </li>
        ))}
      </ul>
      {writing.error && <FailureNotice error={writing.error} />}
      {all.length > 1 && (
        <div className="ej-card-body">
          <Button
            type="button"
            size="small"
            className="ej-xs"
            loading={busy === 'all'}
            onClick={() =>
              store(
                all.map((of) => confirmedBy(of, self)),
                t('kurve.confirmed'),
                'all',
              )
            }
          >
            {t('kurve.confirmAll', { count: all.length })}
          </Button>
        </div>
      )}
    </Card>
  );
}
