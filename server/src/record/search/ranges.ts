import { hash64 } from '../../fhir/search/hash.ts';
import type { NumberValue, Prefix, QuantityValue, SearchedParameter, Value } from '../../fhir/search/parse.ts';
import { canonicalQuantity } from '../../fhir/ucum.ts';
import type { Statement } from './statement.ts';
import { formsOf, separator } from './tokens.ts';

type DateValue = Extract<Value, { is: 'date' }>;

/** The places of a date's two ends, each bound when it is first used: a statement may have no parameter it does not use. */
function endsOf(st: Statement, { from, to }: DateValue) {
  let start: string | undefined;
  let end: string | undefined;
  return {
    get start() {
      start ??= st.time(from);
      return start;
    },
    get end() {
      end ??= st.time(to);
      return end;
    },
  };
}

/**
 * How a prefix compares the half-open time that a query's date covers with that of a value, from `f` to `t`.
 * @source FHIR R4, search.html#prefix; `ge` and `le` in the shorter form that their definitions come to
 */
function comparedTimes(prefix: Prefix, ends: ReturnType<typeof endsOf>, f: string, t: string): string {
  switch (prefix) {
    case 'eq':
      return `${f} >= ${ends.start} AND ${f} < ${ends.end} AND ${t} <= ${ends.end}`;
    case 'ne':
      return `(${f} < ${ends.start} OR ${t} > ${ends.end})`;
    case 'gt':
      return `${t} > ${ends.end}`;
    case 'lt':
      return `${f} < ${ends.start}`;
    case 'ge':
      return `(${t} > ${ends.end} OR ${f} >= ${ends.start})`;
    case 'le':
      return `${f} < ${ends.end} AND (${f} < ${ends.start} OR ${t} <= ${ends.end})`;
    case 'sa':
      return `${f} >= ${ends.end}`;
    case 'eb':
      return `${t} <= ${ends.start}`;
    case 'ap':
      return `${f} < ${ends.end} AND ${t} > ${ends.start}`;
  }
}

/**
 * On the row's own from and to. One without a date is open on both sides, and no comparison may find it.
 * @param lasts whether the date may be a period; if not, it lasts a year at most
 */
export function principalDate(st: Statement, value: DateValue, lasts: boolean): (alias: string) => string {
  const { prefix } = value;
  const ends = endsOf(st, value);
  // The other comparisons say by themselves where the date starts.
  const start = prefix === 'gt' || prefix === 'ge' || prefix === 'eb' ? startOf(st, value, lasts) : () => [];
  return (alias) => {
    const compared = comparedTimes(prefix, ends, `${alias}.from_at`, `${alias}.to_at`);
    const hasDate = `(${alias}.from_at > '-infinity' OR ${alias}.to_at < 'infinity')`;
    const isDated = prefix === 'eq' || prefix === 'sa' || prefix === 'eb' ? [] : [hasDate];
    return `(${[...start(alias), compared, ...isDated].join(' AND ')})`;
  };
}

/**
 * What the start of a date must be for a comparison to hold, so that an index in the order of starts is read no further
 * than it can. It says nothing that the comparison does not say.
 */
export function startOf(st: Statement, value: DateValue, lasts: boolean): (alias: string) => string[] {
  const { prefix, from, to } = value;
  switch (prefix) {
    case 'eq':
      return bounds(() => [`>= ${st.time(from)}`, `< ${st.time(to)}`]);
    case 'lt':
    case 'eb':
      return bounds(() => [`< ${st.time(from)}`]);
    case 'le':
    case 'ap':
      return bounds(() => [`< ${st.time(to)}`]);
    case 'sa':
      return bounds(() => [`>= ${st.time(to)}`]);
    case 'gt':
    case 'ge':
      return lasts ? () => [] : bounds(() => [`> ${st.time(from - longestDate)}`]);
    default:
      return () => [];
  }
}

const longestDate = 367 * 86_400_000;

function bounds(make: () => string[]): (alias: string) => string[] {
  let made: string[] | undefined;
  return (alias) => {
    made ??= make();
    return made.map((bound) => `${alias}.from_at ${bound}`);
  };
}

/** On any other date parameter. */
export function otherDate(st: Statement, code: string, value: DateValue): (alias: string) => string {
  const key = st.int8(hash64(code));
  const compared = comparedTimes(value.prefix, endsOf(st, value), 'd.f', 'd.t');
  return (alias) =>
    `EXISTS (SELECT FROM unnest(${alias}.date_keys, ${alias}.date_from, ${alias}.date_to) d (k, f, t) WHERE d.k = ${key} AND ${compared})`;
}

/** On the instant of the last change, of which every row has one. */
export function lastUpdated(st: Statement, value: DateValue): (alias: string) => string {
  const ends = endsOf(st, value);
  return (alias) => {
    const at = `${alias}.at`;
    switch (value.prefix) {
      case 'ne':
        return `(${at} < ${ends.start} OR ${at} >= ${ends.end})`;
      case 'gt':
      case 'sa':
        return `${at} >= ${ends.end}`;
      case 'lt':
      case 'eb':
        return `${at} < ${ends.start}`;
      case 'ge':
        return `${at} >= ${ends.start}`;
      case 'le':
        return `${at} < ${ends.end}`;
      default:
        return `(${at} >= ${ends.start} AND ${at} < ${ends.end})`;
    }
  };
}

