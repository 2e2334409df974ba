import { XmlReader } from '../../fhir/xml/reader.ts';
import type { Service } from './service.ts';

/** An element, by its local name; what the names' prefixes are is the sender's own business. */
export type Element = { name: string; text: string; isNil: boolean; children: Element[] };

/**
 * Calls an operation of a SOAP 1.1 service.
 * @param parameters the operation's elements as XML, in the service's namespace (`escapeXml` what you put in).
 * @returns the result element (`…Result`); undefined when it is nil. @throws ServiceAway, ServiceRefused
 */
export async function call(
  service: Service,
  contract: { namespace: string; action: string },
  operation: string,
  parameters: string,
): Promise<Element | undefined> {
  const body = `<?xml version="1.0" encoding="utf-8"?><s:Envelope xmlns:s="http://schemas.xmlsoap.org/soap/envelope/"><s:Body><${operation} xmlns="${contract.namespace}" xmlns:a="http://schemas.microsoft.com/2003/10/Serialization/Arrays">${parameters}</${operation}></s:Body></s:Envelope>`;
  const text = await service.ask({
    method: 'POST',
    path: '',
    headers: { 'content-type': 'text/xml; charset=utf-8', soapaction: `"${contract.action}/${operation}"` },
    body,
  });
  const result = child(child(child(readXml(text), 'Body'), `${operation}Response`), `${operation}Result`);
  return result === undefined || result.isNil ? undefined : result;
}

/** Text as it may stand in XML. */
export const escapeXml = (text: string): string =>
  text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');

export const child = (of: Element | undefined, name: string): Element | undefined =>
  of?.children.find((one) => one.name === name);

export const childrenOf = (of: Element | undefined, name: string): Element[] =>
  of?.children.filter((one) => one.name === name) ?? [];

/** The text of a child that is there, not nil and not empty. */
export function textOf(of: Element | undefined, ...path: readonly string[]): string | undefined {
  const found = path.reduce<Element | undefined>((at, name) => child(at, name), of);
  if (found === undefined || found.isNil) return undefined;
  const text = found.text.trim();
  return text === '' ? undefined : text;
}

/** The date of a time: the registers tell local time without a zone, or with one. */
export const dayOf = (of: Element | undefined, ...path: readonly string[]): string | undefined =>
  textOf(of, ...path)?.slice(0, 10);

const XSI = 'http://www.w3.org/2001/XMLSchema-instance';

/** XML as a tree; what `XmlReader` refuses (document types, entities) is refused. */
export function readXml(text: string): Element {
  const reader = new XmlReader(text.replace(/^\uFEFF/, ''));
  const root: Element = { name: '', text: '', isNil: false, children: [] };
  const open: Element[] = [root];
  for (let token = reader.next(); token.kind !== 'end'; token = reader.next()) {
    const at = open.at(-1)!;
    if (token.kind === 'text') at.text += token.text;
    else if (token.kind === 'close') open.pop();
    else {
      const isNil = token.attributes.some(
        ({ namespace, name, value }) => namespace === XSI && name === 'nil' && value === 'true',
      );
      const element: Element = { name: token.name, text: '', isNil, children: [] };
      at.children.push(element);
      if (!token.isEmpty) open.push(element);
    }
  }
  return root.children[0] ?? root;
}
