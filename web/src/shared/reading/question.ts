const DAY_MS = 86_400_000;
/** As far from today as pages ask "from today on", "until now" and "the last month". */
const aroundTodayMs = 40 * DAY_MS;

/**
 * What an address of the API asks, the same tomorrow as today: "since I was here last" and "until today" are other dates each time,
 * and their last answer is the one that is wanted again. @param now epoch ms
 */
export function questionOf(url: URL, now: number): string {
  const asked = [...url.searchParams].map(([name, value]) => {
    const [, when, date] = /^(ge|gt|le|lt)(\d{4}-\d\d-\d\d)/.exec(value) ?? [];
    const isMoving =
      date !== undefined && (name === '_lastUpdated' || Math.abs(Date.parse(date) - now) < aroundTodayMs);
    return `${name}=${isMoving ? when : value}`;
  });
  return `${url.pathname}?${asked.join('&')}`;
}

/** What is not kept: whole records, what proves a log, streams, and what is not asked of the API. */
export const isKeepable = (url: URL): boolean =>
  url.pathname.startsWith('/fhir/') &&
  !/\$(everything|summary|changes|proof|export|share|populate)\b/.test(url.pathname);

/** The types of resources that an answer may hold, by its address. `*`: any. */
export const typesAsked = (question: string): string => {
  const [type = '*', , of] = question.replace(/^\/fhir\/|\?.*$/g, '').split('/');
  return of === '*' || type.startsWith('$') ? '*' : type;
};
