import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import {
  askOperation,
  callOperation,
  type Parameter,
  parameterOf,
  parametersNamed,
} from '../../shared/fhir/parameters.ts';
import { announce } from '../../shared/ui/announcer.tsx';
import { useOwnPatient } from '../acting/use-acting.ts';

export type Circle = {
  patient: string;
  name: string;
  role: 'kin' | 'volunteer';
  until: string | undefined;
  /** `Consent/…` by which one is in it. */
  membership: string;
};
export type Visit = {
  task: string;
  state: 'open' | 'taken' | 'done' | 'cancelled';
  start: string | undefined;
  end: string | undefined;
  where: string | undefined;
  tip: string;
  isMine: boolean;
  who: string | undefined;
};
export type Member = { consent: string; name: string; role: 'kin' | 'volunteer'; until: string; isActive: boolean };
export type Message = { from: string; sent: string; text: string };
export type Told = {
  place: 'owner' | 'kin' | 'volunteer';
  citizen: string | undefined;
  visits: Visit[];
  members: Member[];
  messages: Message[];
};

/** The circles around others that the citizen is in. */
export function useCircles() {
  const own = useOwnPatient();
  return useQuery({
    queryKey: ['circles', own],
    enabled: own !== '',
    queryFn: async ({ signal }): Promise<Circle[]> =>
      parametersNamed(await askOperation(`Patient/${own}/$circles`, signal), 'circle').map(({ part = [] }) => {
        const { reference = '', display = '' } = parameterOf(part, 'patient')?.valueReference ?? {};
        return {
          patient: reference.split('/')[1] ?? '',
          name: display,
          role: parameterOf(part, 'role')?.valueCode === 'kin' ? 'kin' : 'volunteer',
          until: parameterOf(part, 'until')?.valueInstant,
          membership: parameterOf(part, 'membership')?.valueReference?.reference ?? '',
        };
      }),
  });
}

/** Visits, members and messages of the circle around a citizen, as far as who asks is in it. */
export function useCircle(patient: string) {
  return useQuery({
    queryKey: ['record', patient, ['Task', 'Communication', 'Consent'], 'circle'],
    enabled: patient !== '',
    queryFn: async ({ signal }) => toldOf(await askOperation(`Patient/${patient}/$care-circle`, signal)),
  });
}

function toldOf(told: readonly Parameter[]): Told {
  const text = (part: readonly Parameter[], name: string) => parameterOf(part, name)?.valueString;
  return {
    place: (parameterOf(told, 'place')?.valueCode ?? 'volunteer') as Told['place'],
    citizen: text(told, 'citizen'),
    visits: parametersNamed(told, 'visit').map(({ part = [] }) => ({
      task: parameterOf(part, 'task')?.valueReference?.reference ?? '',
      state: (parameterOf(part, 'state')?.valueCode ?? 'open') as Visit['state'],
      start: parameterOf(part, 'start')?.valueDateTime,
      end: parameterOf(part, 'end')?.valueDateTime,
      where: text(part, 'where'),
      tip: text(part, 'tip') ?? '',
      isMine: parameterOf(part, 'mine')?.valueBoolean === true,
      who: text(part, 'who'),
    })),
    members: parametersNamed(told, 'member').map(({ part = [] }) => ({
      consent: parameterOf(part, 'consent')?.valueReference?.reference ?? '',
      name: text(part, 'name') ?? '',
      role: parameterOf(part, 'role')?.valueCode === 'kin' ? 'kin' : 'volunteer',
      until: parameterOf(part, 'until')?.valueDateTime ?? '',
      isActive: parameterOf(part, 'active')?.valueBoolean === true,
    })),
    messages: parametersNamed(told, 'message').map(({ part = [] }) => ({
      from: text(part, 'from') ?? '',
      sent: parameterOf(part, 'sent')?.valueInstant ?? '',
      text: text(part, 'text') ?? '',
    })),
  };
}

/** Does something in the circle; what is shown of it is then asked for anew. */
export function useCircleAct(patient: string) {
  const { t } = useTranslation();
  const queries = useQueryClient();
  return useMutation({
    mutationFn: ({ name, given }: { name: 'circle-act' | 'circle-invite' | 'circle-leave'; given: Parameter[] }) =>
      callOperation(`Patient/${patient}/$${name}`, given),
    onSuccess: async () => {
      announce(t('me.saved'));
      await Promise.all([
        queries.invalidateQueries({ queryKey: ['record', patient] }),
        queries.invalidateQueries({ queryKey: ['circles'] }),
      ]);
    },
  });
}
