export type { RegisterEvent } from './events/detect.ts';
export { type EventHandler, RegisterEvents } from './events/follow.ts';
export { type Imported, importRows, type KindName, registerKinds } from './import.ts';
export { readRows } from './rows/read.ts';
export { type Entry, type RegisterStore, type Transacted, transactionOf } from './store.ts';
