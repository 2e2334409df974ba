import type { Issue } from '../../../server/src/fhir/issue.ts';
import type { JsonObject, Resource } from '../../../server/src/fhir/resource.ts';
import { type RegisterStore, transactionOf } from '../../../server/src/registers/index.ts';
import type { Client } from '../load/client.ts';

/** A FHIR server as the registers use it, over HTTP. */
export function httpStore(client: Client): RegisterStore {
  return {
    async search(type, criteria) {
      const found: Resource[] = [];
      let page = JSON.parse(await client.search({ type, criteria: [...criteria, ['_count', '500']] })) as Resource;
      for (;;) {
        for (const entry of (page.entry ?? []) as JsonObject[]) {
          if ((entry.search as JsonObject | undefined)?.mode === 'match') found.push(entry.resource as Resource);
        }
        const next = ((page.link ?? []) as JsonObject[]).find(({ relation }) => relation === 'next');
        if (next === undefined) return found;
        page = JSON.parse(await client.search({ page: String(next.url) })) as Resource;
      }
    },
    async transact(entries) {
      const answer = await client.transact(JSON.stringify(transactionOf(entries)));
      return answer.done ? answer : { done: false, status: answer.status, issues: issuesOf(answer.body) };
    },
  };
}

function issuesOf(body: string): Issue[] {
  try {
    const outcome = JSON.parse(body) as { issue?: Issue[] };
    return (outcome.issue ?? []).filter(({ severity }) => severity === 'error' || severity === 'fatal');
  } catch {
    return [{ severity: 'error', code: 'exception', diagnostics: 'The server refused, and did not say why.' }];
  }
}
