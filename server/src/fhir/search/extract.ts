import { loadGenerated } from '../definitions/generated.ts';
import type { Resource } from '../resource.ts';
import type { CustomParameter } from './custom.ts';
import { isOutsideRecords } from './globals.ts';
import type { IndexEntries } from './index-entries.ts';
import { subjectOf } from './subject.ts';
import { Entries, handlers, type Own, type Parameter, parameterOf } from './values/index.ts';
import { localReferences } from './values/references.ts';

type Extractor = (resource: Resource, entries: Entries) => void;
type Link = (all: typeof handlers, parameter: (code: string) => Parameter) => Extractor;

/**
 * What search knows of a resource. It must be valid, and carry the id and meta it will be stored with.
 * @param own which record it lives in, and what is known of the records of others: it decides which references are found
 *   across records.
 * @param custom parameters of this installation; those that are not on the resource's type are left out.
 */
export function extract(resource: Resource, own: Own, custom: readonly CustomParameter[] = []): IndexEntries {
  const { resourceType: type } = resource;
  const subject = subjectOf(resource);
  entries.begin(own, subject, isOutsideRecords(type, subject));
  extractorOf(type)(resource, entries);
  for (const parameter of custom) parameter.extract(resource, entries);
  return entries.finish(localReferences(resource));
}

const entries = new Entries();
const linked = new Map<string, Extractor>();
let links: Record<string, Link> | undefined;

function extractorOf(type: string): Extractor {
  let extractor = linked.get(type);
  if (extractor === undefined) {
    links ??= loadGenerated<Record<string, Link>>('extractors.cjs');
    const link = links[type];
    if (link === undefined) throw new Error(`no resource type of R4: ${type}`);
    extractor = link(handlers, (code) => parameterOf(type, code));
    linked.set(type, extractor);
  }
  return extractor;
}
