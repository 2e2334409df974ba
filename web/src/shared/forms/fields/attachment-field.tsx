import { PaperclipIcon, TrashIcon } from '@navikt/aksel-icons';
import { Button } from '@navikt/ds-react';
import { useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { numberText } from '../../format/quantity.ts';
import { useLanguage } from '../../i18n/use-language.ts';
import { useFormTools } from '../form-context.ts';
import { Required } from '../form-field.tsx';
import type { FieldProps } from '../types.ts';

/** What a resource may hold of files; a form may say less. */
const mostMb = 3;

/** A file that goes with the answers. */
export function AttachmentField({ node, id, label, describedBy }: FieldProps) {
  const { t } = useTranslation();
  const language = useLanguage();
  const { answer: put } = useFormTools();
  const [failure, setFailure] = useState<string>();
  const chooser = useRef<HTMLInputElement>(null);
  const { item, answers } = node;
  const most = Math.min(item.maxSizeMb ?? mostMb, mostMb);
  const attach = async (file: File) => {
    if (file.size > most * 1_048_576) return setFailure(t('form.fileTooLarge', { max: numberText(most, language) }));
    try {
      const valueAttachment = {
        contentType: file.type || 'application/octet-stream',
        data: base64(new Uint8Array(await file.arrayBuffer())),
        title: file.name,
        size: file.size,
      };
      setFailure(undefined);
      put(node, item.repeats ? [...answers, { valueAttachment }] : [{ valueAttachment }]);
    } catch {
      setFailure(t('form.attachFailed'));
    }
  };
  return (
    <fieldset className="ej-form-fieldset">
      <legend className="ej-form-label">
        {label}
        {item.required && <Required />}
      </legend>
      <ul className="ej-plain">
        {answers.map(({ valueAttachment }, at) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: answers have nothing else to tell them apart by
          <li key={at} className="ej-form-inline">
            <PaperclipIcon aria-hidden />
            {t('form.attached', {
              name: valueAttachment?.title ?? valueAttachment?.contentType ?? '',
              size: numberText(Math.ceil((valueAttachment?.size ?? 0) / 1024), language),
            })}
            <Button
              type="button"
              size="xsmall"
              variant="tertiary"
              data-color="neutral"
              icon={<TrashIcon title={t('form.removeOf', { what: label, n: at + 1 })} />}
              onClick={() => {
                put(
                  node,
                  answers.filter((_one, index) => index !== at),
                );
                document.getElementById(id)?.focus();
              }}
            />
          </li>
        ))}
      </ul>
      {(item.repeats || answers.length === 0) && (
        <>
          <Button
            type="button"
            id={id}
            size="xsmall"
            variant="secondary"
            icon={<PaperclipIcon aria-hidden />}
            aria-describedby={describedBy}
            onClick={() => chooser.current?.click()}
          >
            {t('form.attach')}
          </Button>
          <input
            ref={chooser}
            type="file"
            hidden
            accept={item.mimeTypes.join(',')}
            onChange={({ target }) => {
              const [file] = target.files ?? [];
              if (file) void attach(file);
              target.value = '';
            }}
          />
        </>
      )}
      {failure && (
        <p className="ej-form-errors" role="alert">
          {failure}
        </p>
      )}
    </fieldset>
  );
}

function base64(bytes: Uint8Array): string {
  let text = '';
  for (let at = 0; at < bytes.length; at += 0x8000) text += String.fromCharCode(...bytes.subarray(at, at + 0x8000));
  return btoa(text);
}
