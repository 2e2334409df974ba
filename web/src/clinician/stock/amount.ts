/** A number as it is written: `2,5`. @returns undefined for what is none, or less than nothing */
export function amountIn(text: string): number | undefined {
  const said = text.trim().replace(',', '.');
  return /^\d{1,7}(\.\d{1,3})?$/.test(said) ? Number(said) : undefined;
}
