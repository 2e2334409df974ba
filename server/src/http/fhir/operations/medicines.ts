import { problem } from '../../../fhir/issue.ts';
import { findMedicines, medicineKinds } from '../../../medicines/index.ts';
import { findCurrent } from '../../../record/index.ts';
import { accessLine, refuseUncovered } from '../asking.ts';
import { text } from '../message.ts';
import type { FhirOperation } from './operation.ts';
import { parametersOf } from './parameters.ts';

const MOST = 200;
const TYPE = 'MedicationKnowledge';

/** MedicationKnowledge/$find: medicines of the catalogue as one types, the best first; what is withdrawn is not offered. */
export const findMedicine: FhirOperation = {
  name: 'find',
  definition: 'https://enjournal.no/fhir/OperationDefinition/MedicationKnowledge-find',
  at: [{ level: 'type', types: [TYPE] }],
  get: true,
  summary: 'Medicines of the catalogue by name, substance, ATC or number, as one types',
  async run(service, { request }) {
    const interaction = '$find';
    await refuseUncovered(service, request, 'r', TYPE, { interaction, type: TYPE });
    const parameters = parametersOf(request);
    parameters.only(['text', 'atc', 'type', 'count']);
    const sought = parameters.text('text') ?? '';
    const atc = parameters.text('atc');
    const count = parameters.integer('count') ?? 20;
    const kinds = medicineKinds.filter((kind) => parameters.texts('type').includes(kind));
    if (count < 1 || count > MOST || (sought.trim() === '' && !atc)) {
      throw problem('invalid', 'parameter-value', {
        diagnostics: `Tell text or atc; count is 1 to ${MOST}.`,
        expression: "Parameters.parameter.where(name = 'text')",
      });
    }
    const { reader } = service.database;
    const found = await findMedicines(reader, { text: sought, kinds, count, ...(atc ? { atc } : {}) });
    const rows = await findCurrent(
      reader,
      found.map(({ id }) => ({ type: TYPE, id })),
      false,
    );
    await service.log.append(accessLine(request, undefined, { interaction, type: TYPE }));
    const entries = rows.flatMap((row, i) =>
      row.state === 'current'
        ? `{"fullUrl":"${service.base}/${TYPE}/${found[i]!.id}","resource":${row.content},"search":{"mode":"match"}}`
        : [],
    );
    const head = '{"resourceType":"Bundle","type":"searchset"';
    return text(200, entries.length === 0 ? `${head}}` : `${head},"entry":[${entries.join(',')}]}`);
  },
};
