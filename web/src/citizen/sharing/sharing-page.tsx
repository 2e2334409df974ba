import '../acting/acting.css';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { send } from '../../shared/fhir/client.ts';
import { FailureNotice } from '../../shared/ui/failure-notice.tsx';
import { Page } from '../frame/page.tsx';
import { PageLink } from '../frame/page-link.tsx';
import { useSubject } from '../subject.ts';
import { ShareCard } from './share-card.tsx';

/** A code for a health worker elsewhere; the record on paper and as files. */
export default function SharingPage() {
  const { t } = useTranslation();
  const { patient } = useSubject();
  return (
    <Page title={t('me.place.sharing')}>
      <div className="ej-c-columns">
        <div>
          <ShareCard patient={patient} />
        </div>
        <div>
          <section className="ej-c-card" aria-labelledby="take-out">
            <h2 id="take-out">{t('sharing.files')}</h2>
            <p>{t('sharing.files.text')}</p>
            <ul className="ej-c-lines">
              <li>
                <b>{t('sharing.print')}</b>
                <span>{t('sharing.print.text')}</span>
                <PageLink to="/utskrift" className="ej-c-more">
                  {t('sharing.print.open')}
                </PageLink>
              </li>
              <li>
                <b>{t('sharing.ips')}</b>
                <span>{t('sharing.ips.text')}</span>
                <Download path={`Patient/${patient}/$summary`} file="sammendrag.json" text={t('sharing.ips.get')} />
              </li>
              <li>
                <b>{t('sharing.whole')}</b>
                <span>{t('sharing.whole.text')}</span>
                <Download path={`Patient/${patient}/$everything`} file="journal.json" text={t('sharing.whole.get')} />
              </li>
            </ul>
          </section>
        </div>
      </div>
    </Page>
  );
}

/** Fetches what an address answers and keeps it as a file of a name that says nothing of whose it is. */
function Download({ path, file, text }: { path: string; file: string; text: string }) {
  const { t } = useTranslation();
  const [state, setState] = useState<'still' | 'under way' | 'done' | { error: Error }>('still');
  const get = async () => {
    setState('under way');
    try {
      const answer = await send(path);
      const url = URL.createObjectURL(await answer.blob());
      const link = document.createElement('a');
      link.href = url;
      link.download = file;
      link.click();
      setTimeout(() => URL.revokeObjectURL(url), 60_000);
      setState('done');
    } catch (error) {
      setState({ error: error as Error });
    }
  };
  return (
    <div className="ej-c-acts-row">
      <button
        type="button"
        className="ej-c-button"
        aria-disabled={state === 'under way'}
        onClick={() => state !== 'under way' && void get()}
      >
        {text}
      </button>
      <span role="status">
        {state === 'under way' ? t('sharing.underWay') : state === 'done' ? t('sharing.done') : ''}
      </span>
      {typeof state === 'object' && <FailureNotice error={state.error} />}
    </div>
  );
}
