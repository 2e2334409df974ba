import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { bytesOf, textOf, useFile } from '../documents/file-of.ts';
import type { Attachment, DocumentReference } from '../fhir/types.ts';
import { later } from '../ui/later.tsx';
import { Narrative } from '../ui/narrative.tsx';
import { Part, Waiting } from '../ui/part.tsx';
import { Voiced } from '../ui/voiced.tsx';

const PdfView = later(() => import('../documents/pdf-view.tsx'));
const CdaView = later(() => import('../documents/cda-view.tsx'));

/** What a document holds, read in place: a PDF by its pages, text, pictures and CDA; anything else can be downloaded. */
export function DocumentContent({ document }: { document: DocumentReference }) {
  const attachments = (document.content ?? []).flatMap(({ attachment }) => (attachment ? [attachment] : []));
  return (
    <>
      {Object.entries(attachments).map(([key, attachment]) => (
        <AttachmentContent key={key} attachment={attachment} />
      ))}
    </>
  );
}

function AttachmentContent({ attachment }: { attachment: Attachment }) {
  const { t } = useTranslation();
  const file = useFile(attachment);
  if (!attachment.data && !attachment.url) return null;
  return (
    <Part of={file} what={t('document.what')}>
      {(content) => <FileContent attachment={attachment} content={content} />}
    </Part>
  );
}

function FileContent({ attachment, content }: { attachment: Attachment; content: string }) {
  const { t } = useTranslation();
  const type = (attachment.contentType ?? '').split(';')[0]?.trim().toLowerCase() ?? '';
  const title = attachment.title ?? t('resource.file');
  if (/html/.test(type)) return <Narrative of={{ div: textOf(content) }} language={attachment.language} />;
  if (/xml$/.test(type) && type !== 'image/svg+xml')
    return (
      <CdaView
        text={textOf(content)}
        nested={(one) => <AttachmentContent attachment={one} />}
        waiting={<Waiting what={t('document.what')} rows={6} />}
      />
    );
  if (type === '' || (type.startsWith('text/') && type !== 'text/rtf'))
    return (
      <p className="ej-prose ej-document">
        <Voiced isWritten language={attachment.language}>
          {textOf(content)}
        </Voiced>
      </p>
    );
  if (/^image\/(png|jpe?g|gif|webp)$/.test(type))
    return <img className="ej-picture" src={`data:${type};base64,${btoa(content)}`} alt={title} />;
  return (
    <>
      {type === 'application/pdf' && (
        <PdfView content={content} title={title} waiting={<Waiting what={t('document.what')} rows={8} />} />
      )}
      <SaveFile attachment={attachment} content={content} title={title} type={type} />
    </>
  );
}

type Saved = { attachment: Attachment; content: string; title: string; type: string };

/** Downloads a file from memory: its address would carry no token, and ours must not be in anyone's history. */
function SaveFile({ attachment, content, title, type }: Saved) {
  const { t } = useTranslation();
  const [failed, setFailed] = useState(false);
  const save = () => {
    try {
      // A file that could run script in our origin is only ever saved, never opened.
      const address = URL.createObjectURL(new Blob([bytesOf(content)], { type: 'application/octet-stream' }));
      const download = `${title}${/\.\w{2,5}$/.test(title) ? '' : (endings[type] ?? '')}`;
      Object.assign(window.document.createElement('a'), { href: address, download }).click();
      setTimeout(() => URL.revokeObjectURL(address), 10_000);
    } catch {
      setFailed(true);
    }
  };
  const size = attachment.size ?? content.length;
  return (
    <p className="ej-noprint">
      <button type="button" className="ej-link" onClick={save}>
        {`${t('document.save', { title })} (${Math.ceil(size / 1024)} kB)`}
      </button>
      <span role="status">{failed && ` ${t('resource.fileFailed')}`}</span>
    </p>
  );
}

const endings: Readonly<Record<string, string>> = {
  'application/pdf': '.pdf',
  'image/tiff': '.tif',
  'text/rtf': '.rtf',
  'application/rtf': '.rtf',
  'application/dicom': '.dcm',
};
