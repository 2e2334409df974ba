import { type QueryClient, type UseMutationResult, useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { askOperation, callOperation, type Parameter, parameterOf, parametersNamed } from '../fhir/parameters.ts';
import type { Language } from '../i18n/words.ts';
import { sayPurpose } from '../session/purpose.ts';

/** What the server says of this reader and this record. */
export type Access = {
  isOpen: boolean;
  /** Key of the reason, such as `no-basis` or `relation:vedtak`. */
  reason: string;
  /** The reason in plain words. */
  text: (language: Language) => string;
  /** What the law offers one who has no other way in. */
  emergency: { minutes: number; reasonLength: number; reasons: readonly string[] } | undefined;
  /** Ways in which the person can be registered as having come. */
  arrival: readonly string[];
  /** Something in the record is kept from the reader, who may know it; what, how much and since when is never told. */
  isSuppressed: boolean;
  /** Only what was sent with a request is shown: the record holds more. */
  isPart: boolean;
  /** What that is, as `Type/id`. */
  sent: readonly string[];
  /** Kinds of information (access categories) of which the reader's role sees nothing, whoever the record is about. */
  unseen: ReadonlySet<string>;
  /** The citizen keeps something from others that the reader's unit holds. */
  holdsBlocked: boolean;
  /** When the reader's own emergency opening ends. */
  openUntil: string | undefined;
};

const accessKey = (id: string) => ['access', id] as const;

/** Whether the reader may open a record, why, and what else could be done. Nothing of the record is in the answer. */
export function useAccess(id: string) {
  return useQuery({
    queryKey: accessKey(id),
    queryFn: async ({ signal }) => accessOf(await askOperation(`Patient/${id}/$access-explain`, signal)),
  });
}

export function accessOf(told: readonly Parameter[]): Access {
  const emergency = parameterOf(told, 'emergency')?.part;
  const explanations = parametersNamed(told, 'explanation').map(({ part }) => ({
    language: parameterOf(part, 'language')?.valueCode,
    text: parameterOf(part, 'text')?.valueString ?? '',
  }));
  return {
    isOpen: parameterOf(told, 'decision')?.valueCode === 'permit',
    reason: parameterOf(told, 'reason')?.valueCoding?.code ?? '',
    text: (language) => (explanations.find((one) => one.language === language) ?? explanations[0])?.text ?? '',
    emergency: emergency && {
      minutes: parameterOf(emergency, 'minutes')?.valuePositiveInt ?? 0,
      reasonLength: parameterOf(emergency, 'reasonLength')?.valuePositiveInt ?? 0,
      reasons: parametersNamed(emergency, 'reasonCode').flatMap(({ valueCode }) => valueCode ?? []),
    },
    arrival: parametersNamed(told, 'arrival').flatMap(({ valueCode }) => valueCode ?? []),
    isSuppressed: parameterOf(told, 'suppressed')?.valueBoolean === true,
    isPart: parameterOf(told, 'only') !== undefined,
    sent: parametersNamed(told, 'only').flatMap(({ valueReference }) => valueReference?.reference ?? []),
    unseen: new Set(
      parametersNamed(told, 'category').flatMap(({ part }) =>
        parameterOf(part, 'access')?.valueCode === 'deny' ? (parameterOf(part, 'code')?.valueCode ?? []) : [],
      ),
    ),
    holdsBlocked: parameterOf(told, 'holdsBlocked')?.valueBoolean === true,
    openUntil: parameterOf(told, 'openUntil')?.valueInstant,
  };
}

/** The record is more or less open than it was: everything that was read, or refused, is asked for again. */
async function askAnew(queries: QueryClient, id: string): Promise<void> {
  await queries.resetQueries({ queryKey: ['record', id] });
  await queries.invalidateQueries({ queryKey: accessKey(id) });
}

/** What a unit was asked has been answered, here or by a colleague: where only that was shown, the record is asked for again. */
export async function askAnewIfPart(queries: QueryClient, id: string): Promise<void> {
  if (queries.getQueryData<Access>(accessKey(id))?.isPart === true) await askAnew(queries, id);
}

/** An act that opens or closes the record for this reader. */
function useOpening<T>(id: string, act: (given: T) => Promise<Parameter[]>): UseMutationResult<Parameter[], Error, T> {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: act,
    onSuccess: () => askAnew(queries, id),
  });
}

/** Says what the record is needed for, and asks for it again. */
export function useStatedPurpose(id: string): (text: string) => void {
  const queries = useQueryClient();
  return (text) => {
    sayPurpose(text);
    void askAnew(queries, id);
  };
}

export type EmergencyReason = { reasonCode: string; reasonText: string };

export function useEmergencyAccess(id: string) {
  return useOpening(id, ({ reasonCode, reasonText }: EmergencyReason) =>
    callOperation(`Patient/${id}/$emergency-access`, [
      { name: 'reasonCode', valueCode: reasonCode },
      { name: 'reasonText', valueString: reasonText },
    ]),
  );
}

export function useEmergencyEnd(id: string) {
  return useOpening(id, () => callOperation(`Patient/${id}/$emergency-end`, []));
}

/** The person is here, or on the telephone: from now on the unit has to do with them. */
export function useArrival(id: string) {
  return useOpening(id, (identifiedBy: string) =>
    callOperation(`Patient/${id}/$register-arrival`, [{ name: 'identifiedBy', valueCode: identifiedBy }]),
  );
}
