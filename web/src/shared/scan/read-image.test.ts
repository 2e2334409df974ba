import { BarcodeFormat, DataMatrixWriter, EncodeHintType, QRCodeWriter } from '@zxing/library';
import { expect, test } from 'vitest';
import { type Grey, greyOf, imageReader } from './read-image.ts';

type Matrix = { getWidth(): number; getHeight(): number; get(x: number, y: number): boolean };

/** A code as a camera sees it: each point eight wide, in the middle of something light. */
function pictureOf(matrix: Matrix, scale = 8, edge = 40): Grey {
  const [width, height] = [matrix.getWidth() * scale + 2 * edge, matrix.getHeight() * scale + 2 * edge];
  const data = new Uint8ClampedArray(4 * width * height).fill(235);
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      const [column, row] = [Math.floor((x - edge) / scale), Math.floor((y - edge) / scale)];
      const isIn = column >= 0 && row >= 0 && column < matrix.getWidth() && row < matrix.getHeight();
      if (isIn && matrix.get(column, row)) data.fill(20, 4 * (y * width + x), 4 * (y * width + x) + 3);
    }
  }
  return greyOf({ data, width, height });
}

test('a DataMatrix of a package and a QR code of a band are read from what a camera sees', async () => {
  const read = await imageReader();
  const code = '010700000900101817270331';
  const matrix = new DataMatrixWriter().encode(code, BarcodeFormat.DATA_MATRIX, 0, 0, new Map());
  expect(read(pictureOf(matrix as unknown as Matrix))).toBe(code);
  const hints = new Map([[EncodeHintType.MARGIN, 2]]);
  const band = new QRCodeWriter().encode('enjournal:a1b2', BarcodeFormat.QR_CODE, 0, 0, hints);
  expect(read(pictureOf(band as unknown as Matrix))).toBe('enjournal:a1b2');
});

test('an EAN-13 is read, and nothing where there is none', async () => {
  const read = await imageReader();
  expect(read(pictureOf(ean('7000009001018'), 3))).toBe('7000009001018');
  expect(
    read(greyOf({ data: new Uint8ClampedArray(4 * 200 * 100).fill(200), width: 200, height: 100 })),
  ).toBeUndefined();
});

/** The bars of an EAN-13. @source GS1 General Specifications, 5.2.1 */
function ean(digits: string): Matrix {
  const left = [
    '0001101',
    '0011001',
    '0010011',
    '0111101',
    '0100011',
    '0110001',
    '0101111',
    '0111011',
    '0110111',
    '0001011',
  ];
  const parity = ['LLLLLL', 'LLGLGG', 'LLGGLG', 'LLGGGL', 'LGLLGG', 'LGGLLG', 'LGGGLL', 'LGLGLG', 'LGLGGL', 'LGGLGL'];
  const flip = (bits: string) => [...bits].map((bit) => (bit === '0' ? '1' : '0')).join('');
  const [first, ...rest] = [...digits].map(Number) as [number, ...number[]];
  const bars = rest.map((digit, i) => {
    const bits = left[digit] as string;
    if (i >= 6) return flip(bits);
    return parity[first]?.[i] === 'L' ? bits : [...flip(bits)].reverse().join('');
  });
  const line = `101${bars.slice(0, 6).join('')}01010${bars.slice(6).join('')}101`;
  return { getWidth: () => line.length, getHeight: () => 30, get: (x) => line[x] === '1' };
}
