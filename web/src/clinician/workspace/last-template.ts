/** The template a user chose last, in this browser: it is likely to be the next one too. */
const keyOf = (user: string) => `enjournal.template.${user}`;
export const lastTemplateOf = (user: string): string | undefined => localStorage.getItem(keyOf(user)) ?? undefined;
export const noteTemplate = (user: string, url: string): void => localStorage.setItem(keyOf(user), url);
