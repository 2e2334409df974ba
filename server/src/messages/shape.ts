/**
 * What an XML message may hold, said once: it is printed, read and judged by the same shape. The names, their order and how many
 * there may be of each are the standard's; the rest is ours.
 */
export type Shape = Text | Attributes | Group | Any;

/** The kinds of text of XML Schema that the messages use. */
export type Kind =
  | 'string'
  | 'token'
  | 'date'
  | 'dateTime'
  | 'time'
  | 'boolean'
  | 'int'
  | 'decimal'
  | 'duration'
  | 'base64'
  | 'uri'
  | 'oid'
  | 'id'
  | 'partialDate';

type Text = { is: 'text'; kind: Kind; most?: number; only?: readonly string[] };

/** An element without content, that says what it says in attributes. */
type Attributes = {
  is: 'attributes';
  attributes: Readonly<Record<string, Kind>>;
  /** Those that we always send, and cannot do without when we read. */
  needs: readonly string[];
  /** What `V` may be. */
  only?: readonly string[];
};

export type Group = { is: 'group'; namespace: string; parts: readonly Part[] };

/** Any element that stands in the list of those that are known. */
type Any = { is: 'any'; roots: () => readonly Root[] };

export type Part = Named | { oneOf: readonly Named[]; least: 0 | 1 };

export type Named = {
  name: string;
  shape: Shape | (() => Shape);
  least: 0 | 1;
  isMany: boolean;
  /** Of another namespace than the group that it stands in. */
  namespace?: string;
};

/** A message's outermost element. */
export type Root = { namespace: string; name: string; shape: Shape };

/** What an element says: text; attributes or further elements by name, an array where there may be several; or what `any` holds. */
export type Value = string | number | boolean | Values;
export type Values = { readonly [name: string]: Value | readonly Value[] | undefined };

/** What is wrong with a message, and where: `Resept/ReseptDokLegemiddel/Antall`. */
export type Wrong = {
  path: string;
  rule: 'required' | 'unknown' | 'order' | 'several' | 'choice' | 'kind' | 'length' | 'code' | 'character' | 'syntax';
};

export const text = (kind: Kind = 'string', more: Omit<Text, 'is' | 'kind'> = {}): Text => ({
  is: 'text',
  kind,
  ...more,
});

export const group = (namespace: string, parts: readonly Part[]): Group => ({ is: 'group', namespace, parts });

type Content = Named['shape'];
const named =
  (least: 0 | 1, isMany: boolean) =>
  (name: string, shape: Content = text(), namespace?: string): Named => ({
    name,
    shape,
    least,
    isMany,
    ...(namespace === undefined ? {} : { namespace }),
  });

/** Exactly one; none or one; none or more; one or more. */
export const one = named(1, false);
export const maybe = named(0, false);
export const any = named(0, true);
export const some = named(1, true);

/** One of several elements, and no other. */
export const either = (...oneOf: Named[]): Part => ({ oneOf, least: 1 });
export const perhapsEither = (...oneOf: Named[]): Part => ({ oneOf, least: 0 });

export const shapeOf = ({ shape }: Named): Shape => (typeof shape === 'function' ? shape() : shape);

/** What stands under a name, however many. */
export function valuesAt(values: Values, name: string): readonly Value[] {
  const value = values[name];
  if (value === undefined) return [];
  return Array.isArray(value) ? (value as readonly Value[]) : [value as Value];
}

/** What is further in; undefined where the way ends. Of several the first. */
export function valueAt(value: Value | undefined, ...path: readonly string[]): Value | undefined {
  return path.reduce<Value | undefined>((at, name) => {
    if (typeof at !== 'object') return undefined;
    return valuesAt(at, name)[0];
  }, value);
}

export const textAt = (value: Value | undefined, ...path: readonly string[]): string | undefined => {
  const found = valueAt(value, ...path);
  return found === undefined || typeof found === 'object' ? undefined : String(found);
};

export const groupsAt = (value: Value | undefined, ...path: readonly string[]): Values[] => {
  const name = path.at(-1)!;
  const at = valueAt(value, ...path.slice(0, -1));
  return typeof at === 'object' ? valuesAt(at, name).filter((one) => typeof one === 'object') : [];
};
