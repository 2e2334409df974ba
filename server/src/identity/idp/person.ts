/** Somebody invented who can log on with one of the demo's national providers. */
export type DemoLogin = {
  /** Login name. */
  id: string;
  name: string;
  /** What one should know to choose: the work, or the situation. */
  about: string;
  /** Under which heading the person stands: the unit. */
  group: string;
  /** HPR number of authorised health personnel. */
  hpr?: string;
  /** Level of assurance of the log-on; the highest, unless a lower one is to be shown. */
  level?: 3 | 4;
  /** National identity number; asked for when it is needed, for a citizen's stands in the store. */
  pid(): Promise<string | undefined>;
};
