/* Keeps the page that a kiosk shows when its server is away, and shows it then. Nothing of a visitor is ever kept: only that
   page, in both languages, and the files it loads. What a visitor sends goes through once and is neither kept nor sent again. */
"use strict";
const KEPT = "lamin-kios", PAGES = ["/kiosk/luring", "/kiosk/luring/en"], PATIENCE = 3000, DEAD_PROXY = [502, 504];

const own = (text, pattern, base) => [...text.matchAll(pattern)].map((found) => new URL(found[1].replaceAll("&amp;", "&"), base).href);
const keepFiles = async (cache, addresses, wanted) => {
  for (const address of addresses) {
    if (wanted.has(address)) continue;
    wanted.add(address);
    if (!(await cache.match(address))) await cache.add(address);
    if (/\.css($|\?)/.test(address)) {
      const text = await (await cache.match(address)).text();
      await keepFiles(cache, own(text, /url\("?(img\/[^)"]+)/g, address), wanted);
    }
  }
};
const keep = async () => {
  const cache = await caches.open(KEPT), wanted = new Set();
  for (const page of PAGES) {
    const answer = await fetch(page, { credentials: "same-origin", cache: "no-store", redirect: "manual" });
    /* Not known any more, or now another kiosk: the block isn't its to give. */
    if (answer.type === "opaqueredirect" || answer.status === 403) return caches.delete(KEPT);
    if (!answer.ok) return false;
    const address = new URL(page, location).href;
    await keepFiles(cache, own(await answer.clone().text(), /<(?:link|script)[^>]*? (?:href|src)="(\/static\/[^"]+)"/g, address), wanted);
    await cache.put(address, answer);
    wanted.add(address);
  }
  for (const old of await cache.keys()) if (!wanted.has(old.url)) await cache.delete(old);
  return true;
};
const kept = async (path) => (await caches.match(path)) || Response.error();
const orKept = (asked) => asked.then((answer) => (DEAD_PROXY.includes(answer.status) ? kept(PAGES[0]) : answer), () => kept(PAGES[0]));

self.addEventListener("install", (event) => event.waitUntil(keep().then(() => self.skipWaiting())));
self.addEventListener("activate", (event) => event.waitUntil(self.clients.claim()));
self.addEventListener("message", (event) => { if (event.data === "keep") event.waitUntil(keep().catch(() => false)); });
self.addEventListener("fetch", (event) => {
  const { request } = event, url = new URL(request.url);
  if (url.origin !== location.origin) return;
  if (request.mode === "navigate" && url.pathname.startsWith("/kiosk/")) {
    if (PAGES.includes(url.pathname)) event.respondWith(caches.match(url.pathname).then((found) => found || fetch(request)));
    /* A form is given all the time it takes: whoever is shown the kept page takes a number anew. */
    else event.respondWith(orKept(fetch(request, request.method === "GET" ? { signal: AbortSignal.timeout(PATIENCE) } : undefined)));
  } else if (request.method === "GET" && url.pathname.startsWith("/static/")) {
    event.respondWith(caches.match(request, { ignoreVary: true }).then((found) => found || fetch(request)));
  }
});
