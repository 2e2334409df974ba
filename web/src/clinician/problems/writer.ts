import {
  allergyIssues,
  type Change,
  conditionIssues,
  extensions,
  flagIssues,
  problemWords,
} from '@enjournal/server/care/problems';
import { useSyncExternalStore } from 'react';
import type { Extension, Reference, Resource } from '../../shared/fhir/types.ts';
import type { Said } from '../../shared/fhir/write.ts';
import { useLanguage } from '../../shared/i18n/use-language.ts';
import { session } from '../../shared/session/session.ts';

const rules = { Condition: conditionIssues, AllergyIntolerance: allergyIssues, Flag: flagIssues } as const;

export type Writer = {
  /** Whoever is logged on, as an author is named. */
  self: Reference;
  /** Only doctors set and end limits of treatment. */
  isDoctor: boolean;
  /** What the rules say of what would be written, before it is sent. The server asks the same. */
  check: (resource: Resource, before?: Resource) => Said[];
  /** That this person changes a status now, and why. */
  reason: (text?: string) => Extension;
};

/** Who writes, and what they may write by the rules that the server has too. */
export function useWriter(): Writer {
  const language = useLanguage();
  const current = useSyncExternalStore(session.subscribe, session.current);
  const open = current.state === 'open' ? current : undefined;
  const self: Reference = { reference: open?.user.reference ?? '', display: open?.user.name ?? '' };
  const role = open?.employment?.role;
  return {
    self,
    isDoctor: role === 'lege' || role === 'kommuneoverlege',
    check(resource, before) {
      const [, practitioner = ''] = (self.reference ?? '').split('/');
      const change: Change = {
        resource: resource as never,
        before: before as never,
        actor: { kind: 'staff', practitioner, practitionerRole: open?.employment?.id ?? '', role: role ?? '' },
        now: Date.now(),
      };
      const rule = rules[resource.resourceType as keyof typeof rules];
      return rule(change).map(({ key, expression = '' }) => ({
        expression,
        text: problemWords[key as keyof typeof problemWords][language],
      }));
    },
    reason: (text) => ({
      url: extensions.statusReason,
      extension: [
        ...(text ? [{ url: 'reason', valueString: text }] : []),
        { url: 'by', valueReference: self },
        { url: 'at', valueDateTime: new Date().toISOString() },
      ],
    }),
  };
}

/** Why the status is as it is, and who said so. */
export function statusReasonOf(resource: Resource): { reason?: string; by?: Reference; at?: string } {
  const said = resource.extension?.find(({ url }) => url === extensions.statusReason)?.extension ?? [];
  const part = (name: string) => said.find(({ url }) => url === name);
  const reason = part('reason')?.valueString as string | undefined;
  const by = part('by')?.valueReference as Reference | undefined;
  const at = part('at')?.valueDateTime as string | undefined;
  return { ...(reason ? { reason } : {}), ...(by ? { by } : {}), ...(at ? { at } : {}) };
}
