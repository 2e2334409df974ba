import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { acrossScope } from '../../../server/src/access/across.ts';
import { judgeAll, type Kept, RowStore } from '../../../server/src/access/cases/store.ts';
import type { Purpose, StaffFacts } from '../../../server/src/access/facts.ts';
import { roleAt } from '../../../server/src/access/rules/roles.ts';
import { type TestDatabase, withDatabase } from '../../../server/src/test/database.ts';
import { emptySchema } from '../../../server/src/test/schema.ts';
import { municipalityNow } from './municipality.ts';
import { demoPersons } from './people.ts';
import { demoCitizens } from './stories/index.ts';

vi.setConfig({ testTimeout: 240_000, hookTimeout: 120_000 });

/** Everyone of the stories who is at work, in each of their jobs, against the citizens of the stories and some others. */
const now = Date.parse('2026-11-27T12:00:00+01:00');
let database: TestDatabase;
let store: RowStore;
const all: Kept[] = [];

const stories = new Set(demoCitizens('2026-11-27').map(({ id }) => id));

beforeAll(async () => {
  database = await withDatabase(emptySchema);
  store = await RowStore.open(database.url);
  for (const resources of municipalityNow({ citizens: 100, seed: 3, asOf: '2026-11-27' })) {
    const [patient] = resources;
    if (patient!.resourceType !== 'Patient' || !(stories.has(patient!.id!) || all.length < 15)) continue;
    // Ten years of one citizen's contacts are asked like a hundred of them.
    const contents = resources.slice(0, 120);
    all.push({ record: all.length + 1, makers: resources, contents });
  }
  await store.keep(all);
});

afterAll(async () => {
  await store.close();
  await database.close();
});

const jobs = demoPersons.flatMap((person) =>
  person.jobs.flatMap(({ accessRole, organization, practitionerRole }) =>
    accessRole === undefined ? [] : [{ person, accessRole, organization, practitionerRole }],
  ),
);

test.each(jobs.map((job) => [`${job.person.id}, ${job.accessRole} at ${job.organization}`, job] as const))(
  '%s sees the same in memory, in one record and in all',
  async (_, { person, accessRole, organization, practitionerRole }) => {
    const actor: StaffFacts = {
      kind: 'staff',
      person: person.practitioner,
      practitionerRole,
      allRoles: person.jobs.map((job) => job.practitionerRole),
      role: accessRole,
      ...(person.profession === undefined ? {} : { hpr: { category: person.profession, status: 'active' } }),
      org: organization,
      unit: organization,
      alsoUnits: organization === 'nattpatruljen' ? ['hjemmetjenesten-sone-1', 'hjemmetjenesten-sone-3'] : [],
      isEmployed: true,
      loa: 4,
    };
    const purpose: Purpose = roleAt(accessRole, now)!.purposes[0]!;
    const asking = { now, actor, purpose, interaction: 'search' as const };
    const { shown, permitted } = judgeAll(all, asking);
    expect(await store.shownBy(permitted)).toEqual(shown);
    const across = acrossScope(asking);
    const found = across === undefined ? new Set() : await store.where((bind) => across.sql('r', bind));
    expect(found).toEqual(shown);
  },
);
