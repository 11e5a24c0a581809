/* The kiosk without its server: gives numbers from a block of its own for today (B-K1-01), each written down before it is
   shown, and hands them in when the server is back. */
(() => {
  "use strict";
  const root = document.documentElement, body = document.body;
  const find = (selector, from = document) => from.querySelector(selector);
  const all = (selector) => [...document.querySelectorAll(selector)];
  const told = find("[data-facts]").dataset, facts = JSON.parse(told.facts), text = JSON.parse(told.words);
  const BLOCK = "lamin-blok", GUESSES = "lamin-kode", HIGHEST = 999, BATCH = 50, VEIL_SECONDS = 10;
  const chosen = { letter: "", name: "", priority: false };
  const now = () => Math.round(window.lamin.now());
  const zone = { timeZone: "Asia/Makassar" };
  const day = (at = now()) => new Intl.DateTimeFormat("en-CA", zone).format(at);
  const hour = (at) => {
    const shown = new Intl.DateTimeFormat("en-GB", { ...zone, hour: "2-digit", minute: "2-digit" }).format(at);
    return `${root.lang === "en" ? shown : shown.replace(":", ".")} WITA`;
  };
  const read = (key) => { try { return JSON.parse(localStorage.getItem(key)) || {}; } catch { return {}; } };
  const write = (key, value) => localStorage.setItem(key, JSON.stringify(value));

  /* One step after the other on one page; a result goes away by itself, in sight. */
  let at = "groups", touched = Date.now();
  const step = (name) => {
    at = name;
    touched = Date.now();
    for (const section of all("[data-step]")) section.hidden = section.dataset.step !== name;
    for (const part of all("[data-at]")) part.hidden = !part.dataset.at.split(" ").includes(name);
    find("main").scrollTop = 0;
    count();
  };
  const restart = () => {
    for (const form of all("main form")) form.reset();
    for (const place of all("[data-label],[data-name],[data-time]")) place.textContent = "";
    for (const name of ["large", "reach", "contrast"]) delete root.dataset[name];
    for (const flip of all("[data-flip]")) flip.setAttribute("aria-pressed", "false");
    find("[data-wrong]").hidden = find("[data-veil]").hidden = true;
    Object.assign(chosen, { letter: "", name: "", priority: false });
    step("groups");
  };
  for (const name of ["pointerdown", "keydown"]) document.addEventListener(name, () => { touched = Date.now(); }, true);
  const count = () => {
    if (at === "groups" && !root.dataset.large && !root.dataset.reach && !root.dataset.contrast) return;
    const result = at === "ticket" || at === "not-today", veil = find("[data-veil]");
    const left = Math.ceil((result ? 25 : Number(body.dataset.idle)) - (Date.now() - touched) / 1000);
    find("[data-seconds]").textContent = Math.max(left, 0);
    if (left <= 0) return restart();
    if (result || left > VEIL_SECONDS) { veil.hidden = true; return; }
    veil.hidden = false;
    find("[data-left]", veil).textContent = left;
    find("[data-ring]", veil).setAttribute("stroke-dashoffset", 100 - left * 10);
  };
  setInterval(count, 250);

  /* A number is taken by writing it down; only then is it shown. */
  const take = () => {
    const block = read(BLOCK), today = day(), { letter, priority } = chosen;
    const last = (block.last?.[today] || {})[letter] || 0;
    const number = Math.max(last, facts.day === today ? facts.given[letter] || 0 : 0) + 1;
    if (number > HIGHEST) throw new RangeError(letter);
    const entry = { key: `${today}-${letter}-${number}`, letter, number, priority, taken_at: now(), language: root.lang };
    const unsure = sessionStorage.getItem("lamin-kirim");
    if (unsure) entry.unsure = unsure;
    const days = Object.fromEntries(Object.entries(block.last || {}).sort().slice(-3));
    write(BLOCK, { ...block, last: { ...days, [today]: { ...days[today], [letter]: number } }, entries: [...(block.entries || []), entry] });
    sessionStorage.removeItem("lamin-kirim");
    return { label: `${letter}-${facts.device}-${String(number).padStart(2, "0")}`, when: entry.taken_at };
  };
  const show = ({ label, when }) => {
    for (const place of all("[data-label]")) place.textContent = label;
    for (const place of all("[data-name]")) place.textContent = chosen.name;
    for (const place of all("[data-time]")) place.textContent = hour(when);
    for (const place of all("[data-priority]")) place.hidden = !chosen.priority;
    step("ticket");
    if (body.querySelector(".slip")) window.print();
  };

  /* The checklist, by the rules that the page was made with. */
  const wrong = (reason, values = {}) => {
    const place = find("[data-wrong]");
    place.textContent = Object.entries(values).reduce((words, [name, value]) => words.replace(`{${name}}`, value), text[reason]);
    place.hidden = false;
  };
  const tenths = (typed) => {
    const found = /^(\d{2})(?:[.,](\d))?$/.exec(typed.trim());
    const value = found ? Number(found[1]) * 10 + Number(found[2] || 0) : NaN;
    return value >= 300 && value <= 450 ? value : null;
  };
  const hex = (bytes) => [...new Uint8Array(bytes)].map((byte) => byte.toString(16).padStart(2, "0")).join("");
  const hashed = async (code) => {
    const bytes = (words) => new TextEncoder().encode(words);
    const key = await crypto.subtle.importKey("raw", bytes(code), "PBKDF2", false, ["deriveBits"]);
    return hex(await crypto.subtle.deriveBits({ name: "PBKDF2", hash: "SHA-256", salt: bytes(facts.salt), iterations: facts.rounds }, key, 256));
  };
  const officerIsThere = async (typed) => {
    const guesses = read(GUESSES), since = now() - (guesses.at || 0);
    if (guesses.wrong >= facts.tries && since >= 0 && since < facts.pause) return wrong("paused");
    /* Counted before it is judged: a reload in between must not make a try free. */
    write(GUESSES, { wrong: guesses.wrong >= facts.tries ? 1 : (guesses.wrong || 0) + 1, at: now() });
    if ((await hashed(typed.trim())) !== facts.code) return wrong("code");
    localStorage.removeItem(GUESSES);
    return true;
  };
  const WANTED = { mask: "ya", hands: "ya", symptoms: "tidak", contact: "tidak" };
  const check = async (form) => {
    const asked = [...new Set([...form.querySelectorAll("input[type=radio]")].map((input) => input.name))];
    const failing = asked.filter((name) => form.elements[name].value !== WANTED[name]);
    if (asked.some((name) => !form.elements[name].value)) return wrong("unanswered");
    if (form.elements.suhu) {
      const value = tenths(form.elements.suhu.value);
      if (value === null) return wrong("temperature");
      if (!(await officerIsThere(form.elements.petugas.value))) return;
      if (value > facts.limit) failing.push("temperature");
      const degrees = `${(value / 10).toFixed(1)} °C`;
      find("[data-hot]").textContent = text.hot.replace("{suhu}", root.lang === "en" ? degrees : degrees.replace(".", ","));
    }
    if (!failing.length) return finish();
    const mend = failing.every((name) => name === "mask" || name === "hands");
    for (const part of all("[data-when]")) part.hidden = (part.dataset.when === "mend") !== mend;
    find("[data-hot]").hidden = !failing.includes("temperature");
    step("not-today");
  };
  const finish = () => {
    if (!openNow().has(chosen.letter)) return restart();
    try { show(take()); } catch { wrong("full"); }
  };

  /* Groups open and close by the kiosk's clock, for the day that the page was made for. */
  const openNow = () => {
    const open = new Set(), today = facts.day === day();
    for (const group of all("[data-group]")) {
      const hours = today ? JSON.parse(group.dataset.hours) : [];
      const isOpen = hours.some(([start, end]) => start <= now() && now() < end), next = hours.find(([start]) => start > now());
      if (isOpen) open.add(group.dataset.group);
      group.disabled = !isOpen;
      group.classList.toggle("shut", !isOpen);
      find("span:last-child", group).textContent = isOpen ? text.open : next ? text.later.replace("{jam}", hour(next[0])) : text.shut;
    }
    find("[data-lead]").textContent = open.size ? text.lead : today ? text.closed : text.old;
    return open;
  };

  document.addEventListener("click", (event) => {
    const group = event.target.closest("[data-group]"), flip = event.target.closest("[data-flip]");
    if (group && !group.disabled) {
      Object.assign(chosen, { letter: group.dataset.group, name: find("b", group).textContent });
      for (const place of all("[data-for]")) place.textContent = chosen.name;
      step("wishes");
    }
    if (flip) {
      const [name, value] = flip.dataset.flip.split("=");
      if (root.dataset[name]) delete root.dataset[name]; else root.dataset[name] = value;
      flip.setAttribute("aria-pressed", Boolean(root.dataset[name]));
    }
    if (event.target.closest("[data-again]")) restart();
  });
  document.addEventListener("submit", async (event) => {
    event.preventDefault();
    const form = event.target, kind = form.dataset.offline;
    if (!kind) return restart();
    if (form.dataset.busy) return;
    form.dataset.busy = "yes"; /* a second tap finds the first one's work */
    find("[data-wrong]").hidden = true;
    try {
      if (kind === "health") await check(form);
      else {
        const health = find("[data-offline=health]");
        chosen.priority = form.elements.prioritas.value === "1";
        step("health");
        if (!find("input", health)) await check(health); /* the protocol is off: nothing is asked */
      }
    } finally { delete form.dataset.busy; }
  });

  /* The server is back: hand in what was given, and forget only what the server says it has, or can't have. */
  let handing = false;
  const send = (entries) => fetch(told.handIn, {
    method: "POST", headers: { "Content-Type": "application/json", "X-Lamin-Kiosk": "1" }, body: JSON.stringify({ entries }), signal: AbortSignal.timeout(8000),
  });
  const settle = (done, refused) => {
    const block = read(BLOCK); /* anew: a number may have been given meanwhile */
    const entries = (block.entries || []).filter((entry) => !done.has(entry.key));
    write(BLOCK, { ...block, entries, refused: [...(block.refused || []), ...refused].slice(-BATCH) });
    return entries;
  };
  const handIn = async () => {
    for (let entries = read(BLOCK).entries || []; entries.length;) {
      const batch = entries.slice(0, BATCH), answer = await send(batch);
      if (!answer.ok && ![400, 413, 422].includes(answer.status)) return false;
      const { taken, refused } = answer.ok ? await answer.json() : { taken: [], refused: batch };
      const done = new Set([...taken, ...refused].map((entry) => entry.key));
      if (!batch.some((entry) => done.has(entry.key))) return false;
      entries = settle(done, refused);
    }
    return true;
  };
  body.addEventListener("served", async () => {
    if (handing) return;
    handing = true;
    const done = await handIn().catch(() => false);
    handing = false;
    if (done && at === "groups") location.replace(body.dataset.home);
  });

  const since = Number(sessionStorage.getItem("lamin-putus")) || now();
  sessionStorage.setItem("lamin-putus", since);
  find("[data-since]").textContent = text.since.replace("{jam}", hour(since));
  restart();
  openNow();
  setInterval(openNow, 5000);
})();
