import '../problems/problems.css';
import { Button, Textarea } from '@navikt/ds-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { withLaterTexts } from '../../i18n.ts';
import type { DocumentReference } from '../../shared/fhir/types.ts';
import { useRecordWrite } from '../../shared/record/use-record-write.ts';
import { useKept } from '../../shared/session/kept.ts';
import { tellDone } from '../../shared/ui/done.tsx';
import { later } from '../../shared/ui/later.tsx';
import { FailureNotice } from '../access/failure-notice.tsx';
import { statusReasonOf, useWriter } from '../problems/writer.ts';
import CitizenAccess from './citizen-access.tsx';
import { isReplaced } from './standing.ts';

const DocumentForm = later(() => import('./document-form.tsx'));
const EntryView = later(() => withLaterTexts(import('../citizen-view/entry-view.tsx')));
const MoveDocument = later(() => import('./move-document.tsx'));

/** What can be done with a document: a new one in its place, that it was a mistake, that it is somebody else's, who sees it. */
export default function DocumentActs({ id, document }: { id: string; document: DocumentReference }) {
  const { t } = useTranslation();
  const [doing, setDoing] = useKept<'replace' | 'error' | 'move' | undefined>(`document act ${document.id}`, undefined);
  const close = () => setDoing(undefined);
  if (document.status === 'entered-in-error') {
    const { reason } = statusReasonOf(document);
    return reason ? <p className="ej-meta">{`${t('documents.errorWhy')}: ${reason}`}</p> : null;
  }
  if (doing !== undefined)
    return (
      <>
        {doing === 'replace' && (
          <section aria-label={t('documents.replace')}>
            <DocumentForm id={id} replaces={document} onClose={close} />
          </section>
        )}
        {doing === 'error' && <MarkAsError id={id} document={document} onClose={close} />}
        {doing === 'move' && <MoveDocument id={id} document={document} onClose={close} />}
      </>
    );
  return (
    <>
      <div className="ej-acts ej-noprint">
        {!isReplaced(document) && (
          <Button size="small" className="ej-xs" variant="secondary" onClick={() => setDoing('replace')}>
            {t('documents.replace')}
          </Button>
        )}
        <Button size="small" className="ej-xs" variant="tertiary" onClick={() => setDoing('error')}>
          {t('documents.error')}
        </Button>
        <Button size="small" className="ej-xs" variant="tertiary" onClick={() => setDoing('move')}>
          {t('move.document.title')}
        </Button>
      </div>
      <CitizenAccess id={id} document={document} />
      <EntryView resources={[document]} />
    </>
  );
}

function MarkAsError({ id, document, onClose }: { id: string; document: DocumentReference; onClose: () => void }) {
  const { t } = useTranslation();
  const writer = useWriter();
  const writing = useRecordWrite(id);
  const [reason, setReason] = useKept(`document error ${document.id}`, '');
  const [isTried, setTried] = useState(false);
  const isMissing = reason.trim() === '';
  const save = () => {
    setTried(true);
    if (isMissing) return;
    const struck = writer.reason(reason.trim());
    const others = (document.extension ?? []).filter(({ url }) => url !== struck.url);
    writing.mutate([{ ...document, status: 'entered-in-error', extension: [...others, struck] } as DocumentReference], {
      onSuccess: () => {
        tellDone(t('documents.errorSaved'));
        onClose();
      },
    });
  };
  return (
    <form
      className="ej-reason ej-noprint"
      aria-label={t('documents.error')}
      noValidate
      onSubmit={(event) => {
        event.preventDefault();
        save();
      }}
    >
      <Textarea
        label={t('documents.errorWhy')}
        description={t('documents.errorHelp')}
        size="small"
        minRows={2}
        maxLength={500}
        value={reason}
        onChange={(event) => setReason(event.target.value)}
        error={isTried && isMissing && t('documents.errorMissing')}
      />
      {writing.error && <FailureNotice error={writing.error} />}
      <div className="ej-acts">
        <Button type="submit" size="small" className="ej-xs" loading={writing.isPending}>
          {t('documents.errorSave')}
        </Button>
        <Button type="button" size="small" className="ej-xs" variant="tertiary" onClick={onClose}>
          {t('problems.cancel')}
        </Button>
      </div>
    </form>
  );
}
