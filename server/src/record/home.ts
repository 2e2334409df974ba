import { recordOfId, recordOfOwnId } from '../fhir/ids.ts';
import type { Resource } from '../fhir/resource.ts';
import { companionOf, goesWithOthers, subjectOf } from '../fhir/search/subject.ts';
import { patientTypes } from '../fhir/types.ts';
import { findCurrent, guessRecord } from './current.ts';
import type { Queryable } from './database.ts';
import type { Step } from './step.ts';

/**
 * Knows in whose record a resource lives: that of the patient whom it is about; of what goes with something else (a Binary
 * with a document), the record of that, which its id tells, or another step of the same plan, or the database.
 */
export class Homes {
  readonly #known = new Map<string, bigint>();

  /** Where another step's resource lives. */
  learn({ operation: { type }, id, record }: Step): void {
    if (id !== undefined && record !== undefined) this.#known.set(`${type}/${id}`, record);
  }

  /** What only the database can tell. */
  unknown(resources: readonly Resource[]): { type: string; id: string }[] {
    return resources.flatMap((resource) => {
      if (!goesWithOthers(resource.resourceType)) return [];
      const companion = subjectOf(resource) === undefined ? companionOf(resource) : undefined;
      if (companion === undefined || this.#known.has(companion)) return [];
      const [type = '', id = ''] = companion.split('/');
      return recordOfId(id) === undefined ? [{ type, id }] : [];
    });
  }

  /** Asks the database. What is not there either has no record to be with. */
  async find(client: Queryable, keys: readonly { type: string; id: string }[]): Promise<void> {
    const found = await findCurrent(client, keys, false);
    found.forEach((place, i) => {
      const { type, id } = keys[i]!;
      if (place.state !== 'absent') this.#known.set(`${type}/${id}`, place.record);
    });
  }

  /** The patient's record that a resource is to live in; undefined when it is in nobody's. */
  recordOf(resource: Resource): bigint | undefined {
    const subject = subjectOf(resource);
    if (subject !== undefined) return guessRecord('Patient', subject.slice(subject.indexOf('/') + 1));
    const companion = companionOf(resource);
    if (companion === undefined) return undefined;
    return this.#known.get(companion) ?? recordOfId(companion.slice(companion.indexOf('/') + 1));
  }

  /** The record where what a step makes of a resource is to live. Its id must be known. */
  of({ operation: { type }, current, id, record }: Step, resource: Resource): bigint {
    if (record !== undefined) return record;
    if (type === 'Patient' || !patientTypes.has(type)) return guessRecord(type, id!);
    const own = this.recordOf(resource);
    if (own !== undefined) return own;
    // about no one patient: a record of its own, which its id must tell or `located` will
    return current.state === 'absent' ? recordOfOwnId(type, id!) : current.record;
  }
}
