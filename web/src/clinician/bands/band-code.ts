/**
 * What the code on a band says: whose record it is, and nothing that tells anything to whoever finds the band. The check before a
 * dose reads it.
 */
export const bandCode = (patient: string): string => `enjournal:${patient}`;

export type QrCode = { size: number; path: string };

/** Round it nothing is printed, four of its modules wide. @source ISO/IEC 18004, 9.1 */
export const quiet = 4;

/**
 * The code as a path, a unit for each module, with room around it. A quarter of it may be unreadable.
 * The library is fetched when something is to be printed.
 */
export async function qrCode(text: string): Promise<QrCode> {
  const { BarcodeFormat, EncodeHintType, QRCodeWriter } = await import('@zxing/library');
  const hints = new Map<number, unknown>([
    [EncodeHintType.MARGIN, quiet],
    [EncodeHintType.ERROR_CORRECTION, 'Q'],
  ]);
  const matrix = new QRCodeWriter().encode(text, BarcodeFormat.QR_CODE, 0, 0, hints as never);
  const size = matrix.getWidth();
  let path = '';
  for (let y = 0; y < size; y += 1) {
    for (let x = 0; x < size; x += 1) {
      if (!matrix.get(x, y)) continue;
      let end = x;
      while (end < size && matrix.get(end, y)) end += 1;
      path += `M${x} ${y}h${end - x}v1h${x - end}z`;
      x = end;
    }
  }
  return { size, path };
}
