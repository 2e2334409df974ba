export type { RegisterEvent } from './events/detect.ts';
export { type EventHandler, RegisterEvents, todayInNorway } from './events/follow.ts';
export { type Imported, importOf, importRows, type KindName, registerKinds } from './import.ts';
export { staffOf, unitsBelow } from './kinds/staff.ts';
export { readRows } from './rows/read.ts';
export { type Entry, type RegisterStore, type Transacted, transactionOf } from './store.ts';
