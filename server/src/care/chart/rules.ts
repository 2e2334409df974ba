export { diastolicCode, fluidSystem, measuredBy, systolicCode, valueFaults } from './measured.ts';
export { type Change as MeasurementChange, measurementIssues, statusReasonUrl } from './measurement-rules.ts';
export {
  againWithin,
  type Consciousness,
  type News2,
  type News2Part,
  type News2Values,
  news2Of,
  news2Parts,
  type Urgency,
  urgencyOf,
} from './news2.ts';
export { words as chartWords } from './words.ts';