/** How a prefix compares a query's number with a value, which may be a range (a comparator opens one of its sides). */
function comparedNumbers(st: Statement, { prefix, value, low, high }: NumberBounds, f = 'n.f', t = 'n.t'): string {
  const bind = (bound: number) => st.bind(String(bound), 'float8');
  switch (prefix) {
    case 'eq':
      return `${f} >= ${bind(low)} AND ${t} < ${bind(high)}`;
    case 'ne':
      return `(${f} < ${bind(low)} OR ${t} >= ${bind(high)})`;
    case 'gt':
      return `${t} > ${bind(value)}`;
    case 'lt':
      return `${f} < ${bind(value)}`;
    case 'ge':
      return `${t} >= ${bind(value)}`;
    case 'le':
      return `${f} <= ${bind(value)}`;
    case 'sa':
      return `${f} > ${bind(value)}`;
    case 'eb':
      return `${t} < ${bind(value)}`;
    case 'ap':
      return `${f} <= ${bind(high)} AND ${t} >= ${bind(low)}`;
  }
}

type NumberBounds = Pick<NumberValue, 'prefix' | 'value' | 'low' | 'high'>;

const someNumber = (condition: string) => (alias: string) =>
  `EXISTS (SELECT FROM unnest(${alias}.number_keys, ${alias}.number_from, ${alias}.number_to, ${alias}.number_units) n (k, f, t, u) WHERE ${condition})`;

export function numberOf(st: Statement, code: string, value: NumberValue): (alias: string) => string {
  return someNumber(`n.k = ${st.int8(hash64(code))} AND ${comparedNumbers(st, value)}`);
}

export function quantityOf(st: Statement, code: string, value: QuantityValue): (alias: string) => string {
  return someNumber(quantityCondition(st, [code], [`${code}:canonical`], value));
}

const ucum = 'http://unitsofmeasure.org';

/** A quantity of a unit of measure is found in every unit that it can be converted to. */
function quantityCondition(
  st: Statement,
  keys: readonly string[],
  canonicalKeys: readonly string[],
  value: QuantityValue,
): string {
  const key = `n.k = ANY (${st.int8s(keys.map(hash64))})`;
  const { system, code } = value;
  if (code === undefined) return `${key} AND ${comparedNumbers(st, value)}`;
  const asWritten = `${key} AND n.u = ${st.int8(hash64(`${system ?? ''}|${code}`))} AND ${comparedNumbers(st, value)}`;
  const canonical = system === ucum ? canonicalBounds(value, code) : undefined;
  if (canonical === undefined) return asWritten;
  const inBase = `n.k = ANY (${st.int8s(canonicalKeys.map(hash64))}) AND n.u = ${st.int8(hash64(`${ucum}|${canonical.unit}`))}`;
  return `((${asWritten}) OR (${inBase} AND ${comparedNumbers(st, canonical.bounds)}))`;
}

function canonicalBounds({ prefix, value, low, high }: QuantityValue, code: string) {
  const [v, l, h] = [canonicalQuantity(value, code), canonicalQuantity(low, code), canonicalQuantity(high, code)];
  if (v === undefined || l === undefined || h === undefined) return undefined;
  return { unit: v.code, bounds: { prefix, value: v.value, low: l.value, high: h.value } };
}

/** Whether a composite's parts are a token and a quantity, or a token and two numbers. */
export function isOfNumbers([token, second, third]: readonly Value[]): boolean {
  return token?.is === 'token' && (second?.is === 'quantity' || (second?.is === 'number' && third?.is === 'number'));
}

/** A composite of a token with a quantity, or with two numbers, which are the ends of one entry. */
export function tokenWithNumbers(
  st: Statement,
  { code }: SearchedParameter,
  [token, second, third]: readonly Value[],
): (alias: string) => string {
  const forms = token?.is === 'token' ? formsOf(token) : [];
  const keys = forms.map((form) => code + separator + form);
  if (second?.is === 'quantity') {
    const canonicalKeys = forms.map((form) => `${code}:canonical${separator}${form}`);
    return someNumber(quantityCondition(st, keys, canonicalKeys, second));
  }
  if (second?.is !== 'number' || third?.is !== 'number') return () => 'false';
  const start = comparedNumbers(st, second, 'n.f', 'n.f');
  const end = comparedNumbers(st, third, 'n.t', 'n.t');
  return someNumber(`n.k = ANY (${st.int8s(keys.map(hash64))}) AND ${start} AND ${end}`);
}

const earthRadius = 6_371_008.8;

/** Within a distance over the surface of the earth taken as a sphere, which errs by at most half a per cent. */
export function near(st: Statement, value: Extract<Value, { is: 'near' }>): (alias: string) => string {
  const lat = `radians(${st.bind(String(value.latitude), 'float8')})`;
  const lon = `radians(${st.bind(String(value.longitude), 'float8')})`;
  const metres = st.bind(String(value.metres), 'float8');
  const [latKey, lonKey] = [st.int8(hash64('near:lat')), st.int8(hash64('near:lon'))];
  const chord = `power(sin((radians(p.lat) - ${lat}) / 2), 2) + cos(radians(p.lat)) * cos(${lat}) * power(sin((radians(p.lon) - ${lon}) / 2), 2)`;
  return (alias) => `EXISTS (SELECT FROM (
    SELECT max(n.f) FILTER (WHERE n.k = ${latKey}) AS lat, max(n.f) FILTER (WHERE n.k = ${lonKey}) AS lon
    FROM unnest(${alias}.number_keys, ${alias}.number_from) n (k, f)) p
    WHERE ${2 * earthRadius} * asin(sqrt(least(1, ${chord}))) <= ${metres})`;
}
