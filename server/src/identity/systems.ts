import type { Actor } from '../access/actor.ts';
import type { Client } from '../config/index.ts';
import type { Queryable } from '../record/index.ts';
import { listApps } from './apps/registry.ts';
import { approvedFor, narrowed } from './programs.ts';

/**
 * The systems that may ask for tokens by themselves now, each as it would ask with all that it may have: the operator's own, and
 * registered apps that their organisation has approved. An organisation without a name here has one in the store.
 * @param now epoch ms
 */
export async function registeredSystems(
  database: Queryable,
  clients: readonly Client[],
  now: number,
): Promise<Actor[]> {
  const own = clients.filter(({ grants }) => grants.includes('client_credentials'));
  const apps = (await listApps(database)).filter(({ isActive, audience }) => isActive && audience.includes('system'));
  const approved = await Promise.all(
    apps.map(async ({ id, name, scopes, organization, purpose, register }) => {
      const approval = organization === undefined ? undefined : await approvedFor(database, id, [organization], now);
      if (organization === undefined || approval === undefined) return [];
      const place = { id: organization, display: organization };
      const use = { ...(purpose === undefined ? {} : { purpose }), ...(register === undefined ? {} : { register }) };
      return [{ id, name, scopes: narrowed(scopes, approval.scopes), organization: place, ...use }];
    }),
  );
  return [...own, ...approved.flat()].map(systemOf);
}

type System = Pick<Client, 'id' | 'name' | 'scopes' | 'organization' | 'purpose' | 'register'>;

const systemOf = ({ id, name, scopes, organization, purpose, register }: System): Actor => ({
  ...{ kind: 'system', id: `client:${id}`, display: name, clientId: id, scopes, loa: 4 },
  ...(organization === undefined ? {} : { organization }),
  ...(purpose === undefined ? {} : { purpose }),
  ...(register === undefined ? {} : { register }),
});
