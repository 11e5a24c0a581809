/* Keeps the page that checks a QR's signature by itself, with the office's public keys, and shows it when there is no
   connection. Nothing that was looked up is ever kept. */
"use strict";
const KEPT = "lamin-periksa", PAGE = "/periksa/luring", PATIENCE = 8000, DEAD_PROXY = [502, 504];

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
  const answer = await fetch(PAGE, { credentials: "same-origin", cache: "no-store" });
  if (!answer.ok) return false;
  const cache = await caches.open(KEPT), wanted = new Set(), address = new URL(PAGE, location).href;
  await keepFiles(cache, own(await answer.clone().text(), /<(?:link|script)[^>]*? (?:href|src)="(\/static\/[^"]+)"/g, address), wanted);
  await cache.put(address, answer);
  wanted.add(address);
  for (const old of await cache.keys()) if (!wanted.has(old.url)) await cache.delete(old);
  return true;
};
const kept = async () => (await (await caches.open(KEPT)).match(PAGE)) || Response.error();

self.addEventListener("install", (event) => event.waitUntil(keep().then(() => self.skipWaiting())));
self.addEventListener("activate", (event) => event.waitUntil(self.clients.claim()));
self.addEventListener("message", (event) => { if (event.data === "keep") event.waitUntil(keep().catch(() => false)); });
self.addEventListener("fetch", (event) => {
  const { request } = event, url = new URL(request.url);
  if (url.origin !== location.origin || request.method !== "GET") return;
  if (request.mode === "navigate") {
    const asked = fetch(request, { signal: AbortSignal.timeout(PATIENCE) });
    event.respondWith(asked.then((answer) => (DEAD_PROXY.includes(answer.status) ? kept() : answer), kept));
  } else if (url.pathname.startsWith("/static/")) {
    const found = caches.open(KEPT).then((cache) => cache.match(request, { ignoreVary: true }));
    event.respondWith(found.then((file) => file || fetch(request)));
  }
});
