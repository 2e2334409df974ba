import type { Reference } from '../../shared/fhir/types.ts';
import { usePatient } from '../../shared/record/record-queries.ts';
import { usePrescriber } from '../medication/use-prescriber.ts';
import { useEpisodes } from '../record/record-data.ts';

/** Whom a question may go to, and who is told of a new list: the general practitioner, and the units that give services now. */
export function useReceivers(id: string): { gp: Reference | undefined; units: readonly Reference[] } {
  const patient = usePatient(id);
  const episodes = useEpisodes(id);
  const { self, unit } = usePrescriber();
  const all = patient.data?.generalPractitioner ?? [];
  const gp = all.find(({ reference = '' }) => /^Practitioner(Role)?\//.test(reference)) ?? all[0];
  const units = new Map<string, Reference>();
  for (const { managingOrganization } of episodes.data?.resources ?? []) {
    const { reference, display } = managingOrganization ?? {};
    if (reference && reference !== unit?.reference) units.set(reference, { reference, display: display ?? reference });
  }
  const plain = gp && { ...(gp.reference ? { reference: gp.reference } : {}), display: gp.display ?? '' };
  return { gp: plain?.reference === self.reference ? undefined : plain, units: [...units.values()] };
}
