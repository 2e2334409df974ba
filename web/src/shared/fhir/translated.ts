import type { Language } from '../i18n/words.ts';
import type { Extension } from './types.ts';

const translation = 'http://hl7.org/fhir/StructureDefinition/translation';

/** A text of the content in the reader's language, where it has been translated. @param more the text's own extensions, `_title` */
export function translated(
  text: string | undefined,
  more: { extension?: Extension[] } | undefined,
  language: Language,
): string {
  const found = more?.extension?.find(
    ({ url, extension }) =>
      url === translation && extension?.some(({ url, valueCode }) => url === 'lang' && valueCode === language),
  );
  const content = found?.extension?.find(({ url }) => url === 'content');
  return (content?.valueString as string | undefined) ?? text ?? '';
}
