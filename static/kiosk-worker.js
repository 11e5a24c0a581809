/* Keeps the page that a kiosk shows when its server is away. Nothing of a visitor is ever kept: only that page and what it loads. */
"use strict";
const KEPT = "lamin-kios", PAGE = "/kiosk/luring", PATIENCE = 3000;

const keep = async () => {
  const cache = await caches.open(KEPT);
  const answer = await fetch(PAGE, { credentials: "same-origin", cache: "no-store", redirect: "error" });
  if (!answer.ok) return;
  const text = await answer.clone().text();
  const parts = [...text.matchAll(/(?:href|src)="(\/static\/[^"]+)"/g)].map((found) => found[1].replaceAll("&amp;", "&"));
  await cache.addAll([...new Set(parts)]);
  await cache.put(PAGE, answer);
};
const patient = (request) => fetch(request, { signal: AbortSignal.timeout(PATIENCE) });

self.addEventListener("install", (event) => event.waitUntil(keep().then(() => self.skipWaiting())));
self.addEventListener("activate", (event) => event.waitUntil(self.clients.claim()));
self.addEventListener("message", (event) => { if (event.data === "keep") event.waitUntil(keep().catch(() => {})); });
self.addEventListener("fetch", (event) => {
  const { request } = event;
  const url = new URL(request.url);
  if (request.method !== "GET" || url.origin !== location.origin) return;
  if (request.mode === "navigate" && url.pathname.startsWith("/kiosk/")) {
    event.respondWith(patient(request).catch(() => caches.match(PAGE)));
  } else if (url.pathname.startsWith("/static/")) {
    event.respondWith(caches.match(request).then((kept) => kept || fetch(request)));
  }
});
