import { sourceOf } from '../../shared/fhir/source.ts';
import type { Answer, Coding, QuestionnaireResponse, ResponseItem } from '../../shared/fhir/types.ts';

/** What a score came to: by convention the item `total`, and what it means in `interpretation` (content/README.md). */
export type ScoreResult = { total: number | undefined; meaning: Coding | undefined };

export function scoreOf(response: QuestionnaireResponse): ScoreResult {
  const total = answerTo(response.item, 'total');
  const meaning = answerTo(response.item, 'interpretation');
  const value = total?.valueInteger ?? total?.valueDecimal;
  return {
    total: typeof value === 'number' ? value : undefined,
    meaning: meaning?.valueCoding as Coding | undefined,
  };
}

function answerTo(items: readonly ResponseItem[] | undefined, linkId: string): Answer | undefined {
  for (const item of items ?? []) {
    const found = item.linkId === linkId ? item.answer?.[0] : answerTo(item.item, linkId);
    if (found !== undefined) return found;
  }
  return undefined;
}

/** Who filled it in, in the words of the record. */
export const authorOf = (response: QuestionnaireResponse): string =>
  response.author?.display ?? sourceOf(response).author?.display ?? '';

/** Those of one score, newest first; of the others every one by itself. */
export type FormHistory = { url: string; responses: readonly QuestionnaireResponse[] };

export function historiesOf(responses: readonly QuestionnaireResponse[]): FormHistory[] {
  const byUrl = new Map<string, QuestionnaireResponse[]>();
  for (const response of responses) {
    const [url = ''] = (response.questionnaire ?? '').split('|');
    byUrl.set(url, [...(byUrl.get(url) ?? []), response]);
  }
  const newest = (all: readonly QuestionnaireResponse[]) => all[0]?.authored ?? '';
  return [...byUrl]
    .map(([url, all]) => ({
      url,
      responses: [...all].sort((a, b) => (b.authored ?? '').localeCompare(a.authored ?? '')),
    }))
    .sort((a, b) => newest(b.responses).localeCompare(newest(a.responses)));
}
