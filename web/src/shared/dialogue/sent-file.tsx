import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { bytesOf, useFile } from '../documents/file-of.ts';
import { Part } from '../ui/part.tsx';
import type { SentFile } from './message.ts';

/** A file that came with a message: fetched when somebody wants to see it. */
export function SentFileView({ file }: { file: SentFile }) {
  const { t } = useTranslation();
  const [isOpen, setOpen] = useState(false);
  const name = file.title ?? '';
  return (
    <li>
      {isOpen ? (
        <Opened file={file} name={name} />
      ) : (
        <button type="button" className="ej-c-button" onClick={() => setOpen(true)}>
          {t('talk.file.show', { name })}
        </button>
      )}
    </li>
  );
}

function Opened({ file, name }: { file: SentFile; name: string }) {
  const { t } = useTranslation();
  const content = useFile(file as never);
  return (
    <Part of={content} what={t('talk.file.what')} rows={2}>
      {(text) => <Shown content={text} type={file.contentType ?? ''} name={name} />}
    </Part>
  );
}

function Shown({ content, type, name }: { content: string; type: string; name: string }) {
  const { t } = useTranslation();
  const [url, setUrl] = useState<string>();
  useEffect(() => {
    const made = URL.createObjectURL(new Blob([bytesOf(content)], { type }));
    setUrl(made);
    return () => URL.revokeObjectURL(made);
  }, [content, type]);
  if (url === undefined) return null;
  return (
    <div>
      {type.startsWith('image/') && <img className="ej-talk-picture" src={url} alt={name} />}
      <p>
        <a href={url} download={name}>
          {t('talk.file.save', { name })}
        </a>
      </p>
    </div>
  );
}
