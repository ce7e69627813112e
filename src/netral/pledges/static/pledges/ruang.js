// Tells the opening and keeps the count while the page stays open. Without this script one
// presses "Hitung lagi". The server says when to ask again; chance spreads the questions.
"use strict";

const room = document.querySelector("[data-ruang]");
const LEAST_SECONDS = 2;
const AFTER_FAILURE = 15;

function show(state) {
  const count = room.querySelector("[data-jumlah]");
  count.textContent = state.done.toLocaleString(document.documentElement.lang);
  if (state.phase === "running" && room.dataset.phase === "waiting") {
    room.querySelector("[data-dibuka]").hidden = false;
  }
  room.dataset.phase = state.phase;
}

async function ask() {
  let wait = AFTER_FAILURE * (1 + Math.random());
  try {
    const answer = await fetch(room.dataset.ruang, { credentials: "omit" });
    if (answer.ok) {
      const state = await answer.json();
      show(state);
      if (state.phase === "ended") return;
      wait = state.wait + Math.random() * state.spread;
    }
  } catch {
    // No network for the moment: the next question finds out.
  }
  setTimeout(ask, Math.max(wait, LEAST_SECONDS) * 1000);
}

if (room && room.dataset.phase !== "ended") ask();
