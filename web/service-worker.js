/**
 * Keeps the product's own files, so that a page that is loaded anew without network is still a page, and one that was never
 * opened can be. Of what is in records, and of who is logged on, it keeps nothing: it never touches those addresses.
 * `__FILES__`, `__LANGUAGES__` and `__BUILD__` are set when the product is built.
 */
const name = 'enjournal-__BUILD__';
const files = ['/', ...__FILES__];
/** Languages that only some choose: kept once they have been fetched. */
const languages = [...__LANGUAGES__];
const theirs = /^\/(fhir|login|oauth|idp|health|metrics)(\/|$)/;

self.addEventListener('install', (event) => {
  event.waitUntil(
    caches
      .open(name)
      // one file that cannot be had must not keep the others away
      .then((cache) => Promise.allSettled(files.map((file) => cache.add(file))).then(() => isWhole(cache)))
      .then(() => self.skipWaiting()),
  );
});

/** A page that names files which are not here would be an empty one: then there is none. */
async function isWhole(cache) {
  const page = (await (await cache.match('/'))?.text()) ?? '';
  const named = [...page.matchAll(/(?:src|href)="(\/assets\/[^"]+)"/g)].map(([, file]) => file);
  const found = await Promise.all(named.map((file) => cache.match(file)));
  if (found.includes(undefined)) await cache.delete('/');
}

self.addEventListener('activate', (event) => {
  event.waitUntil(
    caches
      .keys()
      .then((all) => Promise.all(all.filter((one) => one !== name).map((one) => caches.delete(one))))
      .then(() => self.clients.claim()),
  );
});

self.addEventListener('fetch', (event) => {
  const { request } = event;
  const url = new URL(request.url);
  if (request.method !== 'GET' || url.origin !== self.location.origin || theirs.test(url.pathname)) return;
  // The newest page whenever there is one to be had; files are named by what is in them.
  if (request.mode === 'navigate') {
    event.respondWith(fetch(request).catch(async () => (await caches.match('/')) ?? Response.error()));
  } else if (url.pathname.startsWith('/assets/')) {
    event.respondWith(caches.match(request).then((kept) => kept ?? fetched(request, url.pathname)));
  }
});

async function fetched(request, path) {
  const answer = await fetch(request);
  if (answer.ok && languages.includes(path)) await (await caches.open(name)).put(request, answer.clone());
  return answer;
}
