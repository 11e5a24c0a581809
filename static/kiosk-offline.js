/* The kiosk without its server: gives numbers from a block of its own for today (B-K1-01), each written down before it is
   shown, and hands them in when the server is back. */
(() => {
  "use strict";
  const find = (selector, from = document) => from.querySelector(selector);
  const all = (selector) => [...document.querySelectorAll(selector)];
  const facts = JSON.parse(find("[data-facts]").dataset.facts);
  const BLOCK = "lamin-blok", RESULT_SECONDS = 25000;
  const chosen = { letter: "", name: "", priority: false };
  let away;

  const day = () => new Intl.DateTimeFormat("en-CA", { timeZone: "Asia/Makassar" }).format(new Date(window.lamin.now()));
  const hour = (at) => new Intl.DateTimeFormat("id-ID", { timeZone: "Asia/Makassar", hour: "2-digit", minute: "2-digit", hour12: false }).format(new Date(at)).replace(":", ".");
  const read = () => { try { return JSON.parse(localStorage.getItem(BLOCK)) || {}; } catch { return {}; } };
  const write = (block) => localStorage.setItem(BLOCK, JSON.stringify(block));
  const step = (name) => {
    for (const section of all("[data-step]")) section.hidden = section.dataset.step !== name;
    clearTimeout(away);
    if (name === "ticket" || name === "not-today") away = setTimeout(restart, RESULT_SECONDS);
  };
  const restart = () => {
    for (const form of all("form")) form.reset();
    for (const label of all(".slip [data-label],.slip [data-name]")) label.textContent = "";
    find("[data-wrong]").hidden = true;
    step("groups");
  };

  /* A number is taken by writing it down; only then is it shown. */
  const take = () => {
    const block = read(), today = day();
    if (block.day !== today) Object.assign(block, { day: today, last: {}, entries: block.entries || [] });
    const number = (block.last[chosen.letter] || 0) + 1;
    block.last[chosen.letter] = number;
    const at = Math.round(window.lamin.now());
    block.entries.push({ key: `${today}-${chosen.letter}-${number}`, letter: chosen.letter, number, at, priority: chosen.priority, language: document.documentElement.lang });
    write(block);
    return { label: `${chosen.letter}-${facts.device}-${String(number).padStart(2, "0")}`, at };
  };
  const show = ({ label, at }) => {
    for (const place of all("[data-label]")) place.textContent = label;
    for (const place of all("[data-name]")) place.textContent = chosen.name;
    for (const place of all("[data-time]")) place.textContent = `${hour(at)} WITA`;
    step("ticket");
    if (facts.prints) window.print();
  };

  const hex = (bytes) => [...new Uint8Array(bytes)].map((byte) => byte.toString(16).padStart(2, "0")).join("");
  const codeFits = async (typed) => {
    const key = await crypto.subtle.importKey("raw", new TextEncoder().encode(typed), "PBKDF2", false, ["deriveBits"]);
    const salt = new TextEncoder().encode(facts.salt);
    return hex(await crypto.subtle.deriveBits({ name: "PBKDF2", hash: "SHA-256", salt, iterations: facts.rounds }, key, 256)) === facts.code;
  };
  const tenths = (typed) => {
    const found = /^(\d{2})(?:[.,](\d))?$/.exec(typed.trim());
    const value = found ? Number(found[1]) * 10 + Number(found[2] || 0) : NaN;
    return value >= 300 && value <= 450 ? value : null;
  };
  const wrong = (reason) => {
    const place = find("[data-wrong]");
    place.textContent = place.dataset[reason];
    place.hidden = false;
  };
  const WANTED = { mask: "ya", hands: "ya", symptoms: "tidak", contact: "tidak" };
  const health = async (form) => {
    const asked = [...new Set([...form.querySelectorAll("input[type=radio]")].map((input) => input.name))];
    const answers = Object.fromEntries(asked.map((name) => [name, find(`input[name=${name}]:checked`, form)?.value]));
    if (Object.values(answers).some((answer) => !answer)) return wrong("unanswered");
    let well = asked.every((name) => answers[name] === WANTED[name]);
    if (facts.measured !== "off") {
      const value = tenths(form.elements.suhu.value);
      if (value === null) return wrong("temperature");
      if (!(await codeFits(form.elements.petugas.value.trim()))) return wrong("code");
      well &&= value <= facts.limit;
    }
    if (well) show(take());
    else step("not-today");
  };

  document.addEventListener("click", (event) => {
    const group = event.target.closest("[data-group]");
    if (group) {
      Object.assign(chosen, { letter: group.dataset.group, name: find("b", group).textContent, priority: false });
      step("wishes");
    }
    if (event.target.closest("[data-again]")) restart();
  });
  document.addEventListener("submit", async (event) => {
    const kind = event.target.dataset.offline;
    if (!kind) return;
    event.preventDefault();
    delete event.target.dataset.sent; /* lamin.js's mark against a second sending: nothing is sent here */
    const button = find("button:not([data-type])", event.target) && [...event.target.querySelectorAll("button")].pop();
    if (button.disabled) return;
    button.disabled = true;
    try {
      if (kind === "wishes") { chosen.priority = event.target.elements.prioritas.value === "1"; step("health"); }
      else await health(event.target);
    } finally { button.disabled = false; }
  });

  /* The server is back: hand in what was given, and forget only what it says it has. */
  document.body.addEventListener("served", async () => {
    const block = read();
    while (block.entries?.length) {
      const entries = block.entries.slice(0, 50);
      const answer = await fetch("/kiosk/serahkan", { method: "POST", headers: { "Content-Type": "application/json" }, body: JSON.stringify({ entries }), signal: AbortSignal.timeout(5000) }).catch(() => null);
      if (!answer?.ok) return;
      const { taken } = await answer.json();
      block.entries = block.entries.filter((entry) => !taken.includes(entry.key));
      write(block);
    }
    if (find('[data-step="groups"]').hidden) document.body.dataset.goHome = "yes"; else location.replace(document.body.dataset.home);
  });

  const since = Number(sessionStorage.getItem("lamin-putus")) || window.lamin.now();
  const place = find("[data-since]");
  place.textContent = place.dataset.since.replace("{jam}", `${hour(since)} WITA`);
  if (facts.closes && window.lamin.now() > facts.closes || facts.day !== day()) {
    for (const group of all("[data-group]")) group.hidden = true;
    find("[data-closed]").hidden = false;
  }
})();
