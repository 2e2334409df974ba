/** Made by the build of `words.ts`: the texts of one language, by key. */
declare module 'virtual:texts/*' {
  const texts: Readonly<Record<string, string>>;
  export default texts;
}
/** The same of the pages that are fetched later (`laterWords`). */
declare module 'virtual:later-texts/*' {
  const texts: Readonly<Record<string, string>>;
  export default texts;
}
