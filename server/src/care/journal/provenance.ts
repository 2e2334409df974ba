import { categoryOf, categorySystem } from '../../access/categories.ts';
import { label } from '../../access/label.ts';
import type { Coding, JsonObject, Resource } from '../../fhir/resource.ts';
import type { CareContext } from '../process.ts';
import { named } from './signer.ts';
import { codeSystems } from './terms.ts';
import type { Composition } from './types.ts';

export type Activity = 'correct' | 'countersign' | 'wrong-person';

const displays: Record<Activity, string> = {
  correct: 'Rettet',
  countersign: 'Kontrasignert',
  'wrong-person': 'Flyttet fra feil person',
};

/** Who did what with something signed, why, and from what it came. */
export function provenanceOf(
  context: CareContext,
  {
    activity,
    of,
    target = `Composition/${of.id}`,
    reason,
    was,
    move,
  }: {
    activity: Activity;
    of: Composition;
    /** The note, where it is not `of`: a reference within the transaction. */
    target?: string;
    /** In words. */
    reason?: string;
    /** What it was before: `Type/id/_history/n`. */
    was?: string;
    /** By which the two sides of a move between records find each other, for neither may name the other record. */
    move?: string;
  },
): Resource {
  const { actor, now } = context;
  const coding: Coding = { system: codeSystems.noteActivity, code: activity, display: displays[activity] };
  const agent: JsonObject = { who: named(context) };
  if (actor.organization !== undefined) agent.onBehalfOf = { reference: `Organization/${actor.organization.id}` };
  return {
    resourceType: 'Provenance',
    // whoever may write the note may say what was done with it
    meta: { security: [{ system: categorySystem, code: categoryOf(label(of))! }] },
    target: [{ reference: target }, { reference: String(of.subject?.reference) }],
    recorded: new Date(now).toISOString(),
    ...(reason === undefined ? {} : { reason: [{ text: reason }] }),
    activity: { coding: [coding] },
    agent: [agent],
    ...entityOf(was, move),
  };
}

function entityOf(was: string | undefined, move: string | undefined): { entity?: JsonObject[] } {
  const entities: JsonObject[] = [];
  if (was !== undefined) entities.push({ role: 'revision', what: { reference: was } });
  if (move !== undefined)
    entities.push({ role: 'source', what: { identifier: { system: 'urn:ietf:rfc:3986', value: `urn:uuid:${move}` } } });
  return entities.length === 0 ? {} : { entity: entities };
}
