import { expect, test } from 'vitest';
import { noteCopied, sourceOfPasted } from './copied.ts';

const source = { reference: 'Composition/1', display: 'Sone 3, 29.11' };

test('what is pasted is told by where it was copied, in the same record alone', () => {
  noteCopied({ text: 'Gammel dosett funnet\ni kjøkkenskapet.', record: 'Patient/kari', source });
  expect(sourceOfPasted('Gammel dosett funnet\n\ni kjøkkenskapet. ', 'Patient/kari')).toEqual(source);
  expect(sourceOfPasted('Gammel dosett funnet i kjøkkenskapet.', 'Patient/tor')).toBeUndefined();
  expect(sourceOfPasted('Noe annet enn det som ble kopiert.', 'Patient/kari')).toBeUndefined();
});

test('a word that is copied is no quotation', () => {
  noteCopied({ text: 'dosett', record: 'Patient/kari', source });
  expect(sourceOfPasted('dosett', 'Patient/kari')).toBeUndefined();
});
