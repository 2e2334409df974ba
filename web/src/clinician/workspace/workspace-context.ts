import { createContext, useContext } from 'react';
import type { QuestionnaireResponse, Reference } from '../../shared/fhir/types.ts';
import type { DraftKeeper } from './draft-keeper.ts';

/** A piece of the record on its way into a note: its words, and where they come from. */
export type Excerpt = { text: string; source: Reference };

/** What just became of a draft, told until it is old news; `undo` while it can be undone. */
export type WorkspaceNews = {
  kind: 'signed' | 'corrected' | 'countersign' | 'dictated' | 'discarded';
  title: string;
  undo?: () => void;
};

export type WorkspaceState = {
  record: string;
  /** Whether the user writes in this record at all: a citizen in the own one does not. */
  isOffered: boolean;
  drafts: readonly DraftKeeper[];
  /** Key of the draft that is open; `new` while its template is chosen; undefined when the workspace is closed. */
  open: string | undefined;
  isWide: boolean;
  begin(): void;
  show(key: string): void;
  start(response: QuestionnaireResponse): DraftKeeper;
  /** Opens a draft that the server began. */
  takeUp(draft: QuestionnaireResponse): void;
  minimise(): void;
  widen(isWide: boolean): void;
  /** It has become a signed note, its next version, or one that waits for a supervisor. */
  signed(keeper: DraftKeeper, title: string, became: 'signed' | 'corrected' | 'countersign'): void;
  /** It waits for whoever it was written for to sign it. */
  dictated(title: string): void;
  discard(keeper: DraftKeeper, title: string): void;
  news: WorkspaceNews | undefined;
  /** Puts a piece of the record into the note that is open; undefined when none is. */
  insert: ((excerpt: Excerpt) => void) | undefined;
  offerInsert(insert: ((excerpt: Excerpt) => void) | undefined): void;
};

const absent = (): void => undefined;
export const noWorkspace: WorkspaceState = {
  record: '',
  isOffered: false,
  drafts: [],
  open: undefined,
  isWide: false,
  begin: absent,
  show: absent,
  start: () => {
    throw new Error('There is no workspace here');
  },
  takeUp: absent,
  minimise: absent,
  widen: absent,
  signed: absent,
  dictated: absent,
  discard: absent,
  news: undefined,
  insert: undefined,
  offerInsert: absent,
};

export const WorkspaceContext = createContext<WorkspaceState>(noWorkspace);
export const useWorkspace = (): WorkspaceState => useContext(WorkspaceContext);
