import { expect, test } from 'vitest';
import { faultOf } from './files.ts';

const pdf = (body = '') => `%PDF-1.7\n${body}\n%%EOF`;

test('a program or a packed file is refused, whatever it says that it is', () => {
  for (const content of ['MZ\x90\0\x03 This program cannot be run', '\x7fELF\x02', '#!/bin/sh\n', 'PK\x03\x04report'])
    for (const type of ['application/pdf', 'text/plain', 'image/png'])
      expect(faultOf(type, content)).toBe('document-malware');
  expect(faultOf('text/plain', `X5O!$${['EICAR-STANDARD', 'ANTIVIRUS-TEST-FILE'].join('-')}!$H+H*`)).toBe(
    'document-malware',
  );
});

test('a file is of the kind that it says', () => {
  expect(faultOf('application/pdf', pdf())).toBeUndefined();
  expect(faultOf('image/webp', 'RIFF\x10\0\0\0WEBPVP8 ')).toBeUndefined();
  expect(faultOf('image/tiff', 'II*\0\x08')).toBeUndefined();
  expect(faultOf('text/xml', '\xef\xbb\xbf<?xml version="1.0"?><a/>')).toBeUndefined();
  for (const [type, content] of [
    ['image/png', pdf()],
    ['application/pdf', '\x89PNG\r\n\x1a\n'],
    ['text/plain', 'a\0b'],
    ['application/hl7-cda+xml', 'not markup'],
  ] as const)
    expect(faultOf(type, content), type).toBe('document-other-content');
  expect(faultOf('text/plain', '')).toBe('document-empty');
});

test('a PDF that runs scripts, starts programs or carries files is refused, however it writes the name', () => {
  for (const body of ['/OpenAction << /S /JavaScript /JS (x) >>', '/S /Launch', '/J#61vaScript (x)', '/EmbeddedFile'])
    expect(faultOf('application/pdf', pdf(body)), body).toBe('document-active');
  const packed = pdf('<< /Length 9 >>\nstream\n/JS (bytes)\nendstream');
  expect(faultOf('application/pdf', packed), 'packed bytes mean nothing').toBeUndefined();
  expect(faultOf('application/pdf', pdf('/JSon'))).toBeUndefined();
});

test('markup that makes itself larger when it is read is refused', () => {
  expect(faultOf('application/xml', '<!DOCTYPE a [<!ENTITY b "bb">]><a>&b;</a>')).toBe('document-active');
});
