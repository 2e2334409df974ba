// What the browser may know of forms: the questionnaire's own rules, pure, the same as the server refuses by.
export {
  expressionOf,
  isGroup,
  isQuestion,
  isSameAnswer,
  type Place,
  type Step,
  valueIn,
  withAnswers,
  withGroup,
  withoutGroup,
} from './answers.ts';
export { completionIssues } from './complete.ts';
export {
  definitionOf,
  type FormDefinition,
  type FormItem,
  type FormOption,
  unitOf,
} from './definition.ts';
export { extensions, extensionValue, extensionValues, wordsOf } from './extensions.ts';
export { initialResponse } from './initial.ts';
export { askedResponse, completedResponse } from './kept-response.ts';
export { isPlausible, measurementKinds } from './measurement-kinds.ts';
export { type Measurement, measurementValue, parseMeasurements } from './measurements.ts';
export type { FormNode } from './nodes.ts';
export { type FormContext, type FormState, formState } from './state.ts';
export type * from './types.ts';
export { type FormIssue, issueText } from './validate.ts';
