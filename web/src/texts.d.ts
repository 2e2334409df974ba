/** Made by the build of `words.ts`: the texts of one part of the product in one language, by key. */
declare module 'virtual:texts/*' {
  const texts: Readonly<Record<string, string>>;
  export default texts;
}

/** Made by the build of `content/languages`: what stands there, with what fetches its texts. */
declare module 'virtual:languages' {
  type Load = () => Promise<{ default: Readonly<Record<string, string>> }>;
  export const extraLanguages: readonly (import('./shared/i18n/extra.ts').ExtraLanguage & {
    texts: Readonly<Record<'entry' | 'staff' | 'staff-later' | 'citizen' | 'citizen-later', Load>>;
  })[];
}
