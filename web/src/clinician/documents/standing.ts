import type { DocumentReference } from '../../shared/fhir/types.ts';

/** A newer document stands in its place. */
export const isReplaced = ({ status }: DocumentReference): boolean => status === 'superseded';

/** Stands in the place of an older one. */
export const replacesOther = ({ relatesTo = [] }: DocumentReference): boolean =>
  relatesTo.some(({ code }) => code === 'replaces');
