import { expect, test } from 'vitest';
import { fold, hash64, key32 } from './hash.ts';

/** Made by PostgreSQL 15: `SELECT text, hashtextextended(text, 0)`. */
const madeByPostgres: [string, bigint][] = [
  ['', -6939563903564495251n],
  ['0', 2234665679637250028n],
  ['01', 1997417108698746027n],
  ['012', 4719714554116711620n],
  ['0123', 2979314055664268724n],
  ['01234', 2800302940355005254n],
  ['012345', 6175594971869799145n],
  ['0123456', 8550484514636532095n],
  ['01234567', 2898426038703043638n],
  ['012345678', 9090347084501949878n],
  ['0123456789', -3778403198889400811n],
  ['0123456789a', -2337649911100070775n],
  ['0123456789ab', -300982144080685429n],
  ['0123456789abc', 4688655838450958077n],
  ['0123456789abcd', 7384893512659999715n],
  ['0123456789abcde', 2436259429314518014n],
  ['0123456789abcdef', -8138476988306395299n],
  ['0123456789abcdefg', 3867183265525357193n],
  ['0123456789abcdefgh', -576478513425833958n],
  ['0123456789abcdefghi', 8204835176327800822n],
  ['0123456789abcdefghij', -8382056185395640245n],
  ['0123456789abcdefghijk', 2163959902772420482n],
  ['0123456789abcdefghijkl', -1354784642855662079n],
  ['0123456789abcdefghijklm', 4739925564919238393n],
  ['0123456789abcdefghijklmn', 6260941006295183541n],
  ['0123456789abcdefghijklmno', -2015381710355490121n],
  ['0123456789abcdefghijklmnop', 1510207650881699157n],
  ['0123456789abcdefghijklmnopq', 7396804548901188501n],
  ['0123456789abcdefghijklmnopqr', -915902760586697640n],
  ['0123456789abcdefghijklmnopqrs', -246635775155469071n],
  ['0123456789abcdefghijklmnopqrst', -7869520564089288350n],
  ['0123456789abcdefghijklmnopqrstu', -7391076876207917315n],
  ['0123456789abcdefghijklmnopqrstuv', -714372453522603133n],
  ['0123456789abcdefghijklmnopqrstuvw', -3787419154109005392n],
  ['0123456789abcdefghijklmnopqrstuvwx', 6080530551913814083n],
  ['0123456789abcdefghijklmnopqrstuvwxy', 2588744375697241866n],
  ['0123456789abcdefghijklmnopqrstuvwxyz', 2599983508539421163n],
  ['0123456789abcdefghijklmnopqrstuvwxyzA', -968392114013474717n],
  ['0123456789abcdefghijklmnopqrstuvwxyzAB', 4789633835629528765n],
  ['0123456789abcdefghijklmnopqrstuvwxyzABC', 539342582698355172n],
  ['0123456789abcdefghijklmnopqrstuvwxyzABCD', -5262506135524230487n],
  ['æ', 1159991053822185470n],
  ['ø', -7283008979930707114n],
  ['å', -8495952941470543825n],
  ['æøå', -1251426530877853918n],
  ['Blåbærsyltetøy på Røros', -7195555355958404048n],
  ['Ságadus, đŋŧ', 4817096865741067274n],
  ['日本語', 2870829529307104068n],
  ['😀', -9149796522330800166n],
  ['a😀b', 375558264511112694n],
  ['👩‍⚕️ ved legevakten', 7494607643175898632n],
  ['code\u001fhttp://loinc.org|8480-6', 6453957475018924701n],
  ['subject\u001fPatient/123', -8324495826880014803n],
  [`${'x'.repeat(159)}å`, -3103349387639919123n],
  ['æ'.repeat(3000), -5531956362776332708n],
];

test.each(madeByPostgres)('hash64(%j) is the number PostgreSQL makes', (text, hash) => {
  expect(hash64(text)).toBe(hash);
});

test('a long text does not leave its bytes in the hash of a short one', () => {
  const before = hash64('0123456789abc');
  hash64('ø'.repeat(5000));
  expect(hash64('0123456789abc')).toBe(before);
});

test("key32 is PostgreSQL's hashtext", () => {
  expect(key32('abc')).toBe(-785388649);
});

test.each([
  ['Ærlig Øvrebø Ås', 'aerlig ovrebo as'],
  ['Đorđe Ságaŋ Ŧ', 'dorde sagan t'],
  ['  Olav\t den\n andre ', 'olav den andre'],
  ['Straße ﬁn', 'strasse fin'],
  ['a\u030angstrom', 'angstrom'],
  ['a\u001fb', 'a b'],
  ['日本', '日本'],
  ['', ''],
])('%j folds to %j', (text, folded) => {
  expect(fold(text)).toBe(folded);
  expect(fold(folded)).toBe(folded);
});
