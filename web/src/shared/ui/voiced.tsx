import { type ReactNode, useContext } from 'react';
import { useRecordLanguage } from '../i18n/use-language.ts';
import { piecesOf } from '../i18n/written.ts';
import { TextContext } from './text-context.ts';

type Props = {
  /** What `written` has marked is drawn as such; all of it is, where it is said so. */
  children: ReactNode;
  /** All of it stands in the record. */
  isWritten?: boolean;
  /** The language it is written in, where the resource says one. */
  language?: string | undefined;
};

/** A text so that each part of it is said in the voice of its language: ours, and what stands in the record. */
export function Voiced({ children, isWritten = false, language }: Props): ReactNode {
  const record = useRecordLanguage(language);
  if (isWritten) return record.lang === undefined ? children : <span {...record}>{children}</span>;
  return typeof children === 'string' ? <Pieces of={children} /> : children;
}

/** The same for running text, whose hard words an application may explain. */
export function Explained({ children }: { children: string }): ReactNode {
  const shown = useContext(TextContext);
  return <Pieces of={children} shown={shown} />;
}

const asItIs = (text: string): ReactNode => text;

function Pieces({ of, shown = asItIs }: { of: string; shown?: (text: string) => ReactNode }): ReactNode {
  const record = useRecordLanguage();
  const pieces = piecesOf(of);
  if (pieces.every((one) => !one.isWritten)) return shown(of);
  return pieces.map(({ text, isWritten }, at) => (
    // biome-ignore lint/suspicious/noArrayIndexKey: pieces of a sentence have nothing else to tell them apart by
    <span key={at} {...(isWritten ? record : {})}>
      {shown(text)}
    </span>
  ));
}
