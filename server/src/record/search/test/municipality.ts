import { typeNumber } from '../../../fhir/types.ts';
import type { Queryable } from '../../database.ts';

export const citizens = 10_000;
export const units = 50;

const type = (name: string) => typeNumber(name);
const hash = (text: string) => `hashtextextended(${text}, 0)`;
const token = (code: string, value: string) => hash(`'${code}' || chr(31) || ${value}`);

/** A citizen's record, whose key is the hash of its Patient's address. */
const record = hash(`'Patient/p' || i`);

/**
 * A municipality: each citizen has a Patient, three Observations, a Condition and a Task, and a fact that one of fifty units
 * has to do with them. Rows are written as the engine writes them, as far as what is asked here looks at them.
 */
export async function fillMunicipality(client: Queryable): Promise<void> {
  const row = (name: string, id: string, from: string, tokens: string[], content: string, each = '') =>
    client.query(`INSERT INTO resource (record, type, id, version, at, from_at, tokens, present, strings, access, content)
      SELECT ${record}, ${type(name)}, ${id}, 1, '2026-01-01', (${from})::timestamptz, ARRAY[${tokens.join(', ')}], '{}',
        ARRAY['name' || chr(31) || 'kari berg' || i % 7 || chr(31) || 'Kari Berg'], 4, ${content}
      FROM generate_series(1, ${citizens}) i ${each}`);
  const json = (name: string, id: string) => `'{"resourceType":"${name}","id":"' || ${id} || '"}'`;
  const subject = token('patient', `'Patient/p' || i`);
  const diagnosis = `(ARRAY['T90','R05','A01'])[i % 3 + 1]`;
  await row(
    'Patient',
    `'p' || i`,
    `'-infinity'`,
    [token('identifier', `'urn:nin|' || i`)],
    json('Patient', `'p' || i`),
  );
  await row(
    'Observation',
    `'b' || i || '-' || n`,
    `'2026-01-01'::timestamptz + i * interval '1 minute' + n * interval '1 day'`,
    [subject, token('code', `'urn:loinc|' || n`)],
    json('Observation', `'b' || i || '-' || n`),
    'CROSS JOIN generate_series(1, 3) n',
  );
  await row(
    'Condition',
    `'c' || i`,
    `'-infinity'`,
    [subject, token('code', `'urn:icpc|' || ${diagnosis}`)],
    json('Condition', `'c' || i`),
  );
  const owner = token('owner', `'Organization/u' || i % ${units}`);
  await row(
    'Task',
    `'t' || i`,
    `'2026-01-01'::timestamptz + i * interval '1 minute'`,
    [subject, owner],
    json('Task', `'t' || i`),
  );
  await client.query(`INSERT INTO x_token (value, type, from_at, record, id)
    SELECT ${token('identifier', `'urn:nin|' || i`)}, ${type('Patient')}, '-infinity'::timestamptz, ${record}, 'p' || i FROM generate_series(1, ${citizens}) i
    UNION ALL SELECT ${token('code', `'urn:icpc|' || ${diagnosis}`)}, ${type('Condition')}, '-infinity', ${record}, 'c' || i FROM generate_series(1, ${citizens}) i
    UNION ALL SELECT ${owner}, ${type('Task')}, '2026-01-01'::timestamptz + i * interval '1 minute', ${record}, 't' || i FROM generate_series(1, ${citizens}) i`);
  await client.query(`INSERT INTO x_name (type, name, record, id)
    SELECT ${type('Patient')}, name, ${record}, 'p' || i FROM generate_series(1, ${citizens}) i CROSS JOIN unnest(ARRAY['kari', 'berg' || i % 7, 'kari berg' || i % 7]) name`);
  // every unit has its own, and unit 3 has had others too
  await client.query(`INSERT INTO access_fact (record, type, id, n, kind, unit, from_at, to_at, data)
    SELECT ${record}, ${type('EpisodeOfCare')}, 'e' || i, 0, 'vedtak', 'unit-' || i % ${units}, '2026-01-01'::timestamptz, 'infinity'::timestamptz, '{"active":true}'::jsonb FROM generate_series(1, ${citizens}) i
    UNION ALL SELECT ${record}, ${type('EpisodeOfCare')}, 'f' || i, 0, 'vedtak', 'unit-3', '2025-01-01', '2026-01-01', '{"active":true}' FROM generate_series(1, ${citizens}, 100) i`);
  // an outside world: what is in nobody's record
  await client.query(`INSERT INTO resource (record, type, id, version, at, tokens, present, content)
    SELECT -i, ${type('Task')}, 'own' || i, 1, '2026-01-01', ARRAY[${token('owner', `'Organization/u3'`)}], '{}', ${json('Task', `'own' || i`)}
    FROM generate_series(1, 3) i`);
  // and what is a unit's own: in nobody's record, and not for everyone
  const tag = token('_tag', `'https://enjournal.no/fhir/CodeSystem/custodian|unit-3'`);
  await client.query(`INSERT INTO resource (record, type, id, version, at, tokens, present, access, content)
    SELECT -10 - i, ${type('Task')}, 'kept' || i, 1, '2026-01-01', ARRAY[${tag}], '{}', 4, ${json('Task', `'kept' || i`)} FROM generate_series(1, 2) i`);
  await client.query(`INSERT INTO x_token (value, type, from_at, record, id)
    SELECT ${tag}, ${type('Task')}, '-infinity', -10 - i, 'kept' || i FROM generate_series(1, 2) i`);
  for (const table of ['resource', 'x_token', 'x_name', 'access_fact']) await client.query(`VACUUM ANALYZE ${table}`);
}
