import type { CareContext } from '../process.ts';
import type { Questionnaire } from './types.ts';

/** The questionnaire that a canonical names, the newest where it names no version; undefined when it is not here. */
export async function questionnaireOf(
  context: CareContext,
  canonical: string | undefined,
): Promise<Questionnaire | undefined> {
  const [url, version] = (canonical ?? '').split('|');
  if (!url) return undefined;
  const found = await context.search('Questionnaire', [
    ['url', url],
    ...(version ? [['version', version] as const] : []),
    ['_sort', '-_lastUpdated'],
  ]);
  return found[0] as unknown as Questionnaire | undefined;
}
