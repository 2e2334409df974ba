import { dayInNorway } from './fhir/norwegian/day.ts';
import type { DemoLogin } from './identity/idp/index.ts';
import type { ProviderId } from './identity/login/index.ts';
import type { Queryable } from './record/index.ts';

/** Whom the demo's providers know: the health personnel of the stories, and the citizens. */
export async function demoLogins(database: Queryable): Promise<Record<ProviderId, DemoLogin[]>> {
  const { demoPersons, demoCitizens } = await import('../../tools/src/synth/index.ts');

  /** The day that the municipality was told of: a citizen's number follows from it. */
  async function asOf(): Promise<string> {
    const { rows } = await database.query<{ day: string }>('SELECT as_of::text AS day FROM demo_municipality');
    return rows[0]?.day ?? dayInNorway(Date.now());
  }

  return {
    helseid: demoPersons.map(({ id, given, family, role, organizationName, jobs, hpr, nationalNumber }) => ({
      id,
      name: `${given} ${family}`,
      about: [role, ...otherPlaces(jobs, organizationName)].join(' · '),
      group: organizationName,
      ...(hpr === undefined ? {} : { hpr }),
      pid: async () => nationalNumber,
    })),
    idporten: demoCitizens(await asOf()).map(({ id, name, birthDate }) => ({
      id,
      name,
      about: birthDate.split('-').reverse().join('.'),
      group: 'Fjordvik, Bergvik',
      pid: async () => demoCitizens(await asOf()).find((citizen) => citizen.id === id)?.nationalNumber,
    })),
  };
}

type Job = { organizationName: string; to?: number };

/** Where else the person works now. */
function otherPlaces(jobs: readonly Job[], here: string): string[] {
  const today = Date.parse(dayInNorway(Date.now())) / 86_400_000;
  return jobs
    .filter(({ organizationName, to = today }) => organizationName !== here && to >= today)
    .map(({ organizationName }) => organizationName);
}
