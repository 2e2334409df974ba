import { resourceTypes, typeNumber } from '../../fhir/types.ts';
import { isSharedType } from '../rules/types.ts';

/** Types of which everyone who is logged on may read what is in nobody's record. */
export const sharedTypes: ReadonlySet<string> = new Set(resourceTypes.filter(isSharedType));

/** Whether everyone who is logged on may read it: of such a type, and told to be in nobody's record (0). */
export const isShared = (type: string, access: number): boolean => access === 0 && sharedTypes.has(type);

const numbers = `'{${[...sharedTypes].map(typeNumber).join(',')}}'::int2[]`;

/** The same of a row of `resource`. */
export const sharedSql = (alias: string): string => `(${alias}.access = 0 AND ${alias}.type = ANY (${numbers}))`;

/**
 * The same, or else what holds of a row of one record. A plain OR would lead the planner to put two indexes together and to
 * read the rows themselves, where the index of the record tells all that is asked.
 */
export const sharedOr = (alias: string, own: string): string =>
  `(CASE WHEN ${sharedSql(alias)} THEN true ELSE ${own} END)`;
