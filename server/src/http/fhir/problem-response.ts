import { Problem } from '../../fhir/issue.ts';
import { outcomeOf } from '../../fhir/outcome.ts';
import { statusOf } from '../problem.ts';
import { type FhirResponse, resource } from './message.ts';

/** What `fault` reports to, with the reference that the client was given. */
export type FaultListener = (error: unknown, reference: string) => void;

let onFault: FaultListener = () => undefined;

/** The composition root says where faults are logged. */
export function reportFaultsTo(listener: FaultListener): void {
  onFault = listener;
}

/** The one place that turns a failure into an answer. What is not a Problem is a fault of ours, and says no more than a reference. */
export function problemResponse(error: unknown): FhirResponse {
  if (error instanceof Problem && error.kind !== 'fault') {
    const headers: Record<string, string> =
      error.kind === 'unauthenticated' ? { 'www-authenticate': 'Bearer realm="enjournal"' } : {};
    if (error.kind === 'unavailable' || error.kind === 'busy') headers['retry-after'] = '2';
    return resource(statusOf(error.kind), outcomeOf(error.issues), headers);
  }
  const reference = crypto.randomUUID().slice(0, 8);
  onFault(error, reference);
  return resource(
    500,
    outcomeOf([
      {
        severity: 'fatal',
        code: 'exception',
        key: 'fault',
        diagnostics: `Something failed on our side. Reference ${reference}.`,
      },
    ]),
  );
}
