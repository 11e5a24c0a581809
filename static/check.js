/* Checks the signature in a QR's link without asking anybody: outside/seal.py makes what is read here. It can't know whether
   the document is still in force, and says so. Also has the browser keep the page for when there is no connection. */
(() => {
  "use strict";
  const KEEPER = "/periksa/pekerja.js", SCOPE = "/periksa", SIGNATURE = 64, SPECIMEN = 0x80, HEAD = 5, DAY = 86400000;
  if (navigator.serviceWorker) {
    navigator.serviceWorker.register(KEEPER, { scope: SCOPE })
      .then(() => navigator.serviceWorker.ready).then(({ active }) => active.postMessage("keep")).catch(() => {});
  }
  const place = document.querySelector("[data-offline-check]");
  if (!place) return;
  const facts = JSON.parse(place.dataset.facts), lang = document.documentElement.lang;
  const find = (selector) => place.querySelector(selector);
  const encoded = (text) => new TextEncoder().encode(text);
  const decoded = (text) => Uint8Array.from(atob(text.replaceAll("-", "+").replaceAll("_", "/")), (sign) => sign.charCodeAt(0));
  const joined = (one, other) => { const all = new Uint8Array(one.length + other.length); all.set(one); all.set(other, one.length); return all; };
  const hex = (bytes) => [...bytes].map((byte) => byte.toString(16).padStart(2, "0")).join("");
  let known = null;

  /* The link's parts, or the reason why it can't be one of ours. */
  const read = (typed) => {
    const text = typed.trim();
    let url;
    try { url = new URL(/^[a-z]+:\/\//i.test(text) ? text : `https://${text}`); } catch { return { result: "foreign" }; }
    const [, token] = /^\/periksa\/([\w-]{16,40})\/?$/.exec(url.pathname) || [];
    if (!token || ![facts.host, location.host].includes(url.host)) return { result: "foreign" };
    return { token, sealed: url.hash.slice(1), result: url.hash.length > 1 ? "" : "unsigned" };
  };
  const verified = async (told, signature) => {
    for (const jwk of facts.keys) {
      const key = await crypto.subtle.importKey("jwk", jwk, { name: "ECDSA", namedCurve: "P-256" }, false, ["verify"]);
      if (await crypto.subtle.verify({ name: "ECDSA", hash: "SHA-256" }, key, signature, told)) return true;
    }
    return false;
  };
  const claim = (body, token) => {
    const names = body[4], end = HEAD + names * facts.name_bytes;
    if ((body[0] & ~SPECIMEN) !== facts.version || body.length < end || !facts.kinds[body[1]]) throw new RangeError("payload");
    return {
      token, specimen: Boolean(body[0] & SPECIMEN), kind: facts.kinds[body[1]], number: new TextDecoder().decode(body.slice(end)),
      day: new Date(Date.UTC(2000, 0, 1) + (body[2] * 256 + body[3]) * DAY),
      names: Array.from({ length: names }, (_, n) => hex(body.slice(HEAD + n * facts.name_bytes, HEAD + (n + 1) * facts.name_bytes))),
    };
  };
  const judged = async ({ token, sealed, result }) => {
    if (result) return result;
    if (!globalThis.crypto?.subtle || !facts.keys.length) return "unable";
    try {
      const content = decoded(sealed), body = content.slice(0, -SIGNATURE);
      if (!(await verified(joined(encoded(`lamin:${token}:`), body), content.slice(-SIGNATURE)))) return "wrong";
      known = claim(body, token);
      return "fits";
    } catch { return "wrong"; }
  };
  const show = (result, { token, sealed }) => {
    for (const part of place.querySelectorAll("[data-result]")) part.hidden = part.dataset.result !== result;
    for (const part of place.querySelectorAll("[data-name]")) part.hidden = true;
    find("[data-compare]").reset();
    find("[data-online]").hidden = !token;
    find("[data-online] a").href = token ? `/periksa/${token}#${sealed}` : "/periksa";
    if (known) {
      find("[data-specimen]").hidden = !known.specimen;
      find("[data-fact=kind]").textContent = known.kind;
      find("[data-fact=number]").textContent = known.number || facts.none;
      const form = new Intl.DateTimeFormat(lang === "en" ? "en-GB" : "id-ID", { weekday: "long", day: "numeric", month: "long", year: "numeric", timeZone: "UTC" });
      find("[data-fact=day]").textContent = form.format(known.day);
    }
    find("[data-results]").focus();
  };
  const check = async (link) => {
    known = null;
    const parts = read(link);
    show(await judged(parts), parts);
  };
  /* Just as office/documents/payload.py compares names. */
  const plain = (name) => name.normalize("NFKD").toUpperCase().replace(/[^\p{L}\p{N}]/gu, "");
  const compare = async (name) => {
    const digest = new Uint8Array(await crypto.subtle.digest("SHA-256", encoded(`${known.token}:${plain(name)}`)));
    const same = known.names.includes(hex(digest.slice(0, facts.name_bytes)));
    for (const part of place.querySelectorAll("[data-name]")) part.hidden = part.dataset.name !== (same ? "same" : "other");
  };

  place.addEventListener("submit", (event) => {
    event.preventDefault();
    if (event.target.matches("[data-compare]")) { if (find("#nama").value.trim()) compare(find("#nama").value); }
    else if (find("#tautan").value.trim()) check(find("#tautan").value);
  });
  find("[data-online] a").addEventListener("click", (event) => {
    if (event.currentTarget.pathname !== location.pathname) return;
    event.preventDefault(); /* it leads to where one is: only asking anew shows what the office says */
    location.reload();
  });
  /* The kept page stands at the address of whatever was asked for. */
  const cut = document.querySelector("[data-cut-off]"), fromAddress = () => { if (read(location.href).token) check(location.href); };
  if (cut) cut.hidden = location.pathname === "/periksa/luring";
  addEventListener("hashchange", fromAddress);
  place.hidden = false;
  fromAddress();
})();
