/** One message of a `text/event-stream`. @source WHATWG HTML, 9.2 Server-sent events */
export type ServerEvent = { event: string; data: string; id?: string };

/**
 * Cuts a stream of text into its messages. The browser's own EventSource cannot send our header, so we read it ourselves.
 * Comments (heartbeats) and messages without data give nothing.
 */
export function eventParser(): (chunk: string) => ServerEvent[] {
  let rest = '';
  let event = '';
  let id: string | undefined;
  let data: string[] = [];
  return (chunk) => {
    const found: ServerEvent[] = [];
    const lines = (rest + chunk).split(/\r\n|\n|\r(?!$)/);
    rest = lines.pop() ?? '';
    for (const line of lines) {
      if (line === '') {
        if (data.length > 0) found.push({ event: event || 'message', data: data.join('\n'), ...(id ? { id } : {}) });
        event = '';
        data = [];
        continue;
      }
      const colon = line.indexOf(':');
      if (colon === 0) continue;
      const name = colon < 0 ? line : line.slice(0, colon);
      const value = colon < 0 ? '' : line.slice(colon + 1).replace(/^ /, '');
      if (name === 'event') event = value;
      else if (name === 'data') data.push(value);
      else if (name === 'id') id = value;
    }
    return found;
  };
}

/** Milliseconds to wait before the nth try again: doubling from one second to half a minute, spread so that all do not come at once. */
export function waitBeforeRetry(attempt: number, random = Math.random()): number {
  return Math.min(30_000, 1000 * 2 ** attempt) * (0.5 + random / 2);
}
