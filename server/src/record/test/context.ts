import { randomBytes } from 'node:crypto';
import { makeId } from '../../fhir/ids.ts';
import { extract } from '../../fhir/search/extract.ts';
import { aLog } from '../../test/log-row.ts';
import type { WriteContext } from '../index.ts';

const log = aLog();

/** A context in which everyone may do everything: what a test is about, it says itself. */
export function anyone(more: Partial<WriteContext> = {}): WriteContext {
  return {
    now: () => Date.now(),
    newId: (record) => makeId(record, randomBytes(8).readBigUInt64BE()),
    newRecord: () => randomBytes(8).readBigInt64BE() & 0x7fff_ffff_ffff_ffffn,
    permit: () => undefined,
    log,
    validate: () => [],
    extract: (resource, record) => extract(resource, { record }),
    label: () => 0,
    factsOf: () => [],
    match: async (_client, criteria) => criteria.map(() => []),
    watched: new Set(),
    checkReferences: false,
    ...more,
  };
}
