// FHIR R4 (4.0.1) as far as the screens read it, by subject. Everything is optional that a foreign record may lack.

export type * from './types/answers.ts';
export type * from './types/contact.ts';
export type * from './types/datatypes.ts';
export type * from './types/findings.ts';
export type * from './types/forms.ts';
export type * from './types/medicines.ts';
export type * from './types/people.ts';
export type * from './types/plans.ts';
