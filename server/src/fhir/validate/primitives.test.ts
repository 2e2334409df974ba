import { expect, test } from 'vitest';
import * as primitives from './primitives.ts';

type Predicate = (value: unknown) => boolean;

const cases: [string, Predicate, unknown[], unknown[]][] = [
  [
    'a string has at least one character and no control characters',
    primitives.isString,
    ['a', ' ', 'å\t\r\n', '😀', '\u00a0'],
    ['', '\u0000', 'a\u0007', 1, true, null, [], 'x'.repeat(1_048_577)],
  ],
  [
    'a code has no space around it and no double space inside',
    primitives.isCode,
    ['a', 'a b', 'søsken'],
    ['', ' a', 'a ', 'a  b', '\ta', 'a\u0001', 5],
  ],
  [
    'an id has 1 to 64 letters, digits, hyphens and dots',
    primitives.isId,
    ['a', 'A-1.z', 'x'.repeat(64)],
    ['', 'x'.repeat(65), 'a/b', '../a', 'a_b', 'å', 7],
  ],
  [
    'a uri has no space',
    primitives.isUri,
    ['urn:oid:2.16', 'http://a.no/b?c=d|e', '#a', 'æ'],
    ['', 'a b', 'a\n', '\u00a0', 1],
  ],
  [
    'an oid is a urn',
    primitives.isOid,
    ['urn:oid:2.16.578.1', 'urn:oid:1.0'],
    ['2.16.578', 'urn:oid:3.1', 'urn:oid:2.016', 'urn:oid:2', 'urn:oid:2.1.'],
  ],
  [
    'a uuid is a urn in lower case',
    primitives.isUuid,
    ['urn:uuid:c757873d-ec9a-4326-a141-556f43239520'],
    ['c757873d-ec9a-4326-a141-556f43239520', 'urn:uuid:C757873D-ec9a-4326-a141-556f43239520', 'urn:uuid:c757'],
  ],
  [
    'base64 comes in groups of four',
    primitives.isBase64,
    ['QQ==', 'QUI=', 'QUJD', 'QU\nJD', 'QUJD QUJD'],
    ['', 'Q', 'QQ=', 'QQ=A', '====', 'QUJ_', 'QUJDQ', 1],
  ],
  [
    'a decimal is a finite number',
    primitives.isDecimal,
    [0, -1.5, 1e20],
    [Number.NaN, Number.POSITIVE_INFINITY, '1', null, true],
  ],
  [
    'an integer has 32 bits',
    primitives.isInteger,
    [0, -2147483648, 2147483647],
    [2147483648, -2147483649, 1.5, '1', Number.NaN],
  ],
  ['an unsignedInt is not negative', primitives.isUnsignedInt, [0, 7], [-1, 0.5]],
  ['a positiveInt begins at 1', primitives.isPositiveInt, [1, 2147483647], [0, -1, 2147483648]],
  ['a boolean is no text', primitives.isBoolean, [true, false], ['true', 0, null]],
  [
    'a date is a year, a month or a day that exists',
    primitives.isDate,
    ['2026', '2026-11', '2026-11-24', '2024-02-29', '2000-02-29', '0001'],
    [
      '',
      '26',
      '2026-13',
      '2026-00',
      '2026-02-30',
      '2026-04-31',
      '2025-02-29',
      '1900-02-29',
      '0000',
      '2026-1-1',
      '2026-11-24T10:00:00Z',
      '2026-',
      '20261124',
      '2026-11-2',
      ' 2026',
      2026,
    ],
  ],
  [
    'a dateTime with a time has seconds and a zone',
    primitives.isDateTime,
    ['2026', '2026-11-24', '2026-11-24T10:00:00Z', '2026-11-24T23:59:60+01:00', '2026-11-24T10:00:00.123456-14:00'],
    [
      '2026-11-24T10:00:00',
      '2026-11-24T10:00Z',
      '2026-11-24T24:00:00Z',
      '2026-11-24T10:60:00Z',
      '2026-02-30T10:00:00Z',
      '2026-11T10:00:00Z',
      '2026-11-24T10:00:00.Z',
      '2026-11-24T10:00:00+15:00',
      '2026-11-24T10:00:00+14:30',
      '2026-11-24t10:00:00Z',
      '2026-11-24T10:00:00+0100',
      '2026-11-24 10:00:00Z',
      '2026-11-24T10:00:00ZZ',
    ],
  ],
  [
    'an instant is to the second',
    primitives.isInstant,
    ['2026-11-24T10:00:00Z', '2026-11-24T10:00:00.000+01:00'],
    ['2026-11-24', '2026', '2026-11-24T10:00:00', ''],
  ],
  [
    'a time has seconds and no zone',
    primitives.isTime,
    ['00:00:00', '23:59:59.999'],
    ['24:00:00', '10:00', '10:00:00Z', '1:00:00', '', '10:00:00.'],
  ],
];

for (const [claim, holds, right, wrong] of cases) {
  test(claim, () => {
    for (const value of right) expect(holds(value), JSON.stringify(value)).toBe(true);
    for (const value of wrong) expect(holds(value), JSON.stringify(value)?.slice(0, 80)).toBe(false);
  });
}
