/** Where a role that has nothing to do with records works instead. */
export type Place = '/kommune/personvern' | '/kommune/administrasjon' | '/fag/rad';

const byRole: Readonly<Record<string, Place>> = {
  loggkontroll: '/kommune/personvern',
  'ikt-admin': '/kommune/administrasjon',
  leder: '/kommune/administrasjon',
  innholdsredaktor: '/fag/rad',
};

export const placeOf = (role: string | undefined): Place | undefined => byRole[role ?? ''];

const opensNone: ReadonlySet<string> = new Set(['loggkontroll', 'ikt-admin', 'innholdsredaktor', 'leverandor']);

/** Jobs that open no record, without a role or with one that is for something else: nobody to find. */
export const findsNobody = (role: string | undefined): boolean => role === undefined || opensNone.has(role);
