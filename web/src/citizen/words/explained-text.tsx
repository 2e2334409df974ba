import './words.css';
import { type ReactNode, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Explained } from './entry.ts';
import { ExplainDialog } from './explain-dialog.tsx';
import { wordsIn } from './find-word.ts';

/** Text whose difficult words can be touched to be explained. Not for within a button. */
export function ExplainedText({ text }: { text: string }) {
  const pieces = wordsIn(text);
  if (pieces.length === 1 && !pieces[0]?.of) return text;
  return Object.entries(pieces).map(([key, { text: piece, of }]) =>
    of ? (
      <Word key={key} of={of}>
        {piece}
      </Word>
    ) : (
      piece
    ),
  );
}

/** For all texts of what is shown: `TextContext`. */
export const explained = (text: string): ReactNode => <ExplainedText text={text} />;

/** One word that can be explained. */
export function Word({ of, children }: { of: Explained; children: string }) {
  const { t } = useTranslation();
  const [isOpen, setOpen] = useState(false);
  return (
    <>
      <button
        type="button"
        className="ej-c-word"
        aria-haspopup="dialog"
        aria-label={t('me.word', { word: children })}
        onClick={() => setOpen(true)}
      >
        {children}
      </button>
      {isOpen && <ExplainDialog of={of} onClose={() => setOpen(false)} />}
    </>
  );
}
