import type { Reference } from '../../shared/fhir/types.ts';

/** What was copied out of an entry of a record: a clipboard tells no source. */
export type Copied = {
  text: string;
  /** `Patient/id` of the record that it stands in. */
  record: string;
  source: Reference;
};

/** A word or two are nobody's, and a quotation is longer. */
const shortest = 12;

let last: Copied | undefined;

/** Remembered for as long as the page stands, and nowhere else. */
export function noteCopied(copied: Copied): void {
  last = copied.text.trim().length < shortest ? undefined : copied;
}

/** Where what is pasted comes from, when it was last copied out of the same record; undefined for anything else. */
export const sourceOfPasted = (text: string, record: string): Reference | undefined =>
  last?.record === record && onOneLine(last.text) === onOneLine(text) ? last.source : undefined;

/** A browser may write the lines of a selection otherwise on the clipboard than the selection itself tells. */
const onOneLine = (text: string): string => text.replace(/\s+/g, ' ').trim();
