import type { Resource } from '../../shared/fhir/types.ts';
import { useRecordWrite } from '../../shared/record/use-record-write.ts';
import { tellDone } from '../../shared/ui/done.tsx';
import { useWriter } from '../problems/writer.ts';
import { type Advice, type Suggestion, tellOutcome } from './advice-data.ts';

const reasonSystem = 'https://enjournal.no/fhir/CodeSystem/advice-override-reason';
const keySystem = 'https://enjournal.no/fhir/NamingSystem/advice';

/** Why advice is not followed, the commonest first. @source CodeSystem advice-override-reason */
export const reasons = ['benefit', 'monitored', 'tolerated', 'short', 'wish', 'wrong-data', 'not-relevant'] as const;
export type Reason = (typeof reasons)[number];

/** To follow a piece of advice, or to say why not. */
export function useActs(id: string, advice: Advice) {
  const writer = useWriter();
  const writing = useRecordWrite(id);
  const apply = async ({ title, resources }: Suggestion): Promise<void> => {
    const signed = resources.map((one) =>
      one.id === undefined
        ? ({ ...one, requester: writer.self, authoredOn: new Date().toISOString() } as Resource)
        : one,
    );
    await writing.mutateAsync(signed);
    tellOutcome(advice.card, 'accepted');
    tellDone(title);
  };
  const override = async (reason: Reason, display: string, text: string): Promise<void> => {
    const now = new Date().toISOString();
    const issue = {
      resourceType: 'DetectedIssue',
      status: 'final',
      identifier: [{ system: keySystem, value: advice.key }],
      code: { text: advice.title },
      severity: advice.grade === 'critical' ? 'high' : advice.grade === 'warning' ? 'moderate' : 'low',
      patient: { reference: `Patient/${id}` },
      identifiedDateTime: now,
      author: writer.self,
      mitigation: [
        {
          action: {
            coding: [{ system: reasonSystem, code: reason, display }],
            ...(text.trim() ? { text: text.trim() } : {}),
          },
          date: now,
          author: writer.self,
        },
      ],
    };
    await writing.mutateAsync([issue as unknown as Resource]);
    tellOutcome(advice.card, 'overridden', reason);
  };
  return { apply, override, isPending: writing.isPending, error: writing.error, isDoctor: writer.isDoctor };
}
