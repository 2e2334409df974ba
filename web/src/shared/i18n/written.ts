/**
 * What stands in the record is written in Norwegian, whatever language the texts around it are in, and is to be said in the voice of
 * that (WCAG 3.1.2). Within texts of ours it is kept apart by the marks Unicode has for this, which are seen and heard by nobody;
 * `Voiced` draws what is between them as Norwegian. Where the texts are in bokmål, there are none.
 */
const open = '\u2068';
const close = '\u2069';

/** The language the record is written in, where it says no other. */
export const recordLanguage = 'nb';

let ours: string = recordLanguage;

/** Tells which language the texts of ours are in now. */
export function setTextsIn(tag: string): void {
  ours = tag;
}

const primary = (tag: string): string => (tag.toLowerCase().split('-')[0] ?? '').replace(/^no$/, 'nb');

/** Whether something written in a language is to be said in another voice than the texts around it. */
export const isInAnother = (language: string, texts: string = ours): boolean => primary(language) !== primary(texts);

/** A text as it stands in the record, to be shown by itself or in a sentence of ours. Never for what is stored. */
export const written = (text: string): string =>
  text === '' || !isInAnother(recordLanguage) ? text : `${open}${text}${close}`;

type Piece = { text: string; isWritten: boolean };

/** The pieces of a text, and which of them stand in the record. What was cut off within one is of it until its end. */
export function piecesOf(text: string): Piece[] {
  return text
    .split(open)
    .flatMap((some, at): Piece[] => {
      if (at === 0) return [{ text: some, isWritten: false }];
      const [inside = '', ...after] = some.split(close);
      return [
        { text: inside, isWritten: true },
        { text: after.join(''), isWritten: false },
      ];
    })
    .filter((piece) => piece.text !== '');
}

/** The text without its marks, for what is no page: an attribute, a search. */
export const plainOf = (text: string): string => text.replaceAll(open, '').replaceAll(close, '');
