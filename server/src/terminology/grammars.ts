import { isUnit } from '../fhir/ucum.ts';

/**
 * Code systems whose codes are not listed but written by rule. A code is looked at on its own; such a system cannot be
 * expanded.
 */
type Grammar = {
  /** The code's display when it is one of the system's, else undefined. */
  read: (code: string, language: string) => string | undefined;
};

const languageTag = /^[a-z]{2,3}(-[A-Za-z]{4})?(-([A-Z]{2}|\d{3}))?(-[A-Za-z0-9]{4,8})*$/;
const mimeType = /^[a-z0-9!#$&^_.+-]+\/[a-z0-9!#$&^_.+*-]+(\s*;\s*[a-z0-9-]+=("[^"]*"|[^\s";]+))*$/i;

const grammars: Readonly<Record<string, Grammar>> = {
  'urn:ietf:bcp:47': {
    read: (code, language) => {
      if (!languageTag.test(code)) return undefined;
      try {
        return new Intl.DisplayNames([language], { type: 'language' }).of(code);
      } catch {
        return undefined;
      }
    },
  },
  'urn:ietf:bcp:13': { read: (code) => (mimeType.test(code) ? code : undefined) },
};

export function isGrammar(system: string): boolean {
  return system in grammars || system === UCUM;
}

const UCUM = 'http://unitsofmeasure.org';

/** The display of a code of such a system; undefined when the code is not one. */
export function readByGrammar(system: string, code: string, language = 'nb'): string | undefined {
  if (system === UCUM) return isUnit(code) ? code : undefined;
  return grammars[system]?.read(code, language);
}

/** Region and currency codes, as a JavaScript runtime knows them: their lists are not part of FHIR's definitions. */
export function listedByRuntime(system: string): { code: string; nb: string; nn: string; en: string }[] {
  if (system === 'urn:iso:std:iso:4217') return named(Intl.supportedValuesOf('currency'), 'currency');
  if (system === 'urn:iso:std:iso:3166') return named(pairsOfLetters(), 'region');
  return [];
}

function named(codes: string[], type: 'currency' | 'region') {
  const names = (language: string) => new Intl.DisplayNames([language], { type, fallback: 'none' });
  const [nb, nn, en] = [names('nb'), names('nn'), names('en')];
  return codes.flatMap((code) => {
    const display = nb.of(code);
    if (display === undefined || (type === 'region' && !isCurrentCountry(code))) return [];
    return [{ code, nb: display, nn: nn.of(code) ?? display, en: en.of(code) ?? display }];
  });
}

/** A withdrawn code is rewritten by the runtime to the one that took its place. */
function isCurrentCountry(code: string): boolean {
  return !NOT_COUNTRIES.has(code) && Intl.getCanonicalLocales(`und-${code}`)[0] === `und-${code}`;
}

/** Names that a runtime has for two-letter codes that ISO 3166-1 has reserved or left to users. */
const NOT_COUNTRIES = new Set([
  'AC',
  'CP',
  'CQ',
  'DG',
  'EA',
  'EU',
  'EZ',
  'IC',
  'QO',
  'TA',
  'UN',
  'XA',
  'XB',
  'XK',
  'ZZ',
]);

function pairsOfLetters(): string[] {
  const letters = [...'ABCDEFGHIJKLMNOPQRSTUVWXYZ'];
  return letters.flatMap((first) => letters.map((second) => first + second));
}
