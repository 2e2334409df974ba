import { createHash } from 'node:crypto';
import type { Actor } from '../../access/actor.ts';
import { contentResources } from '../../terminology/index.ts';
import { careContext } from './care-context.ts';
import type { FhirService } from './service.ts';

/** Content that is used as resources in the store: read, searched and referred to like any other. */
const STORED = new Set(['ActivityDefinition', 'Library', 'OperationDefinition', 'PlanDefinition', 'Questionnaire']);

/** The house itself, when it brings its own content. */
const contentActor: Actor = Object.freeze({
  kind: 'system',
  id: 'client:enjournal-content',
  display: 'Enjournal content',
  clientId: 'enjournal-content',
  scopes: ['system/*.cruds'],
  loa: 4,
  purpose: 'HOPERAT',
});

/**
 * Stores the clinical content of `content/` under its own ids, unless the same is stored already: then it costs the reading
 * of the files and one statement. @throws Problem that names what is not valid
 */
export async function loadContent(service: FhirService, folder?: string): Promise<void> {
  const resources = contentResources(STORED, folder);
  const hash = createHash('sha256').update(JSON.stringify(resources)).digest('hex');
  const { writer } = service.database;
  const { rows } = await writer.query<{ hash: string }>('SELECT hash FROM terminology_source WHERE name = $1', [NAME]);
  if (rows[0]?.hash === hash) return;
  const { signal } = new AbortController();
  const context = careContext(service, { actor: contentActor, signal, headers: {} });
  await context.transact(resources.map((resource) => ({ method: 'PUT', resource })));
  await writer.query(
    'INSERT INTO terminology_source (name, hash) VALUES ($1, $2) ON CONFLICT (name) DO UPDATE SET hash = $2',
    [NAME, hash],
  );
}

const NAME = 'content-resources';
