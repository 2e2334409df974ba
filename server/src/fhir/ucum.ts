import { createRequire } from 'node:module';

/** A value in base units (metre, second, gram, radian, kelvin, coulomb, candela, and mole and equivalent apart). */
export type CanonicalQuantity = { value: number; code: string };

/**
 * The quantity in base units, so that 1 g and 1000 mg are the same to a search; the code is UCUM, `g.m-3`.
 * Arbitrary units (`[iU]`) keep to themselves, and so do logarithmic ones (`[pH]`, `dB`), which come back as they are.
 * Twelve digits are kept, for beyond them a double's own noise would tell 1 mg/mL from 1 g/L.
 * @param code a UCUM code, case-sensitive
 * @returns undefined when the code is not UCUM
 * @source FHIR R4, search, quantity; UCUM 2.1
 */
export function canonicalQuantity(value: number, code: string): CanonicalQuantity | undefined {
  const scale = scaleOf(code);
  return scale && { value: Number((value * scale.factor + scale.offset).toPrecision(12)), code: scale.code };
}

/** Whether `code` is a UCUM unit, written right in every letter. */
export function isUnit(code: string): boolean {
  return scaleOf(code) !== undefined;
}

type Scale = { code: string; factor: number; offset: number };

/** What people send as units is a short list; the bound is against somebody who makes them up. */
const maxCached = 10_000;
const maxCodeLength = 100;
const scales = new Map<string, Scale | undefined>();

function scaleOf(code: string): Scale | undefined {
  if (code.length > maxCodeLength || !/^[!-~]+$/.test(code)) return undefined;
  if (scales.has(code)) return scales.get(code);
  const unit = findUnit(code);
  const scale = unit && scaleOfUnit(unit, code);
  if (scales.size >= maxCached) scales.clear();
  scales.set(code, scale);
  return scale;
}

/** The part of the library's Unit that we read. */
type Unit = {
  magnitude_: number;
  dim_: { dimVec_: number[] } | null;
  isSpecial_: boolean;
  isArbitrary_: boolean;
  moleExp_: number;
  equivalentExp_: number;
};

type Library = {
  UnitTables: { getInstance(): { getUnitByCode(code: string): Unit | null } };
  UcumLhcUtils: {
    getInstance(): {
      // The public way in prints what it cannot read to the console; texts of records must not end there.
      uStrParser_: {
        parseString(code: string, mode: 'validate', suggest: boolean): [Unit | null, string, ...unknown[]];
      };
      convertToBaseUnits(code: string, value: number): { magnitude?: number };
    };
  };
};

let loaded: Library | undefined;

/** Loaded when the first unit is met: its tables take a tenth of a second. */
function library(): Library {
  loaded ??= createRequire(import.meta.url)('@lhncbc/ucum-lhc') as Library;
  return loaded;
}

function findUnit(code: string): Unit | undefined {
  const { UnitTables, UcumLhcUtils } = library();
  const known = UnitTables.getInstance().getUnitByCode(code);
  if (isUnitOfTable(known)) return known;
  try {
    // What it could only read by changing (`2.4mg`, `meter`) is not a code.
    const [unit, read] = UcumLhcUtils.getInstance().uStrParser_.parseString(code, 'validate', false);
    return isUnitOfTable(unit) && read === code ? unit : undefined;
  } catch {
    return undefined;
  }
}

/** The library's tables are plain objects: asked for `constructor`, they answer with a function. */
function isUnitOfTable(unit: Unit | null): unit is Unit {
  return Number.isFinite(unit?.magnitude_);
}

const asIs = (code: string): Scale => ({ code, factor: 1, offset: 0 });

function scaleOfUnit(unit: Unit, code: string): Scale {
  const powers = unit.dim_?.dimVec_ ?? [];
  if (unit.isArbitrary_) {
    const atom = arbitraryAtom(code);
    return atom ? { code: productOf(powers, [[atom, 1]]), factor: unit.magnitude_, offset: 0 } : asIs(code);
  }
  if (unit.isSpecial_) return isTemperature(powers) ? temperatureScale(code) : asIs(code);
  // The library counts molecules; a concentration in mol must not equal one in cells.
  const factor = unit.magnitude_ / avogadro ** (unit.moleExp_ + unit.equivalentExp_);
  const amounts: [string, number][] = [
    ['mol', unit.moleExp_],
    ['eq', unit.equivalentExp_],
  ];
  return { code: productOf(powers, amounts), factor, offset: 0 };
}

/** As the library's tables have it, so that the division comes out even. */
const avogadro = 6.0221367e23;
/** Base units in the order we write them, each with its place in the library's vector of dimensions. */
const baseUnits: [string, number][] = [
  ['g', 2],
  ['m', 0],
  ['s', 1],
  ['rad', 3],
  ['K', 4],
  ['C', 5],
  ['cd', 6],
];

function productOf(powers: number[], amounts: [string, number][]): string {
  const factors = amounts.concat(baseUnits.map(([unit, place]) => [unit, powers[place] ?? 0]));
  const terms = factors.filter(([, power]) => power !== 0).map(([unit, power]) => (power === 1 ? unit : unit + power));
  return terms.join('.') || '1';
}

function isTemperature(powers: number[]): boolean {
  return productOf(powers, []) === 'K';
}

function temperatureScale(code: string): Scale {
  const kelvinOf = (value: number) =>
    library().UcumLhcUtils.getInstance().convertToBaseUnits(code, value).magnitude ?? Number.NaN;
  const offset = Number(kelvinOf(0).toPrecision(12));
  return { code: 'K', factor: Number((kelvinOf(100) / 100 - offset / 100).toPrecision(12)), offset };
}

/** The arbitrary unit a code begins with, `[iU]` in `k[IU]/L`; undefined where it stands elsewhere. */
function arbitraryAtom(code: string): string | undefined {
  const atom = /^(?:10\*[0-9]+\.)?[A-Za-z]{0,2}(\[[^\]]+\])(?:[/.{][^[]*)?$/.exec(code)?.[1];
  return atom === '[IU]' ? '[iU]' : atom;
}
