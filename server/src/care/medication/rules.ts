/** What the browser may import: orders, their doses and how they are written, without clock and database. */
export { amountIssues, unitsFor } from './amounts.ts';
export {
  type Amounts,
  amountText,
  type DosePlan,
  dosagesOf,
  quantityOf,
  rounded,
  type Slot,
  slots,
  type Weekday,
  weekdays,
} from './dosing.ts';
export { type OrderChange, orderIssues } from './orders.ts';
export { norway, type PlannedDose, plannedDoses } from './schedule.ts';
export { type Typed, typedDose } from './shorthand.ts';
export { words as medicationRuleWords } from './words.ts';
