/** Made by the build of `words.ts`: the texts of one part of the product in one language, by key. */
declare module 'virtual:texts/*' {
  const texts: Readonly<Record<string, string>>;
  export default texts;
}
