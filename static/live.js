/* Screens of the hall follow a stream that carries only a version, and read their fragments again when it changes.
   Without a stream (the cap is reached, or it broke) they ask for the version every few seconds. <body data-live="/layar">
   names the room: its stream is /layar/alir, its version /layar/versi. The page hears `hall` on body at each change. */
(() => {
  "use strict";
  const base = document.body?.dataset.live;
  if (!base) return;
  const LOST_AFTER = Number(document.body.dataset.lostAfter || 10) * 1000;
  const POLL = 2000, RETRY_STREAM = 30000, PATIENCE = 8000;
  let heard = performance.now(), asking = 0, asked = 0, missed = false, version = document.body.dataset.version || "", stream, polling, lostSince = null;

  const changed = (next) => {
    if (next === version) return;
    version = next;
    if (asking && performance.now() - asked < PATIENCE) missed = true; /* htmx would drop it behind the request whose answer replaces the element that asked */
    else document.body.dispatchEvent(new CustomEvent("hall", { detail: next }));
  };
  const ours = (event) => event.detail.requestConfig?.triggeringEvent?.type === "hall";
  document.body.addEventListener("htmx:beforeRequest", (event) => { if (ours(event)) { asking += 1; asked = performance.now(); } });
  document.body.addEventListener("htmx:beforeOnLoad", (event) => {
    if (!ours(event) || event.detail.target.isConnected) return;
    event.preventDefault(); /* replaced meanwhile by the answer to a touch: htmx would lose what it preserves */
    missed = true;
  });
  document.body.addEventListener("htmx:afterRequest", (event) => {
    if (!ours(event)) return;
    asking = Math.max(asking - 1, 0);
    if (asking || !missed) return;
    missed = false;
    setTimeout(() => document.body.dispatchEvent(new CustomEvent("hall", { detail: version })), 0);
  });
  const hear = (next) => {
    heard = performance.now();
    if (lostSince) {
      lostSince = null;
      document.documentElement.classList.remove("lost");
      document.body.dispatchEvent(new CustomEvent("found"));
      version = ""; /* whatever was missed is read again */
    }
    if (next) changed(next);
  };
  const open = () => {
    stream = new EventSource(`${base}/alir`);
    stream.addEventListener("versi", (event) => { stopPolling(); hear(event.data); });
    stream.addEventListener("denyut", () => hear(""));
    stream.onerror = () => {
      startPolling();
      if (stream.readyState === EventSource.CLOSED) setTimeout(open, RETRY_STREAM);
    };
  };
  const poll = async () => {
    try {
      const answer = await fetch(`${base}/versi`, { cache: "no-store", signal: AbortSignal.timeout(POLL) });
      if (answer.ok) hear(await answer.text());
    } catch { /* the badge tells */ }
  };
  const startPolling = () => { polling ||= setInterval(poll, POLL); };
  const stopPolling = () => { clearInterval(polling); polling = undefined; };

  setInterval(() => {
    const silent = performance.now() - heard;
    if (silent < LOST_AFTER || lostSince) return;
    lostSince = new Date(Date.now() - silent);
    document.documentElement.classList.add("lost");
    document.body.dispatchEvent(new CustomEvent("lost", { detail: lostSince }));
    startPolling();
  }, 500);
  open();
})();
