/* Everything here is a convenience: each form and link works without it. No eval, no inline style, no markup from strings. */
(() => {
  "use strict";
  const root = document.documentElement;
  root.classList.add("js");
  const find = (selector, from = document) => from.querySelector(selector);
  const on = (type, act, early = false) => document.addEventListener(type, act, early);
  const remember = (name, value) => { document.cookie = `${name}=${value};path=/;max-age=31536000;samesite=lax`; };
  const recall = (name) => (`; ${document.cookie}`.split(`; ${name}=`)[1] || "").split(";")[0];

  /* Questions come and go while one goes on answering: what was typed after the asking is newer than the answer. */
  const ticked = (box) => (/^(radio|checkbox)$/.test(box.type) ? "checked" : "value");
  const boxes = () => [...document.querySelectorAll("#pertanyaan :is(input:not([type=hidden]),textarea,select)")]
    .map((box, at, all) => [`${box.name} ${ticked(box) === "checked" ? box.value : all.slice(0, at).filter((one) => one.name === box.name).length}`, box]);
  let typed = new Map();
  on("htmx:beforeSwap", (event) => {
    if (event.detail.target.id === "pertanyaan") typed = new Map(boxes().map(([key, box]) => [key, box[ticked(box)]]));
  });
  on("htmx:afterSwap", () => {
    boxes().forEach(([key, box]) => { if (typed.has(key)) box[ticked(box)] = typed.get(key); });
    typed.clear();
  });

  /* A refused form: the list of what is wrong is read first. */
  const showErrors = (part) => find(".summary", part)?.focus();

  /* One tap is one sending; the server's one-time key is what really guards this. */
  const release = (form) => {
    delete form.dataset.sent;
    form.querySelectorAll("[aria-disabled]").forEach((button) => button.removeAttribute("aria-disabled"));
  };
  on("submit", (event) => {
    const form = event.target;
    if (form.method === "get") return;
    if (form.dataset.sent) {
      event.preventDefault();
      event.stopImmediatePropagation();
      return;
    }
    form.dataset.sent = "1";
    event.submitter?.setAttribute("aria-disabled", "true");
    setTimeout(() => release(form), 8000); // a download answers without leaving the page
  }, true);
  addEventListener("pageshow", () => document.querySelectorAll("form[data-sent]").forEach(release));
  on("htmx:afterRequest", (event) => event.target.matches("form") && release(event.target));

  /* A chosen photo is made small on the phone and sent at once; what the browser cannot read goes as it is. */
  const LONGEST = 2000;
  async function shrunk(file) {
    if (!/^image\/(jpeg|png|webp|hei[cf])$/.test(file.type)) return file;
    try {
      const picture = await createImageBitmap(file);
      const scale = Math.min(1, LONGEST / Math.max(picture.width, picture.height));
      if (scale === 1 && file.size < 1500000) return file;
      const canvas = document.createElement("canvas");
      canvas.width = Math.round(picture.width * scale);
      canvas.height = Math.round(picture.height * scale);
      const pen = canvas.getContext("2d");
      pen.fillStyle = "#fff"; // a transparent PNG would turn black as JPEG
      pen.fillRect(0, 0, canvas.width, canvas.height);
      pen.drawImage(picture, 0, 0, canvas.width, canvas.height);
      picture.close();
      const blob = await new Promise((done) => canvas.toBlob(done, "image/jpeg", 0.85));
      return blob && blob.size < file.size ? new File([blob], "foto.jpg", { type: "image/jpeg" }) : file;
    } catch {
      return file;
    }
  }
  on("change", async (event) => {
    const box = event.target;
    const form = box.closest("form[data-upload]");
    if (!form || box.type !== "file" || !box.files.length) return;
    form.setAttribute("aria-busy", "true");
    const chosen = box.files[0];
    const small = await shrunk(chosen);
    if (small !== chosen) {
      const tray = new DataTransfer();
      tray.items.add(small);
      box.files = tray.files;
    }
    form.requestSubmit();
  });
  on("htmx:xhr:progress", (event) => {
    const { loaded, total, lengthComputable } = event.detail;
    const bar = find("progress", event.target);
    if (bar && lengthComputable) bar.value = Math.round((100 * loaded) / total);
  });
  on("click", (event) => {
    const form = event.target.closest("[data-abort]")?.closest("form");
    if (form) window.htmx?.trigger(form, "htmx:abort");
  });
  on("htmx:afterRequest", (event) => {
    if (!event.target.matches("form[data-upload]")) return;
    event.target.removeAttribute("aria-busy");
    event.target.reset();
  });

  /* No answer, or one that cannot be shown in place: say so, keep what is filled in. */
  const unsent = (key) => {
    const note = find("#unsent");
    if (!note) return;
    note.querySelectorAll("[data-when]").forEach((line) => { line.hidden = line.dataset.when !== key; });
    note.hidden = false;
    note.scrollIntoView({ block: "nearest" });
  };
  on("htmx:sendError", () => unsent("offline"));
  on("htmx:timeout", () => unsent("offline"));
  on("htmx:responseError", (event) => {
    const { shouldSwap, xhr } = event.detail;
    if (!shouldSwap && xhr.status !== 409 && xhr.status !== 422) unsent(xhr.status === 413 ? "large" : "fault");
  });
  on("htmx:beforeRequest", () => { const note = find("#unsent"); if (note) note.hidden = true; });
  on("htmx:afterSettle", (event) => showErrors(event.target));

  /* Small helpers of pages. */
  const ZOOM = ["", "zoom-1", "zoom-2"];
  const TURN = ["", "turn-1", "turn-2", "turn-3"];
  const next = (element, names) => {
    const now = names.findIndex((name) => name && element.classList.contains(name));
    names.forEach((name) => name && element.classList.remove(name));
    const name = names[(Math.max(now, 0) + 1) % names.length];
    if (name) element.classList.add(name);
  };
  const acts = {
    fill: (it) => { const box = find(it.dataset.fill); box.value = it.dataset.text; box.focus(); box.dispatchEvent(new Event("change", { bubbles: true })); },
    print: () => print(),
    do: (it) => { const sheet = find("[data-zoom]", it.closest(".paper") || document); if (sheet) next(sheet, it.dataset.do === "turn" ? TURN : ZOOM); },
    theme: (it) => {
      const dark = root.dataset.theme !== "dark";
      root.dataset.theme = dark ? "dark" : "light";
      it.setAttribute("aria-pressed", dark);
      remember("tema", dark ? "gelap" : "terang");
    },
    keys: (it) => {
      const off = !root.classList.contains("no-keys");
      root.classList.toggle("no-keys", off);
      it.setAttribute("aria-pressed", !off);
      remember("tombol", off ? "mati" : "hidup");
    },
    copy: async (it) => {
      const box = find(it.dataset.copy);
      box.select();
      try { await navigator.clipboard.writeText(box.value); } catch { document.execCommand("copy"); }
      find("[role=status]", it.parentElement).textContent = it.dataset.done;
    },
  };
  on("click", (event) => {
    const it = event.target.closest("[data-fill],[data-print],[data-do],[data-theme-switch],[data-keys-switch],[data-copy]");
    if (!it) return;
    const name = Object.keys(acts).find((act) => act in it.dataset || `${act}Switch` in it.dataset);
    acts[name](it);
  });

  /* Whoever typed a number and sent it goes on with keys: the box of the answer must not take them. */
  on("htmx:beforeSwap", (event) => { if (event.detail.boosted && event.detail.requestConfig.verb === "post") document.activeElement?.blur(); });

  /* Keys of the desk. They can be switched off, since a stray letter must not act (WCAG 2.1.4). */
  const typing = (element) => element.matches("input:not([type=radio],[type=checkbox]),textarea,select,[contenteditable]");
  const move = (step) => {
    const rows = [...document.querySelectorAll("[data-rows] tbody tr")].filter((row) => find("a,button", row));
    if (!rows.length) return;
    const at = rows.findIndex((row) => row.contains(document.activeElement));
    const row = rows[at < 0 ? (step > 0 ? 0 : rows.length - 1) : Math.min(Math.max(at + step, 0), rows.length - 1)];
    find("a,button", row).focus();
    row.scrollIntoView({ block: "nearest" });
  };
  on("keydown", (event) => {
    if (event.key === "Escape") find("details.who[open]")?.removeAttribute("open");
    if (event.ctrlKey || event.metaKey || event.altKey || typing(event.target) || root.classList.contains("no-keys")) return;
    const key = event.key === " " ? "SPASI" : event.key.toUpperCase();
    if (key === "SPASI" && event.target.matches("a,button,input,summary")) return;
    const all = [...document.querySelectorAll("[data-key]")].filter((one) => one.dataset.key.toUpperCase() === key && one.offsetParent);
    const it = all.find((one) => one.closest(".card")?.contains(event.target)) || all[0];
    if (it && !it.disabled) event.repeat || it.click(); /* a key held down acts once */
    else if (key === "/") find("[data-search]")?.focus();
    else if (key === "J") move(1);
    else if (key === "K") move(-1);
    else return;
    event.preventDefault();
  });

  if (recall("tombol") === "mati") root.classList.add("no-keys");
  on("DOMContentLoaded", () => {
    const keys = find("[data-keys-switch]");
    if (keys) keys.setAttribute("aria-pressed", !root.classList.contains("no-keys"));
    showErrors(document);
  });
})();
