import { cleanupOutdatedCaches, getCacheKeyForURL, matchPrecache, precache } from 'workbox-precaching';

declare const self: ServiceWorkerGlobalScope;

/** Written by the build: page, scripts, styles, texts and icons of the field app. */
declare const GENGJIE_PRECACHE: { readonly url: string; readonly revision: string | null }[];

/** Every address below it is the one page. */
const PAGE = '/field';

/*
 * 外业端离线: keeps the whole program on the phone, and nothing else: requests to the API and for tiles pass by untouched. A new version
 * is loaded beside the old one and waits until the person takes it (`take-over`), so that no page changes under their hands.
 */
precache(GENGJIE_PRECACHE);
cleanupOutdatedCaches();

self.addEventListener('fetch', (event) => {
  const { request } = event;
  const url = new URL(request.url);
  if (request.method !== 'GET' || url.origin !== self.location.origin) return;
  if (request.mode === 'navigate') {
    if (url.pathname === PAGE || url.pathname.startsWith(`${PAGE}/`)) event.respondWith(kept(PAGE, request));
  } else if (getCacheKeyForURL(url.href)) {
    event.respondWith(kept(url.href, request));
  }
});

/** The kept answer; the server's when the browser has thrown ours away. */
async function kept(url: string, request: Request): Promise<Response> {
  return (await matchPrecache(url)) ?? fetch(request);
}

self.addEventListener('message', ({ data }) => {
  if (data === 'take-over') void self.skipWaiting();
});

// The first visit can be taken offline at once, without opening the page again.
self.addEventListener('activate', (event) => event.waitUntil(self.clients.claim()));
