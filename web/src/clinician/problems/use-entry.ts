import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Resource } from '../../shared/fhir/types.ts';
import { type Said, saidOf } from '../../shared/fhir/write.ts';
import { useRecordWrite } from '../../shared/record/use-record-write.ts';
import { useKept } from '../../shared/session/kept.ts';
import { tellDone } from '../../shared/ui/done.tsx';
import { useWriter, type Writer } from './writer.ts';

export type Entry<T> = {
  typed: T;
  change: (part: Partial<T>) => void;
  writer: Writer;
  /** What is wrong, until something is changed. */
  said: readonly Said[];
  /** Of a field, by what it may be called. */
  errorOf: (...expressions: string[]) => string | undefined;
  /** Stores what was typed, and what changes with it, unless something is wrong: a rule, or a date nobody can read. */
  store: (resources: readonly [Resource, ...Resource[]], unreadable: readonly string[]) => void;
  isPending: boolean;
  /** What was not about any field. */
  failure: Error | null;
};

/** What is typed in a form about something new that stands in the record, and what is wrong with it. */
export function useEntry<T>(
  id: string,
  name: string,
  empty: T | (() => T),
  { done, onClose }: { done: string; onClose: () => void },
): Entry<T> {
  const { t } = useTranslation();
  const writer = useWriter();
  const writing = useRecordWrite(id);
  const [typed, setTyped] = useKept<T>(name, empty);
  const [said, setSaid] = useState<readonly Said[]>([]);
  return {
    typed,
    change(part) {
      setTyped({ ...typed, ...part });
      setSaid([]);
    },
    writer,
    said,
    errorOf: (...expressions) => said.find(({ expression }) => expressions.includes(expression))?.text,
    store(resources, unreadable) {
      const issues = [
        ...unreadable.map((expression) => ({ expression, text: t('problems.dateWrong') })),
        ...writer.check(resources[0]),
      ];
      setSaid(issues);
      if (issues.length > 0) return;
      writing.mutate(resources, {
        onError: (error) => setSaid(saidOf(error, resources)),
        onSuccess() {
          tellDone(done);
          onClose();
        },
      });
    },
    isPending: writing.isPending,
    failure: said.length === 0 ? writing.error : null,
  };
}
