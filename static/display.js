/* The talking display: reads out what is called, one call after the other, shows the news one at a time, and says when it has
   not heard from the server. */
(() => {
  "use strict";
  const root = document.documentElement, body = document.body;
  const find = (selector, from = document) => from.querySelector(selector);
  const NEWS_SECONDS = 12, TWICE = 2, PAUSE = 0.35, CLIP_PATIENCE = 4000, AGAIN = 5000, FLASH = 1500, RELOAD_EVERY = 60000, KEPT = 100;
  const SPOKEN = "lamin-terucap", RELOADED = "lamin-dimuat";
  const still = matchMedia("(prefers-reduced-motion: reduce)");
  const board = () => find("#papan");

  /* The office's clock, told with each board and counted on by a clock that nobody sets. */
  let told = Number(board().dataset.now), heardAt = performance.now();
  const now = () => told + performance.now() - heardAt;
  const shown = new Intl.DateTimeFormat("id-ID", { timeZone: "Asia/Makassar", hour: "2-digit", minute: "2-digit", hourCycle: "h23" });
  const hour = (at) => shown.format(at).replace(":", ".");
  setInterval(() => { find("[data-clock]").textContent = `${hour(now())} WITA`; }, 1000);

  /* The voice. Each announcement is fetched whole, then played twice; the next waits until it has ended. */
  const sound = new AudioContext();
  const clips = new Map(), queue = [], log = [];
  window.lamin = { spoken: log };
  let busy = false, queued = Number(sessionStorage.getItem(SPOKEN) || 0);
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
  const announce = async (call, entry) => {
    const found = await Promise.allSettled(call.clips.map(clip));
    const buffers = found.filter((one) => one.status === "fulfilled").map((one) => one.value);
    if (sound.state !== "running") return;
    /* With a word missing another number would be heard: then the chime alone, and people look up. */
    const whole = buffers.length === found.length;
    entry.heard = whole ? "all" : found[0].status === "fulfilled" ? "chime" : "";
    if (entry.heard) await play(whole ? buffers : buffers.slice(0, 1));
  };
  const speak = async () => {
    if (busy) return;
    busy = true;
    while (queue.length) {
      const call = queue.shift(), entry = { id: call.id, clips: call.clips, heard: "", started: performance.now(), ended: 0 };
      log.push(entry);
      if (log.length > KEPT) log.shift();
      if (call.id) sessionStorage.setItem(SPOKEN, call.id);
      try { await announce(call, entry); } catch { /* what can't be played must not silence the next call */ }
      entry.ended = performance.now();
    }
    busy = false;
    renew().catch(() => {});
  };
  /* Queues what was not said yet, and tells whether somebody is called to a counter by it. */
  const listen = () => {
    const calls = [...document.querySelectorAll("[data-calls] li")].filter((one) => Number(one.dataset.id) > queued);
    for (const call of calls) {
      queued = Number(call.dataset.id);
      queue.push({ id: queued, clips: call.dataset.clips.split(" ") });
    }
    speak();
    return calls.some((one) => one.dataset.counter);
  };
  const silent = () => { find("[data-sound]").hidden = sound.state === "running"; };
  sound.addEventListener("statechange", silent);
  for (const name of ["pointerdown", "keydown"]) addEventListener(name, () => sound.resume().then(silent));
  find("[data-sound-test]").addEventListener("click", () => {
    queue.push({ id: 0, clips: ["gong", "nomor-antrean", "huruf-a", "angka-0", "angka-1", "silakan-menuju-loket", "nomor-1"] });
    speak();
  });
  sound.resume().catch(() => {});
  setTimeout(silent, 300);

  /* The news, each replaced whole; a running text stands still for those who asked for less motion. */
  let current = 0;
  const next = () => {
    const items = document.querySelectorAll("[data-item]");
    if (items.length < 2) return;
    items[current].hidden = true;
    current = (current + 1) % items.length;
    items[current].hidden = false;
  };
  setInterval(() => { if (still.matches || !find("[data-running]")) next(); }, NEWS_SECONDS * 1000);
  body.addEventListener("animationiteration", (event) => { if (event.target.closest("[data-running]")) next(); });
  const film = () => {
    const video = find("[data-film]");
    if (video && !still.matches) video.play().catch(() => {});
  };

  /* The foot and the scripts are no part of the board. Another foot is fetched and put in its place; another release of the
     program is read whole, once nothing is being said. */
  const release = board().dataset.release;
  let foot = board().dataset.foot;
  const renew = async () => {
    const wanted = board().dataset;
    if (wanted.release !== release) {
      const early = Date.now() - Number(sessionStorage.getItem(RELOADED) || 0) < RELOAD_EVERY;
      if (busy || early) return;
      sessionStorage.setItem(RELOADED, Date.now());
      location.reload();
    } else if (wanted.foot !== foot) {
      const answer = await fetch(location.href, { cache: "no-store", signal: AbortSignal.timeout(AGAIN) });
      const page = new DOMParser().parseFromString(answer.ok ? await answer.text() : "", "text/html");
      const fresh = find("[data-news]", page);
      if (!fresh) return;
      find("[data-news]").replaceWith(fresh);
      foot = find("#papan", page).dataset.foot;
      current = 0;
    }
  };

  /* What was heard last, and since when nothing. A board that could not be read again stays, with its time, and is asked for
     until it comes. */
  let asking, flashUntil = 0;
  const ask = () => { body.dispatchEvent(new CustomEvent("hall")); };
  const mark = (stale) => {
    const place = find("[data-stale]");
    place.hidden = !stale;
    if (stale) place.textContent = place.dataset.stale.replace("{jam}", board().dataset.seen);
  };
  const failed = () => {
    mark(true);
    clearTimeout(asking);
    asking = setTimeout(ask, AGAIN);
  };
  for (const name of ["responseError", "sendError", "timeout"]) body.addEventListener(`htmx:${name}`, failed);
  body.addEventListener("lost", (event) => {
    const badge = find("[data-lost]"), text = find("span", badge);
    text.textContent = text.dataset.text.replace("{jam}", hour(now() - (Date.now() - event.detail.getTime())));
    badge.hidden = false;
    mark(true);
  });
  body.addEventListener("found", () => { find("[data-lost]").hidden = true; ask(); });
  body.addEventListener("htmx:afterSwap", () => {
    clearTimeout(asking);
    told = Number(board().dataset.now);
    heardAt = performance.now();
    mark(root.classList.contains("lost"));
    if (listen()) flashUntil = performance.now() + FLASH;
    if (performance.now() < flashUntil) find(".calling").classList.add("fresh");
    film();
    renew().catch(() => {});
  });

  /* Once a minute without being told, so that a lost hint heals. */
  setInterval(ask, 60000);
  listen();
  film();
})();
