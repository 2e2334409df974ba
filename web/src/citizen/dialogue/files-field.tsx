import { dialogueWords, fileTypes, mostFileBytes, mostFiles } from '@enjournal/server/care/dialogue';
import { useId } from 'react';
import { useTranslation } from 'react-i18next';
import { typeOf } from '../../shared/dialogue/message.ts';
import { ruleText } from '../../shared/i18n/rule-text.ts';
import { useLanguage } from '../../shared/i18n/use-language.ts';
import { announce } from '../../shared/ui/announcer.tsx';

/** Files to send along, each with a way to take it out again. */
export function FilesField({
  files,
  onChange,
}: {
  files: readonly File[];
  onChange: (files: readonly File[]) => void;
}) {
  const { t } = useTranslation();
  const language = useLanguage();
  const id = useId();
  const faultsOf = (file: File) => fileFaults(file).map((key) => ruleText(dialogueWords, key, language));
  return (
    <div className="ej-c-field">
      <label htmlFor={id}>{t('talk.files')}</label>
      <p className="ej-meta" id={`${id}-help`}>
        {t('talk.files.help')}
      </p>
      <input
        id={id}
        type="file"
        multiple
        accept={fileTypes.join(',')}
        aria-describedby={`${id}-help`}
        onChange={(event) => {
          const added = [...(event.target.files ?? [])];
          onChange([...files, ...added]);
          for (const file of added) announce([t('talk.files.added', { name: file.name }), ...faultsOf(file)].join(' '));
          event.target.value = '';
        }}
      />
      {files.length > 0 && (
        <ul className="ej-talk-files">
          {files.map((file, at) => (
            <li key={`${file.name}${file.lastModified}`}>
              <span>
                {file.name}
                {faultsOf(file).map((text) => (
                  <span key={text} className="ej-c-error">
                    {' '}
                    {text}
                  </span>
                ))}
              </span>
              <button
                type="button"
                className="ej-c-button"
                onClick={() => {
                  onChange(files.filter((_, n) => n !== at));
                  announce(t('talk.files.removed', { name: file.name }));
                  document.getElementById(id)?.focus();
                }}
              >
                {t('talk.files.remove', { name: file.name })}
              </button>
            </li>
          ))}
        </ul>
      )}
    </div>
  );
}

const fileFaults = (file: File): string[] => [
  ...(fileTypes.includes(typeOf(file)) ? [] : ['dialogue-file-type']),
  ...(file.size > mostFileBytes ? ['dialogue-file-large'] : []),
];

/** What is wrong with the files, by the keys of the words. */
export const filesFaults = (files: readonly File[]): string[] => [
  ...new Set([...(files.length > mostFiles ? ['dialogue-files'] : []), ...files.flatMap(fileFaults)]),
];
