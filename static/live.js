/* Screens of the hall follow a stream that carries only a version, and read their fragments again when it changes.
   Without a stream (the cap is reached, or it broke) they ask for the version every few seconds. <body data-live="/layar">
   names the room: its stream is /layar/alir, its version /layar/versi. The page hears `hall` on body at each change. */
(() => {
  "use strict";
  const base = document.body?.dataset.live;
  if (!base) return;
  const LOST_AFTER = Number(document.body.dataset.lostAfter || 10) * 1000;
  const POLL = 2000, RETRY_STREAM = 30000;
  let heard = Date.now(), version = document.body.dataset.version || "", stream, polling, lostSince = null;

  const changed = (next) => {
    if (next === version) return;
    version = next;
    document.body.dispatchEvent(new CustomEvent("hall", { detail: next }));
  };
  const hear = (next) => {
    heard = Date.now();
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
    if (Date.now() - heard < LOST_AFTER || lostSince) return;
    lostSince = new Date(heard);
    document.documentElement.classList.add("lost");
    document.body.dispatchEvent(new CustomEvent("lost", { detail: lostSince }));
    startPolling();
  }, 500);
  open();
})();
