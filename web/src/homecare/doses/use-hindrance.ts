import { useCallback } from 'react';
import { useTranslation } from 'react-i18next';
import { hasRoutes, medicinesOf, memberOf } from '../../clinician/delegation/delegations.ts';
import { useDelegations } from '../../clinician/delegation/use-delegations.ts';
import { useOwn } from '../visit/use-own.ts';
import type { Dose } from './dose.ts';

/** Who gives only what is delegated by name; the server decides, and the screen does not offer what it would refuse. */
const delegatedTo = new Set(['assistent', 'student']);
const nobody: readonly string[] = [];

/** @returns why this user may not give a dose, in words; undefined when they may */
export function useHindrance(ids: readonly string[]): (dose: Pick<Dose, 'patient' | 'order'>) => string | undefined {
  const { t } = useTranslation();
  const own = useOwn();
  const isDelegated = delegatedTo.has(own.accessRole ?? '');
  const { data } = useDelegations(isDelegated ? ids : nobody);
  return useCallback(
    ({ patient, order }) => {
      if (!isDelegated) return undefined;
      const isMine = (data ?? []).some(
        (team) =>
          own.references.includes(memberOf(team)?.reference ?? '') &&
          team.subject?.reference === `Patient/${patient}` &&
          (hasRoutes(team) || medicinesOf(team).some(({ reference }) => reference === order)),
      );
      return isMine ? undefined : t('delegation.notYours');
    },
    [isDelegated, data, own, t],
  );
}
