import { expect, test } from 'vitest';
import { personsOf } from './by-room.ts';

const stay = (id: string, room: string | undefined, more: object = {}) => ({
  of: {
    resourceType: 'Encounter' as const,
    id: `e-${id}`,
    serviceProvider: { display: 'Granli' },
    ...(room === undefined ? {} : { location: [{ location: { display: room } }] }),
    ...more,
  },
  id,
  person: undefined,
  display: id,
});
const episode = (id: string) => ({
  of: { resourceType: 'EpisodeOfCare' as const },
  id,
  person: undefined,
  display: id,
});

test('a round goes by room, nine before ten, and who has no room comes last', () => {
  const all = personsOf([stay('a', 'Rom 10'), stay('b', 'Rom 9'), stay('c', 'Granli')], [episode('d'), episode('a')]);
  expect(all.map(({ id, room }) => [id, room])).toEqual([
    ['b', 'Rom 9'],
    ['a', 'Rom 10'],
    ['c', undefined],
    ['d', undefined],
  ]);
});

test('who has moved is where they are now, and is there once', () => {
  const location = [
    { location: { display: 'Rom 1' }, status: 'completed' },
    { location: { display: 'Rom 4' }, status: 'active' },
  ];
  expect(personsOf([stay('a', undefined, { location })], [episode('a')])).toEqual([
    expect.objectContaining({ id: 'a', room: 'Rom 4', encounter: 'Encounter/e-a' }),
  ]);
});
