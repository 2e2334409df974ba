import { expect, test } from 'vitest';
import { toldSeries } from '../../../../server/src/care/chart/series.ts';
import { isDoubted, seriesOf } from '../../shared/chart/series.ts';
import type { Parameter } from '../../shared/fhir/parameters.ts';
import { sourceOf } from '../../shared/fhir/source.ts';
import type { Observation } from '../../shared/fhir/types.ts';
import { observationsOf } from './series-answer.ts';

const tags = [{ system: 'https://enjournal.no/fhir/CodeSystem/custodian', code: 'sone', display: 'Sone 3' }];
const unverified = { system: 'https://enjournal.no/fhir/CodeSystem/verification', code: 'unverified' };
const coded = (code: string, text: string) => ({ coding: [{ system: 'http://loinc.org', code }], text });
const of = (id: string, day: string, more: object): Observation =>
  ({
    resourceType: 'Observation',
    id,
    meta: { tag: tags },
    status: 'final',
    effectiveDateTime: `${day}T08:00:00Z`,
    performer: [{ reference: 'PractitionerRole/hanne', display: 'Hanne Hjem' }],
    ...more,
  }) as Observation;
const weight = (id: string, day: string, value: number, more: object = {}) =>
  of(id, day, { code: coded('29463-7', 'Vekt'), valueQuantity: { value, unit: 'kg', code: 'kg' }, ...more });
const part = (code: string, value: number) => ({ code: coded(code, code), valueQuantity: { value, unit: 'mmHg' } });
const pressure = (id: string, day: string, high: number, low: number) =>
  of(id, day, { code: coded('85354-9', 'Blodtrykk'), component: [part('8480-6', high), part('8462-4', low)] });

test('the same curves come of the short answer as of the observations themselves, with who and whether it is confirmed', () => {
  const all = [
    weight('w1', '2026-11-01', 60.4),
    weight('w2', '2026-11-02', 61, { meta: { tag: [...tags, unverified] }, performer: [] }),
    weight('w3', '2026-11-03', 61.2),
    weight('pounds', '2026-10-01', 133, { valueQuantity: { value: 133, unit: 'lb' } }),
    pressure('p1', '2026-11-01', 132, 74),
    pressure('p2', '2026-11-03', 118, 68),
    of('said', '2026-11-02', { code: coded('80288-4', 'Bevissthet'), valueCodeableConcept: { text: 'Våken' } }),
    of('said-before', '2026-11-01', {
      code: coded('80288-4', 'Bevissthet'),
      valueCodeableConcept: { text: 'Forvirret' },
    }),
    of('score', '2026-11-03', { code: coded('718386001', 'SPPB'), valueInteger: 4 }),
    of('score-before', '2026-10-03', { code: coded('718386001', 'SPPB'), valueInteger: 6 }),
  ];
  const told = observationsOf(toldSeries(all as never) as unknown as Parameter[]);
  const drawn = (observations: readonly Observation[]) =>
    seriesOf(observations)
      .map(({ key, name, unit, decimals, latest, points }) => ({
        key,
        name,
        unit,
        decimals,
        latest,
        points: points.map((point) => ({
          at: point.at,
          value: point.value,
          second: point.second,
          id: point.of.id,
          isDoubted: isDoubted(point),
          source: sourceOf(point.of),
        })),
      }))
      .sort((a, b) => a.key.localeCompare(b.key));
  expect(drawn(told)).toEqual(drawn(all));
});
