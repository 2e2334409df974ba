import { expect, test } from 'vitest';
import { readCode } from '../../shared/scan/read-code.ts';
import { greyOf, imageReader } from '../../shared/scan/read-image.ts';
import { bandCode, qrCode, quiet } from './band-code.ts';

test('what is printed on a band is read by the check as this person, and holds no national number', async () => {
  for (const id of ['kari-testdal', '01JDX7K2M4Q8W9Z3', '0f8fad5b-d9cb-469f-a165-70867728950e']) {
    const { size, path } = await qrCode(bandCode(id));
    const text = (await imageReader())(pictureOf(size, path));
    expect(text).toBe(`enjournal:${id}`);
    expect(readCode(text!)).toEqual({ kind: 'person', code: id, isNumber: false });
  }
});

/** The path as a camera sees it, six points to a module. */
function pictureOf(size: number, path: string) {
  const scale = 6;
  const width = size * scale;
  const data = new Uint8ClampedArray(4 * width * width).fill(255);
  for (const [, x, y, length] of path.matchAll(/M(\d+) (\d+)h(\d+)/g)) {
    expect(Number(x)).toBeGreaterThanOrEqual(quiet);
    for (let row = 0; row < scale; row += 1) {
      const from = (Number(y) * scale + row) * width + Number(x) * scale;
      data.fill(0, 4 * from, 4 * (from + Number(length) * scale));
    }
  }
  return greyOf({ data, width, height: width });
}
