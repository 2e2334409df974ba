import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { send } from '../fhir/client.ts';
import type { Attachment, DocumentReference } from '../fhir/types.ts';
import { Narrative } from '../ui/narrative.tsx';

/** What a document holds: text is read here, a picture is seen here, anything else can be opened. */
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
  const type = (attachment.contentType ?? '').split(';')[0] ?? '';
  if (attachment.data && /html/.test(type)) return <Narrative of={{ div: decoded(attachment.data) }} />;
  if (attachment.data && (type === '' || type.startsWith('text/') || /^application\/.*xml$/.test(type))) {
    return <p className="ej-prose ej-document">{withoutMarkup(decoded(attachment.data), type)}</p>;
  }
  if (attachment.data && /^image\/(png|jpe?g|gif|webp)$/.test(type)) {
    return <img className="ej-picture" src={`data:${type};base64,${attachment.data}`} alt={attachment.title ?? ''} />;
  }
  return attachment.data || attachment.url ? <FileButton attachment={attachment} type={type} /> : null;
}

/** Opens a file through memory: its address would carry no token, and ours must not be in anyone's history. */
function FileButton({ attachment, type }: { attachment: Attachment; type: string }) {
  const { t } = useTranslation();
  const [failed, setFailed] = useState(false);
  const [address, setAddress] = useState<string>();
  useEffect(() => () => URL.revokeObjectURL(address ?? ''), [address]);
  const open = async () => {
    setFailed(false);
    try {
      const blob = attachment.data
        ? new Blob([Uint8Array.from(atob(attachment.data), (letter) => letter.charCodeAt(0))], { type: safe(type) })
        : new Blob([await (await send(attachment.url ?? '', { headers: { accept: type || '*/*' } })).arrayBuffer()], {
            type: safe(type),
          });
      const made = URL.createObjectURL(blob);
      setAddress(made);
      const link = Object.assign(window.document.createElement('a'), { href: made, target: '_blank', rel: 'noopener' });
      if (type !== 'application/pdf') link.download = attachment.title ?? '';
      link.click();
    } catch {
      setFailed(true);
    }
  };
  const size = attachment.size ? ` (${Math.ceil(attachment.size / 1024)} kB)` : '';
  return (
    <p>
      <button type="button" className="ej-link" onClick={open}>
        {t('resource.openFile', { title: attachment.title ?? t('resource.file') })}
        {size}
      </button>
      <span role="status">{failed && ` ${t('resource.fileFailed')}`}</span>
    </p>
  );
}

/** A file that could run script in our origin is only ever saved, never opened. */
const safe = (type: string) =>
  /^(application\/pdf|image\/(png|jpe?g|gif|webp)|text\/plain)$/.test(type) ? type : 'application/octet-stream';

function decoded(data: string): string {
  return new TextDecoder().decode(Uint8Array.from(atob(data), (letter) => letter.charCodeAt(0)));
}

function withoutMarkup(text: string, type: string): string {
  if (!type.includes('html') && !type.includes('xml')) return text;
  return new DOMParser().parseFromString(text, 'text/html').body.textContent ?? '';
}
