export { type Found, findMedicines, type Sought } from './find.ts';
export { medicineKinds } from './kinds.ts';
export { medicineTypes, onMedicinesChanged } from './store.ts';
