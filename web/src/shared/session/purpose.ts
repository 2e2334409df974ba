let said: string | undefined;

/** Remembers, until the page is closed, what who learns or manages says that they need the information for. */
export function sayPurpose(text: string): void {
  said = text;
}

/** Goes with every request, and into the log. A header holds Latin-1 only: what is beyond it is escaped. */
export const purposeHeader = (): Record<string, string> =>
  said === undefined ? {} : { 'x-purpose-text': encodeURIComponent(said) };
