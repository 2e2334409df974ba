import { type CareSettings, httpNotices } from './care/index.ts';
import type { NoticeConfig } from './config/index.ts';

export type Notices = { service: NonNullable<CareSettings['notices']>; close(): Promise<void> };

/** How notices to citizens go out; in the demo to a stand-in that keeps them for whoever wants to see what is sent. */
export async function openNotices({ base, tokenFile, timeoutMs, standInPort }: NoticeConfig): Promise<Notices> {
  if (base !== 'stand-in') return { service: httpNotices({ base, tokenFile, timeoutMs }), close: async () => {} };
  const { startNoticeStandIn } = await import('./care/notices/stand-in.ts');
  const standIn = await startNoticeStandIn(standInPort);
  return { service: httpNotices({ base: standIn.base, timeoutMs }), close: () => standIn.close() };
}
