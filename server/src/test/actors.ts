import type { Actor } from '../access/actor.ts';

/** Personnel at work in a unit, as a log-on makes them: by the employment `<id>-<unit>`. */
export const staff = (id: string, unit: string, role: string, more: Partial<Actor> = {}): Actor => ({
  kind: 'staff',
  id: `Practitioner/${id}`,
  display: id,
  clientId: 'web',
  scopes: ['user/*.cruds'],
  loa: 4,
  practitioner: id,
  practitionerRole: `${id}-${unit}`,
  organization: { id: unit, display: unit },
  legalEntity: unit,
  role,
  purpose: 'TREAT',
  ...more,
});

/** A citizen in their own record. */
export const citizen = (id: string, more: Partial<Actor> = {}): Actor => ({
  kind: 'citizen',
  id: `Patient/${id}`,
  display: id,
  clientId: 'web',
  scopes: ['user/*.cruds'],
  loa: 4,
  ownPatient: id,
  purpose: 'PATRQT',
  ...more,
});
