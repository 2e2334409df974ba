import type { MedicationDispense } from './types.ts';

/** Doses that lie in a dispenser at home: nobody was handed them. */
export const isDispenserLoad = ({ extension = [] }: MedicationDispense): boolean =>
  extension.some(({ url }) => url === 'https://enjournal.no/fhir/StructureDefinition/dispenser');
