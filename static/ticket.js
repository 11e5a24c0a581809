/* A ticket on a phone: asks again every ten seconds, five when three are ahead, while somebody looks; most answers are 304. */
(() => {
  "use strict";
  const USUAL = 10000, SOON = 5000, FEW = 3, LONGEST = 60000;
  const place = () => document.getElementById("antrean");
  const lost = document.querySelector("[data-lost]");
  let wait, failures = 0, seenAt = new Date(), tag = "";
  const hour = (at) => at.toLocaleTimeString(document.documentElement.lang, { hour: "2-digit", minute: "2-digit" });
  const show = () => {
    const now = place();
    document.title = `${now.dataset.title} - Lamin`;
    if (now.dataset.called && !show.called) navigator.vibrate?.([400, 200, 400]);
    show.called = Boolean(now.dataset.called);
  };
  const pause = () => {
    const usual = Number(place().dataset.ahead) <= FEW ? SOON : USUAL;
    return Math.min(usual * 2 ** Math.min(failures, 3), LONGEST) * (0.8 + Math.random() * 0.4);
  };
  const ask = async () => {
    try {
      const headers = { "HX-Request": "true", ...(tag && { "If-None-Match": tag }) };
      const answer = await fetch(location.pathname, { headers, cache: "no-store", signal: AbortSignal.timeout(8000) });
      if (answer.status === 200) {
        tag = answer.headers.get("ETag") || "";
        const fresh = new DOMParser().parseFromString(await answer.text(), "text/html").getElementById("antrean");
        place().replaceWith(fresh);
        show();
      } else if (answer.status !== 304) throw new Error(answer.status);
      failures = 0;
      seenAt = new Date();
      lost.hidden = true;
    } catch {
      failures += 1;
      lost.hidden = false;
      lost.querySelector("span").textContent = lost.dataset.lost.replace("{jam}", hour(seenAt));
    }
    plan();
  };
  const plan = () => {
    clearTimeout(wait);
    if (place().dataset.going && document.visibilityState === "visible") wait = setTimeout(ask, pause());
  };
  document.addEventListener("visibilitychange", () => { if (document.visibilityState === "visible" && place().dataset.going) ask(); });
  show.called = false;
  show();
  plan();
})();
