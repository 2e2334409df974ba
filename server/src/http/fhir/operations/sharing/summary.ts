import { problem } from '../../../../fhir/issue.ts';
import { askFor, type Line, MOST_ATTEMPTS, stands } from '../../asking.ts';
import { disclose, notFound } from '../../disclose.ts';
import { languageOf } from '../../language.ts';
import { resource } from '../../message.ts';
import type { FhirOperation } from '../operation.ts';
import { parametersOf } from '../parameters.ts';
import { composeSummary } from './compose.ts';
import { readSummary } from './read-summary.ts';

/**
 * Patient/[id]/$summary: the International Patient Summary of a record, of what whoever asks may see of it.
 * @source HL7 International Patient Summary, OperationDefinition summary
 */
export const summary: FhirOperation = {
  name: 'summary',
  definition: 'https://enjournal.no/fhir/OperationDefinition/patient-summary',
  at: [{ level: 'instance', types: ['Patient'] }],
  get: true,
  summary: 'The International Patient Summary of a record, as a document',
  async run(service, { request, id = '' }) {
    parametersOf(request).only(['profile']);
    const line: Line = { interaction: '$summary', type: 'Patient', id };
    for (let attempt = 0; attempt < MOST_ATTEMPTS; attempt += 1) {
      const { opened } = await disclose(service, request, {
        type: 'Patient',
        id,
        letter: 'r',
        interaction: 'read',
        line,
      });
      const decided = opened ?? (await service.gate.open(askFor(request), 0n, 'read'));
      const { patient, resources, medications, shown } = await readSummary(service, request, decided);
      if (patient === undefined) throw notFound();
      if (!(await stands(service, request, decided, { ...line, shown: shown.join(',') }))) continue;
      const language = languageOf(request.headers['accept-language']);
      return resource(
        200,
        composeSummary({ base: service.base, now: service.now(), language, patient, resources, medications }),
      );
    }
    throw problem('conflict', 'changed-meanwhile');
  },
};
