// Keeps the public pages that were opened under /boleh/ and /aturan/, so that they can be read
// without a network. Only what the server calls public is kept: no form, no personal page.
"use strict";

const KEEP = `netral-${NETRAL.version}`;
const MOST = 80;
const OURS = /^\/(boleh|aturan)\//;

async function install() {
  const kept = await caches.open(KEEP);
  await kept.addAll([...NETRAL.files, NETRAL.offline]);
  await self.skipWaiting();
}

async function activate() {
  const names = await caches.keys();
  const old = names.filter((name) => name.startsWith("netral-") && name !== KEEP);
  await Promise.all(old.map((name) => caches.delete(name)));
  await self.clients.claim();
}

function mayKeep(response) {
  const rule = response.headers.get("Cache-Control") || "";
  return response.status === 200 && response.type === "basic" && !response.redirected
    && rule.includes("public");
}

async function keep(request, response) {
  const kept = await caches.open(KEEP);
  await kept.put(request, response);
  const pages = (await kept.keys()).filter((one) => OURS.test(new URL(one.url).pathname));
  const spare = pages.filter((one) => new URL(one.url).pathname !== NETRAL.offline);
  for (const one of spare.slice(0, Math.max(spare.length - MOST, 0))) await kept.delete(one);
}

async function page(request) {
  try {
    const response = await fetch(request);
    if (mayKeep(response)) await keep(request, response.clone());
    return response;
  } catch {
    const kept = await caches.open(KEEP);
    return (await kept.match(request, { ignoreVary: true })) || kept.match(NETRAL.offline, { ignoreVary: true });
  }
}

async function file(request) {
  const kept = await caches.open(KEEP);
  return (await kept.match(request, { ignoreVary: true })) || fetch(request);
}

self.addEventListener("install", (event) => event.waitUntil(install()));
self.addEventListener("activate", (event) => event.waitUntil(activate()));
self.addEventListener("fetch", (event) => {
  const { request } = event;
  const url = new URL(request.url);
  if (request.method !== "GET" || url.origin !== self.location.origin) return;
  if (url.pathname.startsWith("/static/")) event.respondWith(file(request));
  else if (OURS.test(url.pathname)) event.respondWith(page(request));
});
// The first page was opened before there was a worker: it asks to be kept.
self.addEventListener("message", (event) => {
  const url = new URL(event.data.keep || "/", self.location.origin);
  if (url.origin === self.location.origin && OURS.test(url.pathname)) {
    event.waitUntil(page(new Request(url.href)));
  }
});
