import { localReference } from '../../shared/fhir/references.ts';
import { systems } from '../../shared/fhir/systems.ts';
import type { EpisodeOfCare, ServiceRequest } from '../../shared/fhir/types.ts';
import { codeOf } from '../../shared/format/quantity.ts';

const decided = '2';

/** Whether an order is a service the municipality has decided to give, and not an application, a referral or a test. */
export function isService(request: ServiceRequest): boolean {
  if (request.intent === 'proposal') return false;
  if (request.category?.some((concept) => codeOf(concept, systems.caseEvent) === decided)) return true;
  return codeOf(request.code, systems.municipalService) !== undefined;
}

/** Open episodes that no shown decision accounts for: the same service must not stand twice. */
export function episodesWithout(
  episodes: readonly EpisodeOfCare[],
  services: readonly ServiceRequest[],
): EpisodeOfCare[] {
  const shown = new Set(services.map(({ id }) => `ServiceRequest/${id}`));
  return episodes.filter(
    ({ referralRequest }) => !referralRequest?.some((one) => shown.has(localReference(one) ?? '')),
  );
}
