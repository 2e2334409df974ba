import { localReference } from '../../shared/fhir/references.ts';
import type { CodeableConcept, Coding, Reference, Task } from '../../shared/fhir/types.ts';
import { useRecordSearch } from '../../shared/record/record-queries.ts';
import { useRecordWrite } from '../../shared/record/use-record-write.ts';
import { usePrescriber } from '../medication/use-prescriber.ts';
import { nameOf } from './decided.ts';
import type { Row } from './use-sources.ts';

type Said = { type?: CodeableConcept; valueString?: string };
/** A question about a medicine, with its answer when there is one. */
export type Question = Omit<Task, 'input' | 'output'> & { input?: Said[]; output?: Said[] };

const CODES = 'https://enjournal.no/fhir/CodeSystem/task-code';
/** What is asked, and what is answered. @source Volven 7495, 7493 */
const QUESTION = 'urn:oid:2.16.578.1.12.4.1.1.7495';
const ANSWER = 'urn:oid:2.16.578.1.12.4.1.1.7493';
export const questionCodes = ['4', '1', '2'] as const;
export const answerCodes = ['7', '1', '2', '3', '4'] as const;

/** Questions about the medicines of a record: asked of whoever knows, and answered on the same page. */
export function useQuestions(id: string) {
  const { self, unit } = usePrescriber();
  const found = useRecordSearch<Question>(
    id,
    'Task',
    { code: `${CODES}|medicine-question`, _sort: '-authored-on' },
    { limit: 60 },
  );
  const writing = useRecordWrite(id);
  const own = new Set([self.reference, unit?.reference]);
  return {
    of: (row: Row): Question[] =>
      (found.data?.resources ?? []).filter(({ focus, input }) =>
        row.order ? localReference(focus) === row.order : input?.some(({ type }) => type?.text === nameOf(row)),
      ),
    isMine: ({ owner }: Question): boolean => own.has(localReference(owner)),
    ask(row: Row, owner: Reference, code: string, text: string) {
      const task = {
        resourceType: 'Task',
        status: 'requested',
        intent: 'order',
        code: { coding: [{ system: CODES, code: 'medicine-question' }] },
        description: `${nameOf(row)}: ${text}`,
        ...(row.order ? { focus: { reference: row.order } } : {}),
        for: { reference: `Patient/${id}` },
        authoredOn: new Date().toISOString(),
        requester: self,
        owner,
        input: [{ type: { coding: [{ system: QUESTION, code }], text: nameOf(row) }, valueString: text }],
      } as Question;
      return writing.mutateAsync([task]);
    },
    answer(question: Question, code: string, text: string) {
      const output = [{ type: { coding: [{ system: ANSWER, code } as Coding] }, valueString: text }];
      return writing.mutateAsync([{ ...question, status: 'completed', output } as Question]);
    },
    isPending: writing.isPending,
    failure: writing.error,
  };
}

export const textOf = (said: readonly Said[] | undefined): string =>
  said
    ?.map(({ valueString }) => valueString)
    .filter(Boolean)
    .join(' ') ?? '';
export const codeIn = (said: readonly Said[] | undefined): string | undefined => said?.[0]?.type?.coding?.[0]?.code;
