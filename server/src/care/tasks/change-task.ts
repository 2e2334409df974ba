import { problem } from '../../fhir/issue.ts';
import type { Json, JsonObject, Resource } from '../../fhir/resource.ts';
import type { Entry } from '../../registers/index.ts';
import type { CareContext } from '../process.ts';
import { objectsIn, taskStateSystem } from './rules.ts';

/** Members to be as they stand here; undefined to be gone. */
type Members = { readonly [name: string]: Json | undefined };

/** A task that was read, as it shall be: in place of the version that was read, so that nobody's change is lost. */
export function changed(before: Resource, members: Members): Entry {
  const { versionId, lastUpdated, ...meta } = before.meta ?? {};
  const after = { ...before, ...members, meta } as Resource;
  for (const [name, value] of Object.entries(members)) if (value === undefined) delete after[name];
  return {
    method: 'PUT',
    resource: after,
    ...(versionId === undefined ? {} : { ifMatch: `W/"${versionId}"` }),
  };
}

/** Makes the change. @returns the task as it stands then @throws Problem of the rules; stale when somebody was first */
export async function change(context: CareContext, before: Resource, members: Members): Promise<Resource> {
  const [after] = await context.transact([
    changed(before, { ...members, lastModified: new Date(context.now).toISOString() }),
  ]);
  return after!;
}

/** The notes of a task with one more: who said it, when, what. */
export function noted(context: CareContext, task: Resource, text: string | undefined): JsonObject {
  if (text === undefined) return {};
  const { actor, now } = context;
  const author =
    actor.kind === 'system'
      ? { authorString: actor.display }
      : { authorReference: { reference: actor.id, display: actor.display } };
  return { note: [...objectsIn(task.note), { ...author, time: new Date(now).toISOString(), text }] };
}

/** What has become of it, beside its status. */
export const state = (code: string): JsonObject => ({
  businessStatus: { coding: [{ system: taskStateSystem, code }] },
});

/** The unit where the caller works now. @throws rule `task-staff` */
export function unitOf({ actor }: CareContext): JsonObject {
  if (actor.organization === undefined) throw problem('rule', 'task-staff', { expression: 'Task.owner' });
  const { id, display } = actor.organization;
  return { reference: `Organization/${id}`, display };
}

/** The caller in the employment chosen at log-on. @throws rule `task-staff` */
export function selfOf({ actor }: CareContext): JsonObject {
  if (actor.practitionerRole === undefined) throw problem('rule', 'task-staff', { expression: 'Task.owner' });
  return { reference: `PractitionerRole/${actor.practitionerRole}`, display: actor.display };
}

export const isPerson = (reference: string | undefined): boolean =>
  reference !== undefined && /^(Practitioner|PractitionerRole)\//.test(reference);
