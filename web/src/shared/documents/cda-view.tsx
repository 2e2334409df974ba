import './documents.css';
import { createElement, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { Attachment } from '../fhir/types.ts';
import { shortDate } from '../format/date.ts';
import { useLanguage } from '../i18n/use-language.ts';
import { type CdaDocument, type CdaSection, cdaOf } from './cda.ts';

/** A CDA document as headings, text and tables: built anew element by element, so that nothing of it runs or reaches out. */
export default function CdaView({ text, nested }: { text: string; nested: (attachment: Attachment) => ReactNode }) {
  const document = cdaOf(text);
  if (document === undefined) return <p className="ej-prose ej-document">{wordsOf(text)}</p>;
  return (
    <article className="ej-cda">
      {document.title && <h4>{document.title}</h4>}
      <Facts document={document} />
      {document.sections.map((section, key) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: what is read does not change
        <Section key={key} section={section} />
      ))}
      {document.body && nested(document.body)}
    </article>
  );
}

/** Whose it is stands first: a letter that came to the wrong record must be seen to be of another. */
function Facts({ document: { patient, authors, at } }: { document: CdaDocument }) {
  const { t } = useTranslation();
  const language = useLanguage();
  const facts: [string, string | undefined][] = [
    [t('document.about'), patient],
    [t('document.by'), authors.join(', ')],
    [t('document.when'), at && shortDate(at, language)],
  ];
  return (
    <dl className="ej-cda-facts">
      {facts.map(
        ([name, said]) =>
          said && [
            <dt key={name} className="ej-meta">
              {name}
            </dt>,
            <dd key={`${name} said`}>{said}</dd>,
          ],
      )}
    </dl>
  );
}

function Section({ section }: { section: CdaSection }) {
  return (
    <section>
      {section.title && <h5>{section.title}</h5>}
      {section.text && <div className="ej-narrative">{childrenOf(section.text)}</div>}
      {section.sections.map((one, key) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: what is read does not change
        <Section key={key} section={one} />
      ))}
    </section>
  );
}

/** CDA's own names for the parts of a text. @source HL7 CDA R2, narrative block */
const named: Readonly<Record<string, string>> = {
  paragraph: 'p',
  item: 'li',
  ...Object.fromEntries(
    ['br', 'sub', 'sup', 'table', 'thead', 'tbody', 'tfoot', 'tr', 'td', 'th'].map((name) => [name, name]),
  ),
};
const dropped = new Set(['rendermultimedia', 'script', 'style']);
const withoutText = new Set(['table', 'thead', 'tbody', 'tfoot', 'tr', 'list']);

const childrenOf = (element: Element): ReactNode[] => [...element.childNodes].map(rendered);

function rendered(node: Node, key: number): ReactNode {
  if (node.nodeType === Node.TEXT_NODE) {
    const isBetween = withoutText.has(node.parentElement?.localName ?? '') && !node.textContent?.trim();
    return isBetween ? null : node.textContent;
  }
  if (node.nodeType !== Node.ELEMENT_NODE) return null;
  const element = node as Element;
  const name = element.localName;
  if (dropped.has(name.toLowerCase())) return null;
  if (name === 'br') return createElement('br', { key });
  if (name === 'list') {
    const isOrdered = element.getAttribute('listType') === 'ordered';
    return createElement(isOrdered ? 'ol' : 'ul', { key }, ...childrenOf(element));
  }
  if (name === 'caption' && element.parentElement?.localName === 'table')
    return createElement('caption', { key }, ...childrenOf(element));
  const isBold = /bold/i.test(element.getAttribute('styleCode') ?? '');
  const as = named[name] ?? (isBold ? 'strong' : 'span');
  return createElement(as, { key }, ...childrenOf(element));
}

/** What XML says when its markup is taken away. */
const wordsOf = (xml: string): string =>
  new DOMParser().parseFromString(xml, 'text/html').body.textContent?.trim() ?? '';
