/* The talking display: reads out what is called, one call after the other, shows the news one at a time, and says when it has
   not heard from the server. */
(() => {
  "use strict";
  const root = document.documentElement, body = document.body;
  const find = (selector, from = document) => from.querySelector(selector);
  const NEWS_SECONDS = 12, TWICE = 2, PAUSE = 0.35, CLIP_PATIENCE = 4000, SPOKEN = "lamin-terucap";
  const ahead = Number(find("[data-clock]").dataset.clock) - Date.now();
  const shown = new Intl.DateTimeFormat("id-ID", { timeZone: "Asia/Makassar", hour: "2-digit", minute: "2-digit", hour12: false });
  const hour = (at) => shown.format(at).replace(":", ".");
  setInterval(() => { find("[data-clock]").textContent = `${hour(new Date(Date.now() + ahead))} WITA`; }, 1000);

  /* The voice. Each announcement is fetched whole, then played twice; the next waits until it has ended. */
  const sound = new AudioContext();
  const clips = new Map(), queue = [], log = [];
  window.lamin = { spoken: log };
  let busy = false, last = Number(sessionStorage.getItem(SPOKEN) || -1);
  const clip = (name) => {
    if (!clips.has(name)) {
      const loading = fetch(`/layar/suara/${name}.wav`, { signal: AbortSignal.timeout(CLIP_PATIENCE) })
        .then((answer) => (answer.ok ? answer.arrayBuffer() : Promise.reject(new Error(answer.status))))
        .then((bytes) => sound.decodeAudioData(bytes));
      loading.catch(() => clips.delete(name));
      clips.set(name, loading);
    }
    return clips.get(name);
  };
  const play = (buffers) => {
    let at = sound.currentTime + 0.05;
    for (let time = 0; time < TWICE; time += 1) {
      for (const buffer of time ? buffers.slice(1) : buffers) {
        const source = sound.createBufferSource();
        source.buffer = buffer;
        source.connect(sound.destination);
        source.start(at);
        at += buffer.duration;
      }
      at += PAUSE;
    }
    return new Promise((done) => { setTimeout(done, (at - sound.currentTime) * 1000); });
  };
  const speak = async () => {
    if (busy) return;
    busy = true;
    while (queue.length) {
      const call = queue.shift(), entry = { id: call.id, clips: call.clips, started: performance.now(), ended: 0 };
      log.push(entry);
      try {
        const found = await Promise.allSettled(call.clips.map(clip));
        const buffers = found.filter((one) => one.status === "fulfilled").map((one) => one.value);
        if (sound.state === "running" && buffers.length) await play(buffers);
      } catch { /* a clip that is missing must not silence the next call */ }
      entry.ended = performance.now();
    }
    busy = false;
  };
  const listen = () => {
    const calls = [...document.querySelectorAll("[data-calls] li")].map((one) => ({ id: Number(one.dataset.id), clips: one.dataset.clips.split(" ") }));
    if (last < 0) last = calls.length ? calls.at(-1).id : 0; /* what was called before this screen was switched on is over */
    for (const call of calls) {
      if (call.id <= last) continue;
      last = call.id;
      queue.push(call);
    }
    sessionStorage.setItem(SPOKEN, last);
    speak();
  };
  const silent = () => { find("[data-sound]").hidden = sound.state === "running"; };
  sound.addEventListener("statechange", silent);
  for (const name of ["pointerdown", "keydown"]) addEventListener(name, () => sound.resume().then(silent));
  find("[data-sound-test]").addEventListener("click", () => { queue.push({ id: 0, clips: ["gong", "nomor-antrean", "huruf-a", "angka-0", "angka-1", "silakan-menuju-loket", "nomor-1"] }); speak(); });
  sound.resume().catch(() => {});
  setTimeout(silent, 300);

  /* The news, each replaced whole; a running text stands still for those who asked for less motion. */
  const items = [...document.querySelectorAll("[data-item]")];
  let current = 0;
  const next = () => {
    if (!items.length) return;
    items[current].hidden = true;
    current = (current + 1) % items.length;
    items[current].hidden = false;
  };
  const running = find("[data-running]") && !matchMedia("(prefers-reduced-motion: reduce)").matches;
  if (running) find("[data-news]").addEventListener("animationiteration", next);
  else setInterval(next, NEWS_SECONDS * 1000);
  const film = () => {
    const video = find("[data-film]");
    if (video && !matchMedia("(prefers-reduced-motion: reduce)").matches) video.play().catch(() => {});
  };

  /* What was heard last, and since when nothing. A board that could not be read again stays, with its time. */
  const mark = (stale) => {
    const place = find("[data-stale]");
    place.hidden = !stale;
    if (stale) place.textContent = place.dataset.stale.replace("{jam}", find("#papan").dataset.seen);
  };
  body.addEventListener("lost", (event) => {
    const badge = find("[data-lost]"), text = find("span", badge);
    text.textContent = text.dataset.text.replace("{jam}", hour(new Date(event.detail.getTime() + ahead)));
    badge.hidden = false;
    mark(true);
  });
  body.addEventListener("found", () => { find("[data-lost]").hidden = true; mark(false); fresh(); });
  body.addEventListener("htmx:responseError", () => mark(true));
  body.addEventListener("htmx:sendError", () => mark(true));
  body.addEventListener("htmx:afterSwap", () => { mark(root.classList.contains("lost")); find(".calling")?.classList.add("fresh"); listen(); film(); });

  /* A server that came back with another release: the page is read whole. */
  const fresh = async () => {
    const answer = await fetch(location.href, { cache: "no-store" }).catch(() => null);
    const text = answer?.ok ? await answer.text() : "";
    if (text && !text.includes(body.dataset.release)) location.reload();
  };
  /* Once a minute without being told, so that a lost hint heals. */
  setInterval(() => body.dispatchEvent(new CustomEvent("hall")), 60000);
  listen();
  film();
})();
