import { type Issue, Problem, problem } from '../../fhir/issue.ts';
import type { JsonObject } from '../../fhir/resource.ts';
import type { Queryable } from '../../record/index.ts';

/** A program that asks for our advice, or a service whose advice we ask; registered by the operator. */
export type Party = {
  id: string;
  name: string;
  kind: 'client' | 'service';
  /** Of a client: what stands as `iss` in its tokens, the keys they are signed with, and where its pages are. */
  issuer?: string;
  jwks?: { keys: JsonObject[] };
  jwksUri?: string;
  origins: readonly string[];
  /** Of a service: its address up to and with `/cds-services`, and what it offers there. */
  url?: string;
  services: readonly { id: string; hook: string; prefetch: Readonly<Record<string, string>> }[];
};

export type Registered = Party & { version: number; isActive: boolean };
export type Approved = {
  organization: string;
  party: string;
  isActive: boolean;
  prefetch: readonly string[];
  /** How long its answer is waited for; undefined: WAITED_MS. */
  timeoutMs?: number | undefined;
};

/** How long a service of others is waited for where the organisation has said nothing, and what it may say. */
export const WAITED_MS = { default: 2_000, least: 500, most: 5_000 } as const;

type Row = { id: string; version: number; is_active: boolean; content: string };

const partyOf = ({ version, is_active, content }: Row): Registered => ({
  ...(JSON.parse(content) as Party),
  version,
  isActive: is_active,
});

export async function listParties(database: Queryable): Promise<Registered[]> {
  const { rows } = await database.query<Row>(
    'SELECT DISTINCT ON (id) id, version, is_active, content FROM cds_party ORDER BY id, version DESC',
    [],
    'cds-parties',
  );
  return rows.map(partyOf);
}

/** @throws Problem rule, with all that is wrong */
export async function registerParty(
  database: Queryable,
  party: Party,
  { author, isDemo, isActive = true }: { author: string; isDemo: boolean; isActive?: boolean },
): Promise<Registered> {
  const issues = partyIssues(party, isDemo);
  if (issues.length > 0) throw new Problem('rule', issues);
  const { rows } = await database.query<Row>(
    `INSERT INTO cds_party (id, version, author, is_active, content)
     SELECT $1, coalesce(max(version), 0) + 1, $2, $3, $4 FROM cds_party WHERE id = $1
     RETURNING id, version, is_active, content`,
    [party.id, author, isActive, JSON.stringify(party)],
  );
  return partyOf(rows[0]!);
}

export async function approvalsOf(database: Queryable, organizations: readonly string[]): Promise<Approved[]> {
  const { rows } = await database.query<{
    organization: string;
    party: string;
    is_active: boolean;
    prefetch: string[];
    timeout_ms: number | null;
  }>(
    `SELECT DISTINCT ON (organization, party) organization, party, is_active, prefetch, timeout_ms FROM cds_approval
     WHERE organization = ANY ($1::text[]) ORDER BY organization, party, version DESC`,
    [organizations],
  );
  return rows.map(({ is_active, timeout_ms, ...row }) => ({
    ...row,
    isActive: is_active,
    timeoutMs: timeout_ms ?? undefined,
  }));
}

/** @throws Problem absent, rule */
export async function approveParty(database: Queryable, approved: Approved, author: string): Promise<void> {
  const party = (await listParties(database)).find(({ id }) => id === approved.party);
  if (party === undefined || (approved.isActive && !party.isActive) || party.kind !== 'service') {
    throw problem('absent', 'cds-party-unknown', { diagnostics: 'There is no such service.' });
  }
  const offered = new Set(party.services.flatMap(({ prefetch }) => Object.keys(prefetch)));
  if (!approved.prefetch.every((name) => offered.has(name))) {
    throw problem('rule', 'cds-prefetch-unknown', { diagnostics: 'The service asks for nothing of that name.' });
  }
  const { timeoutMs } = approved;
  if (timeoutMs !== undefined && !(timeoutMs >= WAITED_MS.least && timeoutMs <= WAITED_MS.most)) {
    throw problem('rule', 'cds-timeout', {
      diagnostics: `It is waited for ${WAITED_MS.least} to ${WAITED_MS.most} ms.`,
      expression: "Parameters.parameter.where(name='timeout')",
    });
  }
  await database.query(
    `INSERT INTO cds_approval (organization, party, version, author, is_active, prefetch, timeout_ms)
     SELECT $1, $2, coalesce(max(version), 0) + 1, $3, $4, $5, $6 FROM cds_approval WHERE organization = $1 AND party = $2`,
    [approved.organization, approved.party, author, approved.isActive, approved.prefetch, timeoutMs ?? null],
  );
}

const loopback = /^(localhost|127\.0\.0\.1|\[::1\])$/;

/** Encrypted; in the demo this machine itself may do without. */
export function isSafeAddress(address: string, isDemo: boolean): boolean {
  if (!URL.canParse(address)) return false;
  const { protocol, hostname, username, hash } = new URL(address);
  if (username !== '' || hash !== '') return false;
  return protocol === 'https:' || (isDemo && protocol === 'http:' && loopback.test(hostname));
}

/** A part of the one patient's record, and nothing else. @source CDS Hooks 2.0, prefetch query restrictions */
const template =
  /^(Patient\/\{\{context\.patientId\}\}|[A-Z][A-Za-z]+\?(?:[\w:.-]+=[^&{}]*&)*(?:patient|subject)=(?:Patient\/)?\{\{context\.patientId\}\}(?:&[\w:.-]+=[^&{}]*)*)$/;

function partyIssues(party: Party, isDemo: boolean): Issue[] {
  const issues: Issue[] = [];
  const wrong = (parameter: string, diagnostics: string) =>
    issues.push({
      severity: 'error',
      code: 'invalid',
      key: 'cds-party',
      diagnostics,
      expression: `Parameters.parameter.where(name='${parameter}')`,
    });
  if (!/^[a-z0-9][a-z0-9.-]{2,63}$/.test(party.id))
    wrong('id', 'An id has 3 to 64 small letters, digits, dots, hyphens.');
  if (party.name.length === 0 || party.name.length > 100) wrong('name', 'A name has 1 to 100 characters.');
  if (party.kind === 'client') {
    if (party.issuer === undefined || !URL.canParse(party.issuer)) wrong('issuer', 'A client says its issuer, a URL.');
    if ((party.jwks === undefined) === (party.jwksUri === undefined)) wrong('jwks', 'Either jwks or jwksUrl.');
    if (party.jwks?.keys.some(({ d, k }) => d !== undefined || k !== undefined)) wrong('jwks', 'Public keys only.');
    if (party.jwksUri !== undefined && !isSafeAddress(party.jwksUri, isDemo)) wrong('jwksUrl', 'Keys come by https.');
    for (const origin of party.origins) {
      if (!URL.canParse(origin) || new URL(origin).origin !== origin)
        wrong('origin', 'An origin is a scheme and a host.');
    }
    return issues;
  }
  if (party.url === undefined || !isSafeAddress(party.url, isDemo)) wrong('url', 'A service is asked by https.');
  if (party.services.length === 0) wrong('service', 'Say what it offers: id, hook and prefetch.');
  for (const { id, prefetch } of party.services) {
    if (!/^[\w.-]{1,100}$/.test(id)) wrong('service', 'The id of a service has letters, digits, dots, hyphens.');
    for (const query of Object.values(prefetch)) {
      if (!template.test(query))
        wrong('service', 'A prefetch asks about the patient: Type?patient={{context.patientId}}.');
    }
  }
  return issues;
}
