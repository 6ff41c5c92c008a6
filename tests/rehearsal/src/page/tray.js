// The cards: a tray to take them from, and the reader to put one on.

import { order, element, words } from "/orders.js";

const $ = (id) => document.getElementById(id);
const GROUPS = [
  ["valid", "有効", "valid"],
  ["not_valid", "有効でない・契約なし", "not valid, or not under contract"],
  ["by_pin", "暗証番号", "the PIN"],
  ["unusable", "使えないカード", "cards that do not work"],
  ["badge", "職員証", "staff badges"],
];
let people = [];
let lies = null;
let there = true;

/** Lays the cards out. */
export function lay(all) {
  people = all;
  const groups = GROUPS.map(([group, ja, en]) => {
    const box = element("div", undefined, { class: `group ${group}`, role: "group" });
    const title = element("h3");
    title.append(words(ja, en));
    const strip = element("div", undefined, { class: "strip" });
    strip.append(...people.filter((card) => card.group === group).map(button));
    box.append(title, strip);
    box.setAttribute("aria-label", `${ja} ${en}`);
    return box;
  });
  $("cards").replaceChildren(...groups);
  place(lies, there);
}

function face(card) {
  const both = document.createDocumentFragment();
  both.append(element("span", card.name, { class: "name" }), element("span", card.ja, { class: "about" }));
  both.append(element("span", card.en, { class: "about en", lang: "en" }));
  if (card.pin) {
    const pin = element("span", `暗証番号 ${card.pin}`, { class: "pin" });
    pin.append(element("span", "", { class: "tries" }));
    both.append(pin);
  }
  return both;
}

function button(card) {
  const made = element("button", undefined, { type: "button", class: `card ${card.group}`, "data-card": card.key });
  made.append(face(card));
  made.addEventListener("click", async (event) => {
    // After a click by hand the keyboard is the panel's again: Enter must not take the card off. Who came here by
    // Tab stays here.
    if (event.detail > 0) made.blur();
    const on = made.classList.contains("on");
    const done = await order(on ? { do: "pull" } : { do: "put", persona: card.key, manner: $("manner").value });
    if (done && !on) look();
  });
  return made;
}

/** On a small screen the panel may be out of sight when a card is put on the reader. */
function look() {
  const glass = $("glass").getBoundingClientRect();
  if (glass.top < 0 || glass.top > innerHeight - 120) $("device").scrollIntoView({ block: "start" });
}

function cardOf(card) {
  return card.group === "badge" ? card.name : `${card.name} さんのカード`;
}

/** Shows which card lies on the reader, if any, and whether there is a reader. */
export function place(key, reader) {
  [lies, there] = [key, reader];
  for (const made of document.querySelectorAll("[data-card]")) {
    const on = made.dataset.card === key;
    made.classList.toggle("on", on);
    made.setAttribute("aria-pressed", String(on));
  }
  const card = people.find((one) => one.key === key);
  $("reader").classList.toggle("gone", !reader);
  $("slot").replaceChildren();
  if (card) {
    const copy = element("div", undefined, { class: `card ${card.group}` });
    copy.append(face(card));
    $("slot").append(copy);
  }
  $("pull").disabled = !card;
  const says = !reader ? ["外れています", "unplugged"] : card ? [cardOf(card), "a card is on it"] : ["カードはありません", "no card"];
  $("readerword").replaceChildren(words(...says));
}

/** Shows what PIN tries are left on cards that were used, and offers a new card where they differ. */
export function left(tries) {
  for (const { persona, left } of tries) {
    const card = people.find((one) => one.key === persona);
    if (!card || card.tries === null) continue;
    for (const place of document.querySelectorAll(`[data-card="${persona}"] .tries`)) {
      place.textContent = left === card.tries ? "" : left === 0 ? "（ロック locked）" : `（残り${left}回 left）`;
    }
  }
  const used = tries.filter(({ persona, left }) => people.find((one) => one.key === persona)?.tries > left);
  renewals(used);
}

function renewals(used) {
  document.getElementById("renew")?.remove();
  if (used.length === 0) return;
  const made = element("button", undefined, { type: "button", id: "renew", class: "quiet" });
  made.append(words("使った回数を元に戻す", "give all PIN tries back"));
  made.addEventListener("click", async () => {
    for (const { persona } of used) if (!(await order({ do: "renew", persona }))) return;
    for (const place of document.querySelectorAll(".tries")) place.textContent = "";
  });
  $("cards").after(made);
}

/** The reader's own keys, while it asks for a PIN on them. What was typed is forgotten when it stops. */
export function keys(asks) {
  if ($("readerkeys").hidden === asks) $("readerpin").value = "";
  $("readerkeys").hidden = !asks;
}

export function begin() {
  $("readerkeys").addEventListener("submit", (event) => {
    event.preventDefault();
    const digits = $("readerpin").value;
    $("readerpin").value = "";
    order({ do: "pin", digits });
  });
  $("readercancel").addEventListener("click", () => order({ do: "pin" }));
  $("pull").addEventListener("click", () => order({ do: "pull" }));
}
