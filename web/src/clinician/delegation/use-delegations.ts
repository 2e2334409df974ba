import { type UseQueryResult, useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { matchesOf, search } from '../../shared/fhir/client.ts';
import type { MedicationRequest, PractitionerRole, Reference } from '../../shared/fhir/types.ts';
import { write } from '../../shared/fhir/write.ts';
import { isAsNeeded } from '../../shared/resource/dosage.ts';
import { useUnit } from '../work/use-work.ts';
import { type DelegationTeam, delegationCategory, isRunning } from './delegations.ts';

/** Those that run now, of these persons. */
export function useDelegations(ids: readonly string[]): UseQueryResult<DelegationTeam[]> {
  return useQuery({
    queryKey: ['delegations', ids],
    enabled: ids.length > 0,
    queryFn: async ({ signal }) => {
      const params = { patient: ids.join(','), category: delegationCategory, status: 'active', _count: '200' };
      const found = matchesOf(await search<DelegationTeam>('CareTeam', params, signal));
      return found.filter((one) => isRunning(one, Date.now()));
    },
  });
}

/** Medicines that may be delegated: what is given regularly. What is taken as needed is judged by whoever gives it. */
export function useRegular(ids: readonly string[]): UseQueryResult<MedicationRequest[]> {
  return useQuery({
    queryKey: ['delegations', 'regular', ids],
    enabled: ids.length > 0,
    queryFn: async ({ signal }) => {
      const params = { patient: ids.join(','), status: 'active', intent: 'order', _count: '200' };
      const found = matchesOf(await search<MedicationRequest>('MedicationRequest', params, signal));
      return found.filter(({ dosageInstruction }) => !isAsNeeded(dosageInstruction));
    },
  });
}

/** Colleagues at the reader's unit, by name. */
export function useColleagues(): { reference: Reference; title: string }[] {
  const unit = useUnit();
  const { data = [] } = useQuery({
    queryKey: ['colleagues', unit?.reference],
    enabled: unit !== undefined,
    staleTime: 600_000,
    queryFn: async ({ signal }) => {
      const params = { organization: unit?.reference ?? '', active: 'true', _count: '100' };
      return matchesOf(await search<PractitionerRole>('PractitionerRole', params, signal));
    },
  });
  return data
    .map(({ id, practitioner, code }) => ({
      reference: { reference: `PractitionerRole/${id}`, display: practitioner?.display ?? '' },
      title: code?.[0]?.text ?? code?.[0]?.coding?.[0]?.display ?? '',
    }))
    .sort((a, b) => a.reference.display.localeCompare(b.reference.display, 'nb'));
}

/** Gives or ends them, all or none. They stand in a record each. */
export function useWriteDelegations() {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: (teams: readonly DelegationTeam[]) => write(teams),
    onSettled: () => queries.invalidateQueries({ queryKey: ['delegations'] }),
  });
}
