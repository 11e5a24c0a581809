/* A ticket on a phone: asks again every ten seconds, five when three are ahead, while somebody looks; most answers are 304. */
(() => {
  "use strict";
  const USUAL = 10000, SOON = 5000, FEW = 3, LONGEST = 60000, PATIENCE = 8000;
  const find = (selector, from = document) => from.querySelector(selector);
  const place = () => document.getElementById("antrean");
  const lost = find("[data-lost]"), told = find("[data-say]"), CLOCK = /\d\d[.:]\d\d[.:]\d\d/;
  let wait, asking = false, failures = 0, tag = "", state = place().dataset.state;
  const going = () => "going" in place().dataset;
  const headline = () => find(".note b, .verdict h1", place())?.textContent ?? "";
  let said = headline();

  /* Only what changed is read out, once; the fragment itself comes anew each time. */
  const show = () => {
    const now = place();
    document.title = `${now.dataset.title} - Lamin`;
    document.querySelectorAll("[data-for]").forEach((part) => { part.hidden = !part.dataset.for.split(" ").includes(now.dataset.shows); });
    if (said !== headline()) told.textContent = said = headline();
    if (now.dataset.state === "called" && state !== "called") navigator.vibrate?.([400, 200, 400]);
    state = now.dataset.state;
  };
  const updated = (hour) => {
    const line = find("[data-updated]");
    if (line && hour) line.textContent = line.textContent.replace(CLOCK, hour);
  };
  const pause = () => {
    const usual = Number(place().dataset.ahead) <= FEW ? SOON : USUAL;
    return Math.min(usual * 2 ** Math.min(failures, 3), LONGEST) * (0.8 + Math.random() * 0.4);
  };
  const plan = () => {
    clearTimeout(wait);
    if (going() && document.visibilityState === "visible") wait = setTimeout(ask, pause());
  };
  const read = async () => {
    const headers = { "HX-Request": "true", ...(tag && { "If-None-Match": tag }) };
    const answer = await fetch(place().dataset.url, { headers, cache: "no-store", signal: AbortSignal.timeout?.(PATIENCE) });
    if (answer.status === 200) {
      const fresh = new DOMParser().parseFromString(await answer.text(), "text/html").getElementById("antrean");
      if (!fresh) throw new Error("no ticket in the answer");
      tag = answer.headers.get("ETag") || "";
      place().replaceWith(fresh);
      show();
    } else if (answer.status !== 304) throw new Error(answer.status);
    updated(answer.headers.get("Lamin-Seen"));
  };
  const ask = async () => {
    if (asking) return;
    asking = true;
    try {
      await read();
      failures = 0;
      lost.hidden = true;
    } catch {
      failures += 1;
      find("[data-since]").textContent = lost.dataset.lost.replace("{jam}", find("[data-updated]")?.textContent.match(CLOCK)?.[0] ?? "");
      lost.hidden = false;
    }
    asking = false;
    plan();
  };
  document.addEventListener("visibilitychange", () => {
    if (document.visibilityState === "hidden") clearTimeout(wait);
    else if (going()) ask();
  });
  addEventListener("online", () => { if (going()) ask(); });
  plan();
})();
