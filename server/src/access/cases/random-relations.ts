import type { Json, Resource } from '../../fhir/resource.ts';
import { systems } from '../rules/codes.ts';
import { agents, type Drawing, now, numbers, organizations, people, second } from './drawing.ts';

/** What may give a care relation. */
export function relation(drawing: Drawing, patient: string): Resource {
  const { chance } = drawing;
  const agent = (): Json => ({ reference: chance.of(agents) });
  const unit = (): Json => ({ reference: chance.of(organizations) });
  const meta = { tag: drawing.tags() };
  const either = (): Json => (chance.is(0.5) ? agent() : unit());
  switch (Math.floor(chance.next() * 6)) {
    case 0:
      return drawing.new('Encounter', {
        meta,
        status: chance.of(['in-progress', 'arrived', 'finished', 'finished', 'finished', 'planned', 'cancelled']),
        class: { system: 'x', code: chance.of(['AMB', 'IMP']) },
        ...(chance.is(0.9) ? { serviceProvider: unit() } : {}),
        participant: chance.some(agents, 0.3).map((reference) => ({ individual: { reference } })),
        period: drawing.period(),
      });
    case 1:
      return drawing.new('EpisodeOfCare', {
        meta,
        status: chance.of(['active', 'onhold', 'finished', 'planned']),
        ...(chance.is(0.6) ? { type: [{ coding: [{ system: systems.service, code: chance.of(['15', '21']) }] }] } : {}),
        ...(chance.is(0.3) ? { meta: { tag: [{ system: systems.serviceKind, code: 'private-care' }] } } : {}),
        managingOrganization: unit(),
        ...(chance.is(0.3) ? { careManager: agent() } : {}),
        period: drawing.period(),
      });
    case 2:
      return drawing.new('Task', {
        meta,
        status: chance.of(['accepted', 'in-progress', 'requested', 'requested', 'received', 'completed']),
        ...(chance.is(0.4)
          ? { code: { coding: [{ system: systems.taskCode, code: chance.of(['alarm', 'log-control']) }] } }
          : {}),
        ...(chance.is(0.5) ? { requester: agent() } : {}),
        for: { reference: `Patient/${patient}` },
        ...(chance.is(0.3) ? { focus: { reference: `ServiceRequest/${patient}-1` } } : {}),
        ...(chance.is(0.3) ? { basedOn: [{ reference: `Composition/${patient}-${chance.of(['1', '2'])}` }] } : {}),
        ...(chance.is(0.2)
          ? { input: [{ type: { text: 'sent' }, valueReference: { reference: `Observation/${patient}-1` } }] }
          : {}),
        owner: either(),
        authoredOn: drawing.time(),
      });
    case 3:
      return drawing.new('Appointment', {
        meta,
        status: chance.of(['booked', 'arrived', 'fulfilled', 'waitlist', 'cancelled']),
        start: drawing.time(),
        ...(chance.is(0.7) ? { end: drawing.time() } : {}),
        participant: [{ actor: either(), status: 'accepted' }],
      });
    case 4:
      return drawing.new('CareTeam', {
        meta,
        status: chance.of(['active', 'inactive']),
        period: drawing.period(),
        participant: [
          { member: either(), ...(chance.is(0.5) ? { period: drawing.period() } : {}) },
          { member: either() },
        ],
      });
    default:
      return drawing.new('ServiceRequest', {
        meta,
        intent: 'proposal',
        status: chance.of(['active', 'draft', 'completed']),
        performer: [unit()],
        authoredOn: drawing.time(),
      });
  }
}

/** An opening in an emergency. */
export function emergency(drawing: Drawing): Resource {
  const { chance } = drawing;
  const start = now + chance.of([-1_800_000, -3_600_000, -3_600_000 + second, 0, second]);
  return drawing.new('Task', {
    status: 'requested',
    code: { coding: [{ system: systems.taskCode, code: 'emergency-review' }] },
    requester: { reference: `Practitioner/${chance.of(people)}` },
    restriction: {
      period: {
        start: new Date(start).toISOString(),
        end: new Date(start + chance.of([600_000, 3_600_000])).toISOString(),
      },
    },
    reasonCode: { coding: [{ system: 'x', code: 'life-threatening' }] },
    description: chance.is(0.8) ? 'Funnet bevisstløs' : 'haster',
  });
}

/** Somebody near, who may have parental responsibility, and limits to it. */
export function kin(drawing: Drawing): Resource {
  const { chance } = drawing;
  const relationship = [
    ...(chance.is(0.8) ? [{ coding: [{ system: systems.parentalResponsibility, code: 'felles' }] }] : []),
    { coding: [{ system: systems.kinship, code: 'MO' }] },
    ...(chance.is(0.2)
      ? [
          {
            coding: [
              {
                system: systems.parentalLimit,
                code: chance.of(['court-restriction', 'foster-parent', 'documented-need', 'taken-from']),
              },
            ],
          },
        ]
      : []),
  ];
  return {
    ...drawing.new('RelatedPerson', {
      active: true,
      relationship,
      identifier: [{ system: systems.nationalNumber, value: chance.of(numbers) }],
    }),
    id: 'kin',
  };
}
