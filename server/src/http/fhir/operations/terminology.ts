import { terminologyOperations } from '../../../terminology/index.ts';
import { accessLine, refuseUncovered } from '../asking.ts';
import { resource } from '../message.ts';
import type { FhirOperation } from './operation.ts';
import { parametersOf } from './parameters.ts';

/** The terminology operations as operations of the API: codes are nobody's record, but who asked is logged all the same. */
export const terminology: readonly FhirOperation[] = terminologyOperations.map(
  ({ name, definition, type, levels, summary, run }) => ({
    name,
    definition,
    at: levels.map((level) => ({ level, types: [type] })),
    get: true,
    summary,
    async run(service, { request, id }) {
      const interaction = `$${name}`;
      await refuseUncovered(service, request, 'r', type, { interaction, type });
      const call = {
        parameters: parametersOf(request),
        ...(id === undefined ? {} : { id }),
        ...language(request.headers['accept-language']),
      };
      const answer = await run(service.database.reader, call);
      await service.log.append(accessLine(request, undefined, { interaction, type }));
      return resource(200, answer);
    },
  }),
);

function language(header: string | undefined): { language?: string } {
  const first = header?.split(/[,;]/)[0]?.trim();
  return first === undefined || first === '' || first === '*' ? {} : { language: first };
}
