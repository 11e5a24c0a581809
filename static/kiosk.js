/* The touch kiosk: pads fill boxes, an idle screen goes back to the start, and a server that is away is noticed within
   five seconds (a second tap is lamin.js's care). The pages work by links and forms; this makes them a kiosk. */
(() => {
  "use strict";
  const body = document.body, data = body.dataset, root = document.documentElement;
  const find = (selector, from = document) => from.querySelector(selector);
  const VEIL_SECONDS = 10, BEAT = 1500, PATIENCE = 1400, AGAIN = 300; /* together under five seconds, also when nothing answers at all */
  let ahead = 0;
  const clock = find("[data-clock]");
  if (find(".offline")) ahead = Number(localStorage.getItem("lamin-ahead")); /* a kept page shows the time at which it was kept */
  else if (clock) {
    ahead = Number(clock.dataset.clock) - Date.now();
    localStorage.setItem("lamin-ahead", ahead);
  }
  window.lamin = { now: () => Date.now() + ahead };

  /* What a kiosk must not do. */
  for (const name of ["contextmenu", "selectstart", "dragstart", "gesturestart"]) document.addEventListener(name, (event) => event.preventDefault());
  document.addEventListener("wheel", (event) => { if (event.ctrlKey) event.preventDefault(); }, { passive: false });
  document.addEventListener("keydown", (event) => { if (event.ctrlKey || event.altKey || event.metaKey) event.preventDefault(); });
  /* The second half of a double tap must not touch what the next page shows at that place. */
  const TWICE = 300, NEAR = 16, before = JSON.parse(sessionStorage.getItem("lamin-sentuh") || "null");
  document.addEventListener("click", (event) => {
    if (!event.detail) return; /* by keyboard or script */
    const now = { x: event.clientX, y: event.clientY, at: Date.now() };
    if (before && now.at - before.at < TWICE && Math.hypot(now.x - before.x, now.y - before.y) < NEAR) {
      event.preventDefault();
      event.stopImmediatePropagation();
    } else sessionStorage.setItem("lamin-sentuh", JSON.stringify(now));
  }, true);

  if (clock) {
    const shown = new Intl.DateTimeFormat("id-ID", { timeZone: "Asia/Makassar", hour: "2-digit", minute: "2-digit", hour12: false });
    setInterval(() => {
      const time = shown.format(new Date(window.lamin.now()));
      clock.textContent = `${root.lang === "en" ? time.replace(".", ":") : time.replace(":", ".")} WITA`;
    }, 1000);
  }

  /* Pads and keyboards fill the box that was touched last. */
  const boxes = (area) => [...area.querySelectorAll("input.read")].filter((one) => one.checkVisibility()); /* not what a closed part hides */
  let box = boxes(document).find((one) => one.ariaInvalid) || boxes(document).find((one) => !one.value) || boxes(document)[0];
  const mark = () => { for (const one of document.querySelectorAll("input.read")) one.classList.toggle("aimed", one === box); };
  document.addEventListener("focusin", (event) => { if (event.target.matches("input.read")) { box = event.target; mark(); } });
  document.addEventListener("click", (event) => {
    const key = event.target.closest("[data-type]");
    if (!key) return;
    const area = key.closest("form,section") || document;
    if (!boxes(area).includes(box)) box = boxes(area)[0];
    if (!box) return;
    const sign = key.dataset.type;
    if (sign === "back") box.value = box.value.slice(0, -1);
    else if (sign === "clear") box.value = "";
    else if (box.value.length < box.maxLength) box.value += sign;
    const enough = { petugas: 4 }[box.name];
    if (enough && box.value.length === enough && sign !== "back") {
      const inputs = boxes(area);
      box = inputs[inputs.indexOf(box) + 1] || box;
    }
    mark();
  });
  if (box && find("[data-pad]")) {
    mark();
    if (box.maxLength > 100) box.focus();
    if (box.ariaInvalid) box.scrollIntoView({ block: "nearest" });
  }
  /* A reader ends what it read with Enter: that leads to the next empty box, and sends only from the last. */
  document.addEventListener("keydown", (event) => {
    if (event.key !== "Enter" || !event.target.matches("input.read")) return;
    const next = boxes(event.target.form).find((one) => !one.value);
    if (!next || next === event.target) return;
    event.preventDefault();
    next.focus();
  });
  document.addEventListener("toggle", (event) => {
    const inner = event.target.open && find("input.read", event.target);
    if (!inner) return;
    inner.focus();
    event.target.scrollIntoView({ block: "end" });
  }, true);

  /* Nobody here: the veil counts down, then the screen goes back to the start. */
  const veil = find("[data-veil]"), idle = Number(data.idle || 0), quiet = data.quiet === "yes", counting = find("[data-countdown]");
  let touched = Date.now();
  const stay = () => { touched = Date.now(); if (veil) veil.hidden = true; };
  for (const name of ["pointerdown", "keydown"]) document.addEventListener(name, (event) => { if (!event.target.closest?.("[data-leave]")) stay(); }, true);
  const leave = () => { const form = find("[data-leave]"); delete form.dataset.sent; form.requestSubmit(); };
  if (veil && idle && !counting && !find(".offline")) {
    setInterval(() => {
      const left = Math.ceil(idle - (Date.now() - touched) / 1000);
      if (quiet && !root.dataset.reach && !root.dataset.large && !root.dataset.contrast && root.lang === "id") return;
      if (left <= 0) { touched = Date.now(); leave(); return; }
      if (left > VEIL_SECONDS) return;
      if (veil.hidden) { veil.hidden = false; find("[data-stay]", veil).focus(); }
      find("[data-left]", veil).textContent = left;
      find("[data-ring]", veil).setAttribute("stroke-dashoffset", 100 - left * 10);
    }, 250);
  }
  /* A page whose work is done counts down in sight; a part that comes later may say how long it is to be seen. */
  if (counting) {
    let lasts = 0, gone = false;
    setInterval(() => {
      const wanted = Number(find("[data-lasts]")?.dataset.lasts || counting.dataset.countdown);
      if (lasts && wanted !== lasts) touched = Date.now();
      lasts = wanted;
      const left = Math.max(Math.ceil(lasts - (Date.now() - touched) / 1000), 0);
      for (const place of document.querySelectorAll("[data-seconds]")) place.textContent = left;
      if (left || gone || counting.dataset.sent) return;
      gone = true;
      counting.requestSubmit();
    }, 250);
  }

  /* Printing by the browser, once a ticket, also when the page is shown again. */
  const slip = find("[data-print-now]");
  if (slip && sessionStorage.getItem("lamin-cetak") !== slip.dataset.printNow) {
    sessionStorage.setItem("lamin-cetak", slip.dataset.printNow);
    window.print();
  }

  /* Is the server there? Two beats missed, and the kiosk goes on alone. */
  if (!data.beat) return;
  const offline = Boolean(find(".offline"));
  let missed = 0, heard = 0;
  const beat = async () => {
    try {
      const answer = await fetch(data.beat, { cache: "no-store", signal: AbortSignal.timeout(PATIENCE) });
      if (answer.status === 403 || answer.redirected) return location.replace(data.home);
      if (!answer.ok) throw new Error(answer.status);
      missed = 0;
      if (!offline) sessionStorage.removeItem("lamin-putus");
      if (offline && ++heard >= 2) body.dispatchEvent(new CustomEvent("served"));
    } catch {
      heard = 0;
      if (++missed === 1 && !sessionStorage.getItem("lamin-putus")) sessionStorage.setItem("lamin-putus", window.lamin.now());
      if (missed >= 2 && !offline && navigator.serviceWorker?.controller) location.replace(data.offline);
    }
    setTimeout(beat, missed === 1 ? AGAIN : BEAT);
  };
  setTimeout(beat, 500);
  /* Which form may have been sent without its answer arriving: the number given instead says so when it is handed in. */
  if (!offline) {
    sessionStorage.removeItem("lamin-kirim");
    document.addEventListener("submit", (event) => { const once = event.target.elements.once; if (once) sessionStorage.setItem("lamin-kirim", once.value); });
  }
  /* Numbers that were given without the server and not handed in yet: the kept page does that. */
  const block = () => { try { return JSON.parse(localStorage.getItem("lamin-blok"))?.entries?.length; } catch { return 0; } };
  if (!offline && quiet && navigator.serviceWorker?.controller && block()) location.replace(data.offline);
  if (!offline && "serviceWorker" in navigator) {
    navigator.serviceWorker.register(data.worker, { scope: "/kiosk/" }).then((found) => { if (quiet) (found.active || navigator.serviceWorker.controller)?.postMessage("keep"); }).catch(() => {});
  }
})();
