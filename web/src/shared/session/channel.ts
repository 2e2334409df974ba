/** What happened to the session in one tab: others lock with it, or ask the server what it is now. */
type What = 'locked' | 'changed' | 'active';

const channel = new BroadcastChannel('enjournal-session');

export function tellOtherTabs(what: What): void {
  channel.postMessage(what);
}

export function whenOtherTabsTell(hear: (what: What) => void): void {
  channel.addEventListener('message', ({ data }: MessageEvent<What>) => hear(data));
}
