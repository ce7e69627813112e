// Lets opened pages be read without a network. Without this script nothing is lost but that.
"use strict";

const SCOPES = ["/boleh/", "/aturan/"];
const workers = navigator.serviceWorker;

async function begin() {
  for (const scope of SCOPES) await workers.register("/pekerja.js", { scope });
  const ready = await workers.ready;
  ready.active.postMessage({ keep: location.href });
}

async function forget() {
  for (const one of await workers.getRegistrations()) await one.unregister();
  for (const name of await caches.keys()) await caches.delete(name);
}

if (workers) {
  begin().catch(() => {});
  for (const note of document.querySelectorAll("[data-luring]")) note.hidden = navigator.onLine;
  for (const part of document.querySelectorAll("[data-lupakan]")) {
    part.hidden = false;
    part.querySelector("button").addEventListener("click", async () => {
      await forget();
      part.querySelector("p").textContent = part.dataset.lupakan;
      part.querySelector("button").hidden = true;
    });
  }
}
