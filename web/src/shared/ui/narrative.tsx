import { createElement, Fragment, type ReactNode, useContext } from 'react';
import type { Narrative as FhirNarrative } from '../fhir/types.ts';
import { useRecordLanguage } from '../i18n/use-language.ts';
import { TextContext } from './text-context.ts';

/** What a narrative may be made of. Links, images, styles and anything active are left out: a note must not reach out of the record. */
const allowed = new Set(
  'p br b strong i em u sub sup ul ol li dl dt dd table thead tbody tfoot tr th td caption h1 h2 h3 h4 h5 h6 blockquote pre code hr'.split(
    ' ',
  ),
);
/** Headings inside a note stand below those of the page. */
const renamed: Record<string, string> = { h1: 'h4', h2: 'h4', h3: 'h4', h4: 'h5', h5: 'h6' };
/** Line breaks between the parts of a table are no text. */
const rows = new Set(['table', 'thead', 'tbody', 'tfoot', 'tr', 'dl', 'ul', 'ol']);
const dropped = new Set(['script', 'style', 'iframe', 'object', 'svg', 'math', 'template', 'noscript']);

/** The formatted text of a note, built anew element by element: no markup of the source is ever given to the browser to interpret. */
export function Narrative({ of, language }: { of: FhirNarrative | undefined; language?: string | undefined }) {
  const shown = useContext(TextContext);
  const record = useRecordLanguage(language);
  if (!of?.div) return null;
  const document = new DOMParser().parseFromString(of.div, 'text/html');
  return (
    <div className="ej-narrative" {...record}>
      {childrenOf(document.body, shown)}
    </div>
  );
}

type Shown = (text: string) => ReactNode;

function childrenOf(node: Node, shown: Shown): ReactNode[] {
  return [...node.childNodes].map((child, index) => rendered(child, index, shown));
}

function rendered(node: Node, key: number, shown: Shown): ReactNode {
  if (node.nodeType === Node.TEXT_NODE) {
    const between = rows.has(node.parentElement?.localName ?? '') && !node.textContent?.trim();
    return between ? null : createElement(Fragment, { key }, shown(node.textContent ?? ''));
  }
  if (node.nodeType !== Node.ELEMENT_NODE) return null;
  const name = (node as Element).localName;
  if (dropped.has(name)) return null;
  const children = childrenOf(node, shown);
  if (!allowed.has(name)) return createElement(name === 'div' ? 'div' : 'span', { key }, ...children);
  const element = renamed[name] ?? name;
  return name === 'br' || name === 'hr'
    ? createElement(element, { key })
    : createElement(element, { key }, ...children);
}
