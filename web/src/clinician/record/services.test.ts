import { expect, test } from 'vitest';
import { systems } from '../../shared/fhir/systems.ts';
import type { ServiceRequest } from '../../shared/fhir/types.ts';
import { episodesWithout, isService } from './services.ts';

const request = (more: Partial<ServiceRequest>): ServiceRequest => ({
  resourceType: 'ServiceRequest',
  id: 's',
  intent: 'order',
  ...more,
});
const coded = (system: string, code: string) => ({ coding: [{ system, code }] });

test('a decision is a service; an application, a referral and a test are not', () => {
  expect(isService(request({ category: [coded(systems.caseEvent, '2')] }))).toBe(true);
  expect(isService(request({ code: coded(systems.municipalService, '15') }))).toBe(true);
  expect(isService(request({ intent: 'proposal', code: coded(systems.municipalService, '15') }))).toBe(false);
  expect(isService(request({ category: [coded('http://snomed.info/sct', '3457005')] }))).toBe(false);
});

test('an episode that a shown decision granted is not shown again', () => {
  const granted = {
    resourceType: 'EpisodeOfCare' as const,
    id: 'a',
    referralRequest: [{ reference: 'ServiceRequest/s' }],
  };
  const other = { resourceType: 'EpisodeOfCare' as const, id: 'b' };
  expect(episodesWithout([granted, other], [request({})])).toEqual([other]);
});
