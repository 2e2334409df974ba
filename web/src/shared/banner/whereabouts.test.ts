import { expect, test } from 'vitest';
import { systems } from '../fhir/systems.ts';
import type { Encounter, EpisodeOfCare } from '../fhir/types.ts';
import { coordinatorOf, servicesNow, whereaboutsOf } from './whereabouts.ts';

const today = '2026-11-29';
const contact = (code: string, place: string): Encounter => ({
  resourceType: 'Encounter',
  class: { code },
  serviceProvider: { display: place },
});
const episode = (code: string, text: string, more: Partial<EpisodeOfCare> = {}): EpisodeOfCare => ({
  resourceType: 'EpisodeOfCare',
  status: 'active',
  type: [{ coding: [{ system: systems.municipalService, code }], text }],
  managingOrganization: { display: 'Granli' },
  period: { start: '2026-11-01' },
  ...more,
});

test('a contact that goes on tells where the person is, a stay before a visit', () => {
  expect(whereaboutsOf([contact('HH', 'Sone 3'), contact('EMER', 'Havøy legevakt')], [], today)).toEqual({
    place: 'Havøy legevakt',
  });
});

test('an institution by decision tells until the day before it ends; then who is helped at home is at home', () => {
  const home = episode('15', 'Hjemmesykepleie');
  expect(whereaboutsOf([], [home, episode('20', 'Korttidsopphold')], today)).toEqual({ place: 'Granli' });
  const over = episode('20', 'Korttidsopphold', { period: { start: '2026-11-27', end: today } });
  expect(whereaboutsOf([], [home, over], today)).toBe('home');
  expect(whereaboutsOf([], [episode('6', 'Trygghetsalarm')], today)).toBeUndefined();
});

test('services are told once each, and only those that go on', () => {
  const later = episode('15', 'Hjemmesykepleie', { period: { start: '2026-12-24' } });
  expect(servicesNow([episode('6', 'Alarm'), episode('6', 'Alarm'), later], today)).toEqual(['Alarm']);
});

test('the coordinator is who the team says', () => {
  const team = {
    resourceType: 'CareTeam' as const,
    participant: [{ role: [{ text: 'Koordinator' }], member: { display: 'Kaia Koord' } }],
  };
  expect([coordinatorOf([team]), coordinatorOf([])]).toEqual(['Kaia Koord', undefined]);
});
