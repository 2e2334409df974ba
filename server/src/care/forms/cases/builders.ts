import { extensions } from '../extensions.ts';
import type {
  Answer,
  Extension,
  Questionnaire,
  QuestionnaireItem,
  QuestionnaireResponse,
  ResponseItem,
} from '../types.ts';

/** A questionnaire of these items. */
export const aForm = (item: QuestionnaireItem[], more: Partial<Questionnaire> = {}): Questionnaire => ({
  resourceType: 'Questionnaire',
  status: 'active',
  url: 'https://example.org/fhir/Questionnaire/a-form',
  item,
  ...more,
});

export const question = (
  linkId: string,
  type = 'string',
  more: Partial<QuestionnaireItem> = {},
): QuestionnaireItem => ({
  linkId,
  type,
  text: linkId,
  ...more,
});

export const group = (linkId: string, item: QuestionnaireItem[], more: Partial<QuestionnaireItem> = {}) =>
  question(linkId, 'group', { item, ...more });

/** A response with these items. */
export const aResponse = (item: ResponseItem[], more: Partial<QuestionnaireResponse> = {}): QuestionnaireResponse => ({
  resourceType: 'QuestionnaireResponse',
  status: 'in-progress',
  questionnaire: 'https://example.org/fhir/Questionnaire/a-form',
  ...(item.length === 0 ? {} : { item }),
  ...more,
});

export const answered = (linkId: string, ...answer: Answer[]): ResponseItem => ({ linkId, answer });

const fhirPath = (url: string, expression: string, name?: string): Extension => ({
  url,
  valueExpression: { language: 'text/fhirpath', expression, ...(name === undefined ? {} : { name }) },
});
export const calculated = (expression: string) => fhirPath(extensions.calculated, expression);
export const enabledBy = (expression: string) => fhirPath(extensions.enableWhen, expression);
export const variable = (name: string, expression: string) => fhirPath(extensions.variable, expression, name);

/** Options 0, 1, 2 … of a scale, each with its weight. */
export const scale = (...weights: number[]): NonNullable<QuestionnaireItem['answerOption']> =>
  weights.map((weight) => ({
    valueCoding: { system: 'urn:scale', code: String(weight), display: `Level ${weight}` },
    extension: [{ url: extensions.ordinalValue, valueDecimal: weight }],
  }));

export const chosen = (code: string | number): Answer => ({ valueCoding: { system: 'urn:scale', code: String(code) } });
export const startsWith = (expression: string) => fhirPath(extensions.initial, expression);
export const query = (name: string, expression: string): Extension => ({
  url: extensions.variable,
  valueExpression: { language: 'application/x-fhir-query', expression, name },
});
