/** The parts of the record, in the order of the navigation; the words stand in the address. */
export const sections = [
  'oversikt',
  'tidslinje',
  'legemidler',
  'malinger',
  'provesvar',
  'kurve',
  'problemer',
  'plan',
  'avtaler',
  'tjenester',
  'dokumenter',
  'vaksiner',
  'skjema',
  'akutt',
  'kritisk',
  'tilgang',
  'samstemming',
  'dialog',
] as const;
export type Section = (typeof sections)[number];

export function isSection(text: string): text is Section {
  return (sections as readonly string[]).includes(text);
}
