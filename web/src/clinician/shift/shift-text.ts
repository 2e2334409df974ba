import type { QuestionnaireResponse } from '../../shared/fhir/types.ts';

/** Where a report stands in the templates: what was, in words; and what was measured, as it is typed. */
export type Field = 'report' | 'measurement-line';
const groups: Readonly<Record<Field, string>> = { report: 'course', 'measurement-line': 'measurements' };

export function textIn({ item }: QuestionnaireResponse, field: Field = 'report'): string {
  const group = item?.find(({ linkId }) => linkId === groups[field]);
  const text = group?.item?.find(({ linkId }) => linkId === field)?.answer?.[0]?.valueString;
  return typeof text === 'string' ? text : '';
}

/** Writes the words of a field and leaves all else in the draft as it is. */
export function withText(response: QuestionnaireResponse, field: Field, text: string): QuestionnaireResponse {
  const items = response.item ?? [];
  const before = items.find(({ linkId }) => linkId === groups[field]);
  const others = (before?.item ?? []).filter(({ linkId }) => linkId !== field);
  const own = text === '' ? [] : [{ linkId: field, answer: [{ valueString: text }] }];
  const group = { linkId: groups[field], item: [...own, ...others] };
  const all = [...items.filter((one) => one !== before), ...(group.item.length === 0 ? [] : [group])];
  return { ...response, item: all.sort((a, b) => order.indexOf(a.linkId) - order.indexOf(b.linkId)) };
}

/** Groups stand in a response as they stand in the template. */
const order = ['course', 'measurements', 'plan'];
