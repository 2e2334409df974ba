import type { Answer, FormNode } from '@enjournal/server/care/forms';
import { createContext, type ReactNode, useContext } from 'react';
import type { PreviousValue } from './types.ts';

/** What the fields of one form share. The functions are the same for as long as the form is. */
export type FormTools = {
  /** Puts other answers in a place; none clears it. */
  answer(node: FormNode, answers: readonly Answer[]): void;
  addGroup(node: FormNode): void;
  removeGroup(node: FormNode, index: number): void;
  /** The DOM id of a node's input. */
  idOf(key: string): string;
  /** The citizen's id. */
  subject: string | undefined;
  readOnly: boolean;
  /** Whether what is missing is shown already. */
  showMissing: boolean;
  /** What the server refused, by the key of the node. */
  refused: ReadonlyMap<string, readonly string[]>;
  previous(node: FormNode): PreviousValue | undefined;
  conflicts: ReadonlyMap<string, ReactNode>;
  autoFocus: string | undefined;
};

const Tools = createContext<FormTools | undefined>(undefined);
export const FormToolsProvider = Tools.Provider;

export function useFormTools(): FormTools {
  const tools = useContext(Tools);
  if (tools === undefined) throw new Error('A field stands in no form');
  return tools;
}
