import type { JsonObject, Resource } from '../../fhir/resource.ts';
import type { Entry } from '../../registers/index.ts';
import type { CareContext } from '../process.ts';
import { withoutVersion } from './draft.ts';
import { codeSystems, extensions } from './terms.ts';

export type StruckReason = 'wrong-person' | 'corrected' | 'error';

const displays: Record<StruckReason, string> = {
  'wrong-person': 'Ført på feil person',
  corrected: 'Rettet',
  error: 'Feil',
};

/** The resource as one that does not count any more, and why; its words are kept. */
export function struck({ actor }: CareContext, resource: Resource, reason: StruckReason, text?: string): Entry {
  const said = new Set<unknown>([extensions.struckReason, extensions.statusReason]);
  const others = ((resource.extension ?? []) as JsonObject[]).filter(({ url }) => !said.has(url));
  // a Condition that is in error has no clinical status (con-5), and no status of its own
  const { clinicalStatus: _, ...kept } = withoutVersion(resource);
  const isProblem = resource.resourceType === 'Condition';
  const status: JsonObject = isProblem ? { verificationStatus: inError } : { status: 'entered-in-error' };
  const extension = [
    ...others,
    struckBecause(reason, text),
    ...(isProblem ? [changedBy(actor.id, text ?? displays[reason])] : []),
  ];
  return {
    method: 'PUT',
    resource: { ...kept, ...status, extension } as Resource,
    ifMatch: `W/"${resource.meta?.versionId}"`,
  };
}

const inError = {
  coding: [{ system: 'http://terminology.hl7.org/CodeSystem/condition-ver-status', code: 'entered-in-error' }],
};

/** What says on a resource why it does not count any more. */
const struckBecause = (reason: StruckReason, text?: string): JsonObject => ({
  url: extensions.struckReason,
  valueCodeableConcept: {
    coding: [{ system: codeSystems.struckReason, code: reason, display: displays[reason] }],
    ...(text === undefined ? {} : { text }),
  },
});

/** As problems say who changed how they stand, and why. */
const changedBy = (reference: string, reason: string): JsonObject => ({
  url: extensions.statusReason,
  extension: [
    { url: 'reason', valueString: reason },
    { url: 'by', valueReference: { reference } },
  ],
});
