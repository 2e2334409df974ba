/** A picture of one colour: how light each point is, 0 to 255, row by row. */
export type Grey = { light: Uint8ClampedArray<ArrayBuffer>; width: number; height: number };

/**
 * Reads a barcode in a picture, where the browser cannot: what stands on packages (EAN, DataMatrix) and on bands (Code 128, QR,
 * Aztec). Fetched when a camera is first used; it compiles no code, so that our content security policy holds.
 */
export async function imageReader(): Promise<(picture: Grey) => string | undefined> {
  const {
    AztecCodeReader,
    BarcodeFormat,
    BinaryBitmap,
    DataMatrixReader,
    DecodeHintType,
    HybridBinarizer,
    MultiFormatOneDReader,
    QRCodeReader,
    RGBLuminanceSource,
  } = await import('@zxing/library');
  const { EAN_13, EAN_8, UPC_A, CODE_128 } = BarcodeFormat;
  const hints = new Map<number, unknown>([
    [DecodeHintType.POSSIBLE_FORMATS, [EAN_13, EAN_8, UPC_A, CODE_128]],
    [DecodeHintType.TRY_HARDER, true],
  ]) as ConstructorParameters<typeof MultiFormatOneDReader>[0];
  // one by one: the reader of all of them writes to the console of what it does not find
  const readers = [
    new DataMatrixReader(),
    new MultiFormatOneDReader(hints),
    new QRCodeReader(),
    new AztecCodeReader(),
  ] as const;
  return ({ light, width, height }) => {
    const bitmap = new BinaryBitmap(new HybridBinarizer(new RGBLuminanceSource(light, width, height)));
    for (const reader of readers) {
      try {
        return reader.decode(bitmap, hints).getText();
      } catch {
        // nothing is found in most pictures
      }
    }
    return undefined;
  };
}

/** How light the points of a picture in colours are. */
export function greyOf({ data, width, height }: Pick<ImageData, 'data' | 'width' | 'height'>): Grey {
  const light = new Uint8ClampedArray(width * height);
  for (let i = 0; i < light.length; i++) {
    const [red = 0, green = 0, blue = 0] = [data[4 * i], data[4 * i + 1], data[4 * i + 2]];
    light[i] = (red + 2 * green + blue) >> 2;
  }
  return { light, width, height };
}
