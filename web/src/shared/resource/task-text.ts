import { codeOf } from '@enjournal/server/care/tasks';
import type { TFunction } from 'i18next';
import { translated } from '../fhir/translated.ts';
import type { Extension, Task } from '../fhir/types.ts';
import { conceptText } from '../format/quantity.ts';
import type { Language } from '../i18n/words.ts';
import { written } from '../i18n/written.ts';

/** What the house itself asks for, by code (content/code-systems/task-code.json): said here in the reader's language. */
const ofTheHouse = [
  'sign-result',
  'countersign',
  'orphan-draft',
  'document-access',
  'citizen-access',
  'unsigned-note',
  'verify-measurement',
  'moved-source',
] as const;

/** What a task asks for, in the reader's language as far as somebody has written it in that; empty when nothing says it. To be drawn by `Voiced`. */
export function taskText(
  task: Task & { _description?: { extension?: Extension[] } },
  t: TFunction,
  language: Language,
) {
  const code = ofTheHouse.find((one) => one === codeOf(task as never));
  if (code !== undefined) return t(`task.${code}`);
  const own = task.description ?? '';
  const said = translated(own, task._description, language) || conceptText(task.code);
  return said === own || said === conceptText(task.code) ? written(said) : said;
}
