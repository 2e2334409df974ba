import type { Json, Resource } from '../../fhir/resource.ts';
import { categories, categorySystem } from '../categories.ts';
import { systems } from '../rules/codes.ts';
import { agents, type Drawing, day, now, numbers, organizations, second } from './drawing.ts';

/** What a citizen says: a reservation, a yes to others, a yes on the spot, or a block. */
export function consent(drawing: Drawing, patient: string): Resource {
  const { chance } = drawing;
  const recipients = [...organizations, ...agents, 'RelatedPerson/kin', 'Device/x'];
  const actor = (list: readonly string[], code: string): Json[] =>
    list.map((reference) => ({
      role: { coding: [{ system: systems.participation, code }] },
      reference: { reference },
    }));
  const category = (code: string): Json => [{ coding: [{ system: systems.consentCategory, code }] }];
  const kinds = chance.some(categories, 0.2).map((code) => ({ system: categorySystem, code }));
  const data = [
    `Composition/${patient}-1`,
    `Observation/${patient}-2`,
    `Composition/${patient}-2`,
    `Observation/${patient}-1`,
  ];
  if (chance.is(0.15)) {
    const code = chance.of(['quality-registers', 'kjernejournal', 'another']);
    return drawing.new('Consent', {
      status: 'active',
      category: category('register-reservation'),
      dateTime: new Date(now - 100 * day).toISOString(),
      provision: {
        type: 'deny',
        ...(chance.is(0.3) ? { period: drawing.period() } : {}),
        code: [{ coding: [{ system: chance.is(0.8) ? systems.healthRegister : 'urn:other', code }] }],
      },
    });
  }
  if (chance.is(0.25)) {
    return drawing.new('Consent', {
      status: 'active',
      category: category('share-outside'),
      dateTime: new Date(now - 100 * day).toISOString(),
      provision: {
        type: 'permit',
        ...(chance.is(0.3) ? { period: drawing.period() } : {}),
        actor: actor([chance.of(organizations)], 'IRCP'),
        code: [{ coding: [{ system: systems.sharedOutside, code: chance.of(['plan', 'services', 'contact']) }] }],
      },
    });
  }
  if (chance.is(0.35)) {
    return drawing.new('Consent', {
      status: 'active',
      category: category('consent-in-situ'),
      dateTime: new Date(now + chance.of([0, -3_600_000, -3_600_000, second, -day])).toISOString(),
      provision: {
        type: 'permit',
        actor: actor([chance.of([...agents, ...organizations])], 'IRCP'),
        ...(chance.is(0.5) ? { class: kinds } : {}),
      },
    });
  }
  return drawing.new('Consent', {
    status: chance.is(0.9) ? 'active' : 'inactive',
    category: category('sperring'),
    dateTime: new Date(now + chance.of([-100 * day, -100 * day, 0, second])).toISOString(),
    ...(chance.is(0.3)
      ? { extension: [{ url: 'https://enjournal.no/fhir/StructureDefinition/block-marker', valueBoolean: false }] }
      : {}),
    provision: {
      type: 'deny',
      ...(chance.is(0.3) ? { period: drawing.period() } : {}),
      actor: [
        ...(chance.is(0.6) ? actor(chance.some(recipients, 0.2), 'IRCP') : []),
        ...(chance.is(0.4) ? actor([chance.of(organizations)], 'CST') : []),
      ],
      ...(chance.is(0.4) ? { class: kinds } : {}),
      ...(chance.is(0.3) ? { data: chance.some(data, 0.5).map((reference) => ({ reference: { reference } })) } : {}),
      ...(chance.is(0.2)
        ? {
            dataPeriod: {
              start: chance.of(['2024-01-01', '2025-07-01T00:00:00Z']),
              ...(chance.is(0.5) ? { end: '2025-06-30' } : {}),
            },
          }
        : {}),
      ...(chance.is(0.1)
        ? { purpose: [{ system: systems.actReason, code: chance.of(['HQUALIMP', 'HRESCH', 'TREAT']) }] }
        : {}),
      ...(chance.is(0.25)
        ? { provision: [{ type: 'permit', actor: actor(chance.some([...organizations, ...agents], 0.15), 'IRCP') }] }
        : {}),
    },
  });
}

/** A power of attorney, or a guardian. */
export function mandate(drawing: Drawing): Resource {
  const { chance } = drawing;
  return drawing.new('Consent', {
    status: 'active',
    category: [{ coding: [{ system: systems.representation, code: chance.of(['FU', 'VE']) }] }],
    provision: {
      type: 'permit',
      period: drawing.period(),
      ...(chance.is(0.4)
        ? { class: chance.some(categories, 0.3).map((code) => ({ system: categorySystem, code })) }
        : {}),
      actor: [{ reference: { identifier: { system: systems.nationalNumber, value: chance.of(numbers) } } }],
    },
  });
}
