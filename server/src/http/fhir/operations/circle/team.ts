import { systems } from '../../../../access/rules/codes.ts';
import type { JsonObject, Resource } from '../../../../fhir/resource.ts';
import { resource } from '../../message.ts';
import { namesOfPatients } from '../acting/person.ts';
import type { FhirOperation } from '../operation.ts';
import { parametersOf } from '../parameters.ts';
import { inCircle, logged, memberReference, membershipOf } from './member.ts';
import { circleOf } from './read.ts';

/**
 * Patient/[id]/$circle-team: those in the circle now, as a CareTeam. It is made of the citizen's consents as they stand, and kept
 * nowhere: a CareTeam that is stored is a ground for those in it, and being in the circle is none. A volunteer finds themself.
 */
export const circleTeam: FhirOperation = {
  name: 'circle-team',
  definition: 'https://enjournal.no/fhir/OperationDefinition/patient-circle-team',
  at: [{ level: 'instance', types: ['Patient'] }],
  get: true,
  summary: 'Those in the circle around a citizen as a CareTeam, with role and period, as far as whoever asks is in it',
  async run(service, call) {
    parametersOf(call.request).only([]);
    const { id = '' } = call;
    const line = { interaction: '$circle-team', type: 'Patient', id };
    const circle = await inCircle(service, call, line);
    const { consents } = await circleOf(service, call);
    const [name = ''] = (await namesOfPatients(service, [id])).values();
    const members = consents
      .map((one) => membershipOf(one, service.now()))
      .filter(({ isActive }) => isActive)
      .filter((one) => circle.place !== 'volunteer' || circle.member === `Consent/${one.id}`);
    await logged(service, call, circle, line);
    const team: JsonObject = {
      resourceType: 'CareTeam',
      status: 'active',
      category: [{ coding: [{ system: systems.careTeamKind, code: 'care-circle', display: 'Kretsen' }] }],
      subject: { reference: `Patient/${id}`, ...(name === '' ? {} : { display: name }) },
      participant: members.map(({ id: consent, display, role, from, until }) => ({
        role: [{ coding: [{ system: systems.circleRole, code: role }] }],
        member: memberReference(`Consent/${consent}`, display),
        period: { start: from, end: until },
      })),
    };
    return resource(200, team as unknown as Resource);
  },
};
