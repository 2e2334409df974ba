import { SaxesParser } from 'saxes';
import { type OnBytes, textOf } from './read.ts';

export type XmlEvent =
  | { open: string; attributes: Readonly<Record<string, string>>; line: number }
  | { close: string }
  | { text: string };

/**
 * A file's elements and texts as they come, by local name. Definitions of types and entities are not read, so that a
 * file can neither reach out nor grow.
 * @throws Error with the line for text that is not XML.
 */
export async function* xmlOf(path: string, onBytes?: OnBytes): AsyncGenerator<XmlEvent> {
  const parser = new SaxesParser({ xmlns: false, fileName: path });
  let events: XmlEvent[] = [];
  parser.on('opentag', ({ name, attributes }) => {
    const local = Object.entries(attributes).map(([key, value]) => [localName(key), value]);
    events.push({ open: localName(name), attributes: Object.fromEntries(local), line: parser.line });
  });
  parser.on('closetag', ({ name }) => {
    events.push({ close: localName(name) });
  });
  const onText = (text: string) => {
    events.push({ text });
  };
  parser.on('text', onText);
  parser.on('cdata', onText);
  parser.on('error', (error) => {
    throw error;
  });
  for await (const piece of textOf(path, onBytes)) {
    parser.write(piece);
    yield* events;
    events = [];
  }
  parser.close();
  yield* events;
}

const localName = (name: string) => name.slice(name.indexOf(':') + 1);

/** One element with all in it: for the small parts of large files. */
export type Element = {
  name: string;
  attributes: Readonly<Record<string, string>>;
  children: Element[];
  /** All text in it, in runs of one space. */
  text: string;
  /** Where it begins in the file, from 1. */
  line: number;
};

/** The elements of these names, wherever they stand, each whole; those inside another of them come with it. */
export async function* elementsOf(
  path: string,
  names: ReadonlySet<string>,
  onBytes?: OnBytes,
): AsyncGenerator<Element> {
  const open: Element[] = [];
  for await (const event of xmlOf(path, onBytes)) {
    if ('open' in event) {
      if (open.length === 0 && !names.has(event.open)) continue;
      open.push({ name: event.open, attributes: event.attributes, children: [], text: '', line: event.line });
    } else if ('text' in event) {
      for (const element of open) element.text += event.text;
    } else if (open.length > 0) {
      const element = open.pop()!;
      element.text = element.text.replace(/\s+/g, ' ').trim();
      if (open.length === 0) yield element;
      else open.at(-1)!.children.push(element);
    }
  }
}

export const childrenOf = (element: Element, name: string) => element.children.filter((child) => child.name === name);
export const childOf = (element: Element, name: string) => element.children.find((child) => child.name === name);
