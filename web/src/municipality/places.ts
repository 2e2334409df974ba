/** Where a role that has nothing to do with records works instead. */
export type Place = '/kommune/personvern' | '/kommune/administrasjon';

const byRole: Readonly<Record<string, Place>> = {
  loggkontroll: '/kommune/personvern',
  'ikt-admin': '/kommune/administrasjon',
  leder: '/kommune/administrasjon',
};

export const placeOf = (role: string | undefined): Place | undefined => byRole[role ?? ''];

/** Roles that open no record: nobody to find. */
export const findsNobody = (role: string | undefined): boolean => role === 'loggkontroll' || role === 'ikt-admin';
