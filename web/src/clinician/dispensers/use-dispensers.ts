import { isUnverified, loadedIn, toldUnit } from '@enjournal/server/care/dispensers';
import { type UseQueryResult, useMutation, useQueryClient } from '@tanstack/react-query';
import type { Reference, Resource, Task } from '../../shared/fhir/types.ts';
import { write } from '../../shared/fhir/write.ts';
import { recordKey, usePatient, useRecordSearch } from '../../shared/record/record-queries.ts';
import { useEpisodes } from '../record/record-data.ts';
import { type Dispenser, isDispenser, type Load, type Told } from './contents.ts';

const codes = 'https://enjournal.no/fhir/CodeSystem/task-code';
/** What a dispenser told so long ago is read in the kurve. */
const BACK_MS = 14 * 86_400_000;

/** The dispensers that a citizen has, what lies in them, and what they have told that nobody has confirmed. */
export function useDispensers(id: string) {
  const found = useRecordSearch<Dispenser>(id, 'Device', { status: 'active' });
  const loads = useRecordSearch<Load>(id, 'MedicationDispense', { status: 'in-progress' });
  const inUse = (loads.data?.resources ?? []).filter((one) => loadedIn(one as never) !== undefined);
  const devices = (found.data?.resources ?? []).filter(
    (one) => isDispenser(one) || inUse.some((load) => loadedIn(load as never) === `Device/${one.id}`),
  );
  const enabled = devices.length > 0;
  const since = new Date(Date.now() - BACK_MS).toISOString().slice(0, 10);
  const told = useRecordSearch<Told>(
    id,
    'MedicationAdministration',
    { device: devices.map((one) => `Device/${one.id}`).join(','), 'effective-time': `ge${since}` },
    { enabled },
  );
  const tasks = useRecordSearch<Task>(
    id,
    'Task',
    { code: `${codes}|refill-dispenser,${codes}|dose-missed`, status: 'requested,received,accepted,in-progress' },
    { enabled },
  );
  const episodes = useEpisodes(id);
  const patient = usePatient(id);
  const active = (episodes.data?.resources ?? []).filter(({ status }) => status === 'active');
  return {
    query: (loads.isError ? loads : told.isError ? told : found) as UseQueryResult<unknown>,
    devices,
    loads: inUse,
    told: (told.data?.resources ?? []).filter((one) => isUnverified(one as never) && one.status !== 'entered-in-error'),
    tasks: tasks.data?.resources ?? [],
    /** The unit that is told when a dose is missed; undefined when there is none. */
    unit: episodes.isSuccess ? (toldUnit(active as never, patient.data as never) as Reference | undefined) : undefined,
  };
}

/** Writes all or nothing; what somebody was asked to do is done with it. */
export function useDispenserWrite(id: string) {
  const queries = useQueryClient();
  return useMutation({
    async mutationFn({ resources, done = [] }: { resources: readonly Resource[]; done?: readonly Task[] }) {
      await write(resources);
      // what may not be answered by this user stands as it did, and is answered by whoever it was asked of
      await Promise.allSettled(done.map((task) => write([{ ...task, status: 'completed' } as Resource])));
    },
    onSettled: () =>
      Promise.all(
        ['Device', 'MedicationDispense', 'MedicationAdministration', 'Task'].map((type) =>
          queries.invalidateQueries({ queryKey: recordKey(id, [type]) }),
        ),
      ),
  });
}
