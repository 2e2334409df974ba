import { askOperation, parametersNamed } from '../../shared/fhir/parameters.ts';
import { referenceOf, textOf, textsOf } from '../parts.ts';

/** Somebody's look-ups of one working day, that someone should ask about. */
export type Alert = {
  key: string;
  day: string;
  person: string;
  /** Whose record, when it is about one. */
  patient: string | undefined;
  signals: string[];
};

/** @param from the first working day */
export async function readAlerts(from: string, signal?: AbortSignal): Promise<Alert[]> {
  const told = await askOperation(`$unusual-access?from=${from}&_count=200`, signal);
  return parametersNamed(told, 'alert').map(({ part }, n) => {
    const person = referenceOf(part, 'person');
    return {
      key: String(n),
      day: textOf(part, 'day') ?? '',
      person: person?.display ?? person?.reference ?? '–',
      patient: referenceOf(part, 'patient')?.display,
      signals: textsOf(part, 'signal'),
    };
  });
}
