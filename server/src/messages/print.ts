import { type Named, type Root, type Shape, shapeOf, type Value, type Values, valuesAt } from './shape.ts';

/** A message as XML, its elements in the order of its shape. It must have been checked before. */
export const printXml = (root: Root, value: Value): string =>
  `<?xml version="1.0" encoding="UTF-8"?>\n${printRoot(root, value, '')}`;

const printRoot = ({ namespace, name, shape }: Root, value: Value, within: string): string =>
  element(name, namespace, within, shape, value);

function element(name: string, namespace: string, within: string, shape: Shape, value: Value): string {
  const declared = namespace === within ? '' : ` xmlns="${namespace}"`;
  if (shape.is === 'text') return `<${name}${declared}>${escapeText(String(value))}</${name}>`;
  const values = value as Values;
  if (shape.is === 'attributes') {
    const said = Object.keys(shape.attributes)
      .filter((one) => values[one] !== undefined)
      .map((one) => ` ${one}="${escapeAttribute(String(values[one]))}"`);
    return `<${name}${declared}${said.join('')}/>`;
  }
  if (shape.is === 'any') {
    const inner = Object.entries(values).map(([inside, content]) => {
      const root = shape.roots().find((one) => one.name === inside)!;
      return printRoot(root, content as Value, namespace);
    });
    return `<${name}${declared}>${inner.join('')}</${name}>`;
  }
  const parts = shape.parts.flatMap((part): Named[] => ('oneOf' in part ? [...part.oneOf] : [part]));
  const inner = parts.flatMap((part) =>
    valuesAt(values, part.name).map((one) =>
      element(part.name, part.namespace ?? shape.namespace, namespace, shapeOf(part), one),
    ),
  );
  return `<${name}${declared}>${inner.join('')}</${name}>`;
}

const escapeText = (said: string): string =>
  said.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('\r', '&#13;');

const escapeAttribute = (said: string): string =>
  escapeText(said).replaceAll('"', '&quot;').replaceAll('\n', '&#10;').replaceAll('\t', '&#9;');
