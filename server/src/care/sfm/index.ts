import type { JsonObject, Resource } from '../../fhir/resource.ts';
import { type CareProcess, type CareTimer, careProcess } from '../process.ts';
import { fetchMedication } from './fetch-medication.ts';
import { sfmOrganisation } from './rules.ts';
import { sendMedication } from './send-medication.ts';
import type { SfmService } from './service.ts';
import { words } from './words.ts';

export { type SfmService, sfmOverHttp } from './service.ts';

export type SfmSettings = { service: SfmService };

/** The national medicine list; without settings nothing is offered. */
export const sfmOf = (settings: SfmSettings | undefined): CareProcess =>
  careProcess({
    name: 'sfm',
    ...(settings === undefined
      ? {}
      : { operations: [fetchMedication(settings.service), sendMedication(settings.service)] }),
    every: [keepSfm(settings !== undefined)],
    words,
  });

/** SFM stands among the organisations while it can be asked, so that a screen knows that it can. */
function keepSfm(isOn: boolean): CareTimer {
  let isKept = false;
  return {
    name: 'keep-sfm',
    everyMs: 60_000,
    async run(context) {
      if (isKept) return;
      const id = sfmOrganisation.split('/')[1]!;
      const [before] = await context.search('Organization', [['_id', id]]);
      if ((before !== undefined || isOn) && (before as JsonObject | undefined)?.active !== isOn) {
        const resource = {
          resourceType: 'Organization',
          id,
          active: isOn,
          name: 'Sentral forskrivningsmodul (SFM)',
        } as unknown as Resource;
        await context.transact([{ method: 'PUT', resource }]);
      }
      isKept = true;
    },
  };
}
