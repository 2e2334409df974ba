import { labelSystem } from '../../access/categories.ts';
import { codeAt } from '../../access/reading.ts';
import type { JsonObject, Resource } from '../../fhir/resource.ts';
import type { CareHandler } from '../process.ts';
import { withoutVersion } from './draft.ts';
import { codeSystems, extensions } from './terms.ts';

/**
 * What was written about somebody else is kept from everybody, with its history: in the wrong record it is a breach of
 * confidence, whoever reads. No person can set the label, for it would hide from them what they are writing.
 * @source helsepersonelloven §§ 21, 44
 */
export const quarantine: CareHandler = {
  name: 'quarantine',
  types: ['Composition', 'QuestionnaireResponse', 'Observation', 'Condition'],
  async handle({ type, id, after }, context) {
    if (after === undefined || !isMisplaced(after) || isLabelled(after)) return;
    const now = await context.read(`${type}/${id}`);
    if (!isMisplaced(now) || isLabelled(now)) return;
    const security = [...(now.meta?.security ?? []), { system: labelSystem, code: 'wrong-patient' }];
    await context.transact([
      {
        method: 'PUT',
        resource: { ...withoutVersion(now), meta: { ...withoutVersion(now).meta, security } },
        ifMatch: `W/"${now.meta?.versionId}"`,
      },
    ]);
  },
};

const isMisplaced = ({ extension }: Resource): boolean =>
  ((extension ?? []) as JsonObject[]).some(
    ({ url, valueCodeableConcept }) =>
      url === extensions.struckReason && codeAt(valueCodeableConcept, codeSystems.struckReason) === 'wrong-person',
  );

const isLabelled = ({ meta }: Resource): boolean =>
  meta?.security?.some(({ system, code }) => system === labelSystem && code === 'wrong-patient') === true;
