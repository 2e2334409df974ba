/** What the browser may import: orders, their doses and how they are written, without clock and database. */
export { amountIssues, unitsFor } from './amounts.ts';
export { brokenBy, limitsOf, type Needed, neededOf, type Room, roomOf, type Taken } from './as-needed.ts';
export { checkExtensionOf, type DoseCheck, isExpired } from './check.ts';
export {
  type Amounts,
  amountText,
  type DosePlan,
  dosagesOf,
  maySee,
  quantityOf,
  type RatePer,
  rateUnits,
  rounded,
  type Slot,
  slots,
  type Weekday,
  weekdays,
} from './dosing.ts';
export { dueForEffect, effectOf, effectSystem, type NotedEffect, notedEffects } from './effect.ts';
export { isInfusion, pumpLeft, type Rates, ratesOf } from './infusion.ts';
export { isObserved, performFunctionSystem } from './observed.ts';
export { type OrderChange, orderIssues } from './orders.ts';
export { type Fit, fitOf, isWrong } from './packages.ts';
export { norway, type PlannedDose, plannedDoses } from './schedule.ts';
export { type Typed, typedDose } from './shorthand.ts';
export { words as medicationRuleWords } from './words.ts';
