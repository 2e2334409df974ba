import type { Party } from '../../shared/access/parties.ts';
import type { Language } from '../../shared/i18n/words.ts';
import { roleName } from '../../shared/staff/roles.ts';
import type { Whom } from './use-own-log.ts';

/** Whom something may be kept from: a place, or one who works there alone; by their role where nobody knows their name. */
export const placeOrPerson = ({ place, who, unit, person, role }: Party, language: Language): Whom =>
  who === undefined
    ? { reference: place, display: unit }
    : { reference: who, display: `${person || roleName(role, language)}, ${unit}` };
