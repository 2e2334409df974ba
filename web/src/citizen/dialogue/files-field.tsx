import { dialogueWords, fileTypes, mostFileBytes, mostFiles } from '@enjournal/server/care/dialogue';
import { useId } from 'react';
import { useTranslation } from 'react-i18next';
import { typeOf } from '../../shared/dialogue/message.ts';
import { ruleText } from '../../shared/i18n/rule-text.ts';
import { useLanguage } from '../../shared/i18n/use-language.ts';

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
          onChange([...files, ...(event.target.files ?? [])]);
          event.target.value = '';
        }}
      />
      {files.length > 0 && (
        <ul className="ej-talk-files">
          {files.map((file, at) => (
            <li key={`${file.name}${file.lastModified}`}>
              <span>
                {file.name}
                {fileFaults(file).map((key) => (
                  <span key={key} className="ej-c-error">
                    {' '}
                    {ruleText(dialogueWords, key, language)}
                  </span>
                ))}
              </span>
              <button type="button" className="ej-c-button" onClick={() => onChange(files.filter((_, n) => n !== at))}>
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
