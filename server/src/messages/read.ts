import { Problem } from '../fhir/issue.ts';
import { XmlReader } from '../fhir/xml/reader.ts';
import { wrongsOf } from './check.ts';
import {
  type Group,
  type Named,
  type Root,
  type Shape,
  shapeOf,
  type Value,
  type Values,
  type Wrong,
} from './shape.ts';

type Element = {
  namespace: string;
  name: string;
  said: { [attribute: string]: string };
  text: string;
  children: Element[];
};

export type Read = { root: Root; values: Values; wrongs: Wrong[] };

/** More than any message may be. */
const MOST_BYTES = 20 * 1024 * 1024;

/**
 * Reads a message of one of the kinds that are asked for. Never throws: what is no XML, or of another kind, has a `wrong` and no
 * values.
 */
export function readXml(xml: string, roots: readonly Root[]): Read {
  const none = (rule: Wrong['rule'], path: string): Read => ({ root: roots[0]!, values: {}, wrongs: [{ path, rule }] });
  if (xml.length > MOST_BYTES) return none('length', '');
  let tree: Element;
  try {
    tree = treeOf(xml.replace(/^\uFEFF/, ''));
  } catch (error) {
    if (!(error instanceof Problem)) throw error;
    return none('syntax', error.issues[0]?.expression ?? '');
  }
  const root = roots.find((one) => one.name === tree.name && one.namespace === tree.namespace);
  if (root === undefined) return none('unknown', tree.name);
  const wrongs: Wrong[] = [];
  const value = valueFrom(root.shape, tree, root.name, wrongs);
  const values = typeof value === 'object' ? value : {};
  return { root, values, wrongs: [...wrongs, ...wrongsOf(root, value)] };
}

function treeOf(xml: string): Element {
  const reader = new XmlReader(xml);
  const top: Element = { namespace: '', name: '', said: {}, text: '', children: [] };
  const open = [top];
  for (;;) {
    const token = reader.next();
    const at = open.at(-1)!;
    if (token.kind === 'end') return top.children[0]!;
    if (token.kind === 'text') at.text += token.text;
    else if (token.kind === 'close') open.pop();
    else {
      const said = Object.fromEntries(
        token.attributes.filter((one) => one.namespace === '').map((one) => [one.name, one.value]),
      );
      const made: Element = { namespace: token.namespace, name: token.name, said, text: '', children: [] };
      at.children.push(made);
      if (!token.isEmpty) open.push(made);
    }
  }
}

function valueFrom(shape: Shape, { said, text, children }: Element, path: string, wrongs: Wrong[]): Value {
  if (shape.is === 'text') return shape.kind === 'string' ? text : text.trim();
  if (shape.is === 'attributes') return said;
  if (shape.is === 'group') return groupOf(shape, children, path, wrongs);
  return Object.fromEntries(
    children.map((child) => {
      const root = shape.roots().find((one) => one.name === child.name && one.namespace === child.namespace);
      return [
        child.name,
        root === undefined ? child.text : valueFrom(root.shape, child, `${path}/${child.name}`, wrongs),
      ];
    }),
  );
}

/** The elements in the order that the shape has them; one that is out of order, or strange, is told. */
function groupOf(shape: Group, children: readonly Element[], path: string, wrongs: Wrong[]): Values {
  const parts = shape.parts.flatMap((part, place) =>
    ('oneOf' in part ? part.oneOf : [part]).map((named): [Named, number] => [named, place]),
  );
  const values: { [name: string]: Value | Value[] } = {};
  let reached = 0;
  for (const child of children) {
    const at = `${path}/${child.name}`;
    const found = parts.find(
      ([{ name, namespace }]) => name === child.name && (namespace ?? shape.namespace) === child.namespace,
    );
    if (found === undefined) {
      // a digital signature is not of the message's own
      if (child.namespace !== SIGNATURE) wrongs.push({ path: at, rule: 'unknown' });
      continue;
    }
    const [part, place] = found;
    if (place < reached) wrongs.push({ path: at, rule: 'order' });
    reached = Math.max(reached, place);
    const value = valueFrom(shapeOf(part), child, at, wrongs);
    const before = values[part.name];
    values[part.name] = before === undefined ? value : [...(Array.isArray(before) ? before : [before]), value];
  }
  return values;
}

const SIGNATURE = 'http://www.w3.org/2000/09/xmldsig#';
