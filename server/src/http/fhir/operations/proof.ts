import { proofOf } from '../../../access/ledger/proof.ts';
import { problem } from '../../../fhir/issue.ts';
import { auditEntry } from '../audit.ts';
import type { FhirOperation } from './operation.ts';

/** AuditEvent/[id]/$proof: the proof that the entry stands in the log as it was written, for whoever may read it. */
export const proof: FhirOperation = {
  name: 'proof',
  definition: 'https://enjournal.no/fhir/OperationDefinition/auditevent-proof',
  at: [{ level: 'instance', types: ['AuditEvent'] }],
  get: true,
  summary: 'The proof that an entry of the access log stands as it was written',
  async run(service, { request, id = '' }) {
    const { entry } = await auditEntry(service, request, id, '$proof');
    const found = await proofOf(service.database.reader, entry);
    if (found === undefined) {
      throw problem('conflict', 'not-sealed-yet', { diagnostics: 'The entry is sealed within seconds: ask again.' });
    }
    const bytes = `${JSON.stringify(found, null, 2)}\n`;
    return {
      status: 200,
      headers: { 'content-disposition': `attachment; filename="log-proof-${found.index}.json"` },
      body: { kind: 'raw', bytes, mediaType: 'application/json' },
    };
  },
};
