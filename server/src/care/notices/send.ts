import type { JsonObject, Resource } from '../../fhir/resource.ts';
import type { CareContext, CareTimer } from '../process.ts';
import { choiceIn, consentCategories, dueAt } from './rules.ts';
import type { NoticeService } from './service.ts';

/** What is older has been overtaken by the citizen's next log-on. */
const KEPT_MS = 3 * 86_400_000;

/** Sends what is due, as the citizen has chosen now. What cannot be sent is tried again for three days. */
export const sendDue = (service: NoticeService): CareTimer => ({
  name: 'send-notices',
  everyMs: 30_000,
  async run(context) {
    const due = await context.search('CommunicationRequest', [
      ['category', `${consentCategories}|notice-choice`],
      ['status', 'active'],
      ['occurrence', `le${new Date(context.now).toISOString()}`],
    ]);
    for (const notice of due) await sendOne(context, service, notice);
  },
});

async function sendOne(context: CareContext, service: NoticeService, notice: Resource): Promise<void> {
  const patient = String((notice.subject as JsonObject).reference);
  const [consent] = await context.search('Consent', [
    ['patient', patient],
    ['category', `${consentCategories}|notice-choice`],
    ['status', 'active'],
  ]);
  const choice = choiceIn(consent);
  const isOff = choice === undefined || choice.channel === 'none' || choice.address === undefined;
  const isOver = Date.parse(String(notice.occurrenceDateTime)) < context.now - KEPT_MS;
  if (isOff || isOver) return end(context, notice, 'revoked');
  // the citizen has asked for quiet meanwhile
  if (choice.digestAt === undefined && dueAt(choice, context.now) > context.now) return;
  const isTaken = await service.send({
    id: String(notice.id),
    channel: choice.channel as 'email' | 'sms',
    address: choice.address!.replace(/\s/g, ''),
  });
  if (isTaken) await end(context, notice, 'completed');
}

async function end(context: CareContext, notice: Resource, status: string): Promise<void> {
  const { versionId, lastUpdated: _, ...meta } = notice.meta ?? {};
  await context.transact([
    { method: 'PUT', resource: { ...notice, meta, status } as Resource, ifMatch: `W/"${versionId}"` },
  ]);
}
