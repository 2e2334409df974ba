import { expect, test } from 'vitest';
import { readCode } from './read-code.ts';

const GS = '\u001d';

test('a package is read from its EAN, its article number or its GS1 code, with batch, last day and serial number', () => {
  expect(readCode('7000009001018')).toEqual({ kind: 'item', numbers: expect.arrayContaining(['7000009001018']) });
  expect(readCode(' 900101 ')).toEqual({ kind: 'item', numbers: ['900101'] });
  const whole = {
    kind: 'item',
    numbers: expect.arrayContaining(['07000009001018', '7000009001018']),
    batch: 'AB12',
    expiry: '2027-03-31',
    serial: '10001X',
  };
  expect(readCode(`${GS}010700000900101817270331${'10AB12'}${GS}2110001X`)).toEqual(whole);
  // as a scanner that is a keyboard types it, and as it stands below the code
  expect(readCode(`]d2010700000900101817270331${'10AB12'}${GS}2110001X`)).toEqual(whole);
  expect(readCode('(01)07000009001018(17)270300(10)AB12(21)10001X')).toEqual(whole);
  expect(readCode('010700000900101817270300')).toMatchObject({ expiry: '2027-03-31' });
});

test('a person is read from the national number, a relation number or a code of the record', () => {
  expect(readCode('13897412345')).toEqual({ kind: 'wrong' });
  // a synthetic number: month + 80
  expect(readCode('058942 10089')).toEqual({ kind: 'person', code: '05894210089', isNumber: true });
  expect(readCode('enjournal:kari-testdal')).toEqual({ kind: 'person', code: 'kari-testdal', isNumber: false });
  expect(readCode('Patient/a1B2')).toEqual({ kind: 'person', code: 'a1B2', isNumber: false });
  expect(readCode('(8018)707000000000000018')).toEqual({ kind: 'person', code: '707000000000000018', isNumber: false });
});

test('what is read wrongly is told, and never taken for another', () => {
  expect(readCode('7000009001019')).toEqual({ kind: 'wrong' });
  expect(readCode(`${GS}0107000009001019`)).toEqual({ kind: 'wrong' });
  expect(readCode(`${GS}010700000900101817271331`)).toEqual({ kind: 'wrong' });
  expect(readCode('  ')).toBeUndefined();
});
