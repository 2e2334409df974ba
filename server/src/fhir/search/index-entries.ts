/**
 * What search knows of one resource: the index columns of its row. Written by the extractors, read by the SQL builder;
 * both make keys and tokens with `hash64`, and PostgreSQL can make the same numbers with `hashtextextended(text, 0)`,
 * which chained searches use.
 *
 * Tokens (`code` is the search parameter's code; ␟ is U+001F):
 *   token      `code␟system|value`, `code␟value`, `code␟system|`; without system `code␟|value` and `code␟value`. A plain
 *              code, string, id or uri has no system (SearchParameterInfo.systems tells which a code is bound to).
 *              A ContactPoint's use is its system, and its value is there in each of its `contactForms`
 *   boolean    `code␟true`
 *   reference  `code␟Patient/123` (relative, no version), or `code␟` and the absolute URL or canonical; a canonical with a
 *              version also without it. References into `contained` have none
 *   :identifier `code:identifier␟system|value`, `code:identifier␟value`
 *   :of-type   `code:of-type␟typeSystem|typeCode|value`
 *   uri        `code␟http://…`; a canonical with a version also without it
 *   composite of tokens  `code␟<first>$<second>` for each pair of the token forms `system|value` and `value` (for a
 *              reference `Type/id`, for a boolean `true`)
 *   together   `<first>-<second>␟<reference or day>$<code>` (globals.ts, `together`)
 *
 * `_id`, `_lastUpdated`, `_text` and `_content` have no entries, nor have parameters with `anyOf` or `allOf`
 * (SearchParameterInfo), which others make up.
 */
export type IndexEntries = {
  /** Principal date of the type (start), µs resolution not kept; undefined when the resource has none. Epoch ms. */
  from?: number;
  /** End of the principal date (exclusive end of its precision, so `2020` ends at 2021-01-01T00:00Z). Epoch ms; Infinity if open. */
  to?: number;
  /** hash64 of each token text, ascending, without repeats. */
  tokens: bigint[];
  /** Those among `tokens` that must be found across records too (globals.ts), ascending, without repeats. */
  globals: bigint[];
  /** key32 of each search parameter that has a value, for `:missing`; without repeats. */
  present: number[];
  /**
   * `code␟folded␟original` for string parameters; `code:text␟folded␟original` for displays and texts of tokens;
   * `code␟uri␟uri` for uris (`:below`). A U+001F in an original is a space here.
   */
  strings: string[];
  /**
   * Folded parts, and their words, by which a person or organisation is found across records (x_name): `kari anne`,
   * `kari`, `anne`; and each two of the words, `kari␟anne` and `anne␟kari`, or, of a resource with more than eight words,
   * a single `␟`. At most 100 characters of each part and word, without repeats.
   */
  names: string[];
  /** Date ranges, half-open, epoch ms (±Infinity when open). key = hash64(code). Principal date included. */
  dates: { key: bigint; from: number; to: number }[];
  /**
   * Numbers and quantities. key = hash64(code), or hash64(`code:canonical`) for UCUM base units,
   * or hash64(`compositeCode␟<token form>`) (and `compositeCode:canonical␟<token form>`) for composites with a token.
   * unit = hash64 of `system|code`, of `|code` and (if different) of `|unit`: one entry each; 0n for plain numbers and
   * quantities without unit. Of base units only `http://unitsofmeasure.org|code`. Currency: `urn:iso:std:iso:4217|NOK`.
   * A value without comparator has from = to = value. Range and comparators open one side (±Infinity).
   * A composite of a token and two numbers has the first number as from and the second as to.
   * Location's `near`: hash64('near:lat') and hash64('near:lon'), in degrees.
   */
  numbers: { key: bigint; from: number; to: number; unit: bigint }[];
  /**
   * Every local reference in the resource, `Type/id`, without repeats: for integrity checks and `_include`. Those in
   * extensions and contained resources count; those in a stored Bundle or Parameters do not.
   */
  references: string[];
};
