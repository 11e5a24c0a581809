// A passkey for the form it stands in: asks the device what the server wrote down, and sends the answer with the form.
"use strict";
(() => {
  const bytes = (text) => Uint8Array.from(atob(text.replace(/-/g, "+").replace(/_/g, "/")), (sign) => sign.charCodeAt(0));
  const text = (data) => btoa(String.fromCharCode(...new Uint8Array(data))).replace(/\+/g, "-").replace(/\//g, "_").replace(/=+$/, "");
  const named = (list) => (list || []).map((one) => ({ ...one, id: bytes(one.id) }));

  const made = async (asked) => navigator.credentials.create({ publicKey: {
    ...asked, challenge: bytes(asked.challenge), user: { ...asked.user, id: bytes(asked.user.id) },
    excludeCredentials: named(asked.excludeCredentials),
  } });
  const proven = async (asked) => navigator.credentials.get({ publicKey: {
    ...asked, challenge: bytes(asked.challenge), allowCredentials: named(asked.allowCredentials),
  } });
  const plain = (credential) => {
    const response = {};
    for (const part of ["clientDataJSON", "attestationObject", "authenticatorData", "signature", "userHandle"]) {
      if (credential.response[part]) response[part] = text(credential.response[part]);
    }
    return JSON.stringify({ id: credential.id, rawId: text(credential.rawId), type: credential.type, response, clientExtensionResults: {} });
  };

  const answer = async (button) => {
    const form = button.form, said = form.querySelector("[data-passkey-said]"), asked = JSON.parse(form.dataset.passkey);
    said.textContent = "";
    button.disabled = true;
    try {
      form.elements.kunci.value = plain(await (asked.user ? made(asked) : proven(asked)));
      form.requestSubmit();
    } catch {
      said.textContent = said.dataset.passkeySaid;
    } finally {
      button.disabled = false;
    }
  };

  document.addEventListener("click", (event) => {
    const button = event.target.closest("[data-passkey-go]");
    if (button) answer(button);
  });
  if (!window.PublicKeyCredential) for (const button of document.querySelectorAll("[data-passkey-go]")) button.disabled = true;
})();
