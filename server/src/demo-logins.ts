import type { DemoLogin } from './identity/idp/index.ts';
import type { ProviderId } from './identity/login/index.ts';

/** Whom the demo's providers know: the health personnel of the stories, and their citizens. */
export async function demoLogins(): Promise<Record<ProviderId, DemoLogin[]>> {
  return { helseid: [], idporten: [] };
}
