import { apps } from './apps/index.ts';
import { document } from './document.ts';
import { everything } from './everything.ts';
import { importStaff } from './import-staff.ts';
import { meta, metaAdd, metaDelete } from './meta.ts';
import type { FhirOperation } from './operation.ts';
import { proof } from './proof.ts';
import { terminology } from './terminology.ts';
import { validate } from './validate.ts';

/** Every operation the API offers: the CapabilityStatement and the OpenAPI description are made from this list. */
export const operations: readonly FhirOperation[] = [
  validate,
  everything,
  meta,
  metaAdd,
  metaDelete,
  document,
  importStaff,
  proof,
  ...terminology,
  ...apps,
];
