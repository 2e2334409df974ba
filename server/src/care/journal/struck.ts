import type { JsonObject, Resource } from '../../fhir/resource.ts';
import type { Entry } from '../../registers/index.ts';
import { withoutVersion } from './draft.ts';
import { codeSystems, extensions } from './terms.ts';

export type StruckReason = 'wrong-person' | 'corrected' | 'error';

const displays: Record<StruckReason, string> = {
  'wrong-person': 'Ført på feil person',
  corrected: 'Rettet',
  error: 'Feil',
};

/** What says on a resource why it does not count any more. */
export const struckBecause = (reason: StruckReason, text?: string): JsonObject => ({
  url: extensions.struckReason,
  valueCodeableConcept: {
    coding: [{ system: codeSystems.struckReason, code: reason, display: displays[reason] }],
    ...(text === undefined ? {} : { text }),
  },
});

/** The resource as one that does not count any more, and why; its words are kept. */
export function struck(resource: Resource, reason: StruckReason, text?: string): Entry {
  const others = ((resource.extension ?? []) as JsonObject[]).filter(({ url }) => url !== extensions.struckReason);
  const { clinicalStatus, ...kept } = withoutVersion(resource);
  return {
    method: 'PUT',
    resource: {
      ...kept,
      ...notCounting(resource),
      extension: [...others, struckBecause(reason, text)],
    },
    ifMatch: `W/"${resource.meta?.versionId}"`,
  };
}

/** A Condition has no status of its own for it. */
const notCounting = ({ resourceType }: Resource): JsonObject =>
  resourceType === 'Condition'
    ? {
        verificationStatus: {
          coding: [{ system: 'http://terminology.hl7.org/CodeSystem/condition-ver-status', code: 'entered-in-error' }],
        },
      }
    : { status: 'entered-in-error' };
