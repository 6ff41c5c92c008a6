// The world around the station: the line, the switches, codes, the morning, and what others have received.

import { order, element, words, clock } from "/orders.js";

const $ = (id) => document.getElementById(id);
const LINES = [
  ["good", "良好", "good"], ["weak", "弱い", "weak"], ["cut", "圏外", "cut"], ["black-hole", "無応答", "black hole"],
];
const PARTS = [
  ["power", "電源", "power, kill −9"], ["reader", "カード読取機", "card reader"],
  ["pin_pad", "読取機のキー", "the reader has keys"],
  ["centre", "センター", "centre"], ["broker", "ブローカー", "broker"], ["clock", "時計合わせ", "clock is set"],
];
const DEVICES = [["keypad", "テンキー", "keypad"], ["scanner", "スキャナー", "scanner"]];
const EXAMPLES = [
  ["202600012345", "受診券", "voucher"], ["BUS01-0042", "名簿", "list"],
];
const OUTCOMES = {
  valid: "有効", valid_not_covered: "有効・契約なし", invalid: "無効", invalid_newer: "無効（新資格あり）",
  no_match: "該当なし", none: "該当なし", multiple: "複数該当", refused: "受付不可", too_old: "期限超過", inconsistent: "結果不整合",
};

// How the line stands, by the world's word; what the hand on the slider wants; and whether that is on its way.
let stands = 0;
let wanted;
let pulling = false;

/** A switch; `ask` turns it, the world's word moves it. */
function toggle(name, ja, en, ask) {
  const made = element("button", undefined, { type: "button", role: "switch", "aria-checked": "true", "data-switch": name });
  const label = element("span", undefined, { class: "label" });
  label.append(words(ja, en));
  made.append(label, element("span", undefined, { class: "knob", "aria-hidden": "true" }));
  made.addEventListener("click", async () => {
    made.setAttribute("aria-busy", "true");
    await ask(made.getAttribute("aria-checked") !== "true", made);
    made.removeAttribute("aria-busy");
  });
  return made;
}

function set(name, on) {
  document.querySelector(`[data-switch="${name}"]`)?.setAttribute("aria-checked", String(on));
}

/** Shows how the world stands. */
export function stand(situation) {
  stands = LINES.findIndex(([preset]) => preset === situation.line);
  $("line").dataset.stands = String(stands);
  // Not under the hand that moves it.
  if (!pulling) {
    if (stands >= 0) $("line").value = String(stands);
    lineWord(stands);
  }
  for (const [part] of PARTS) set(part, situation[part]);
  // A new start finds everything plugged in.
  if (!situation.power) for (const [device] of DEVICES) plugged(device, true);
  for (const radio of document.querySelectorAll("[name=format]")) radio.checked = radio.value === situation.format;
  document.body.classList.toggle("unpowered", !situation.power);
}

/** One order after the other, the last one wins: two at the same time could change places on the way. */
async function pullLine() {
  pulling = true;
  while (wanted) {
    const preset = wanted;
    wanted = undefined;
    await order({ do: "line", preset });
  }
  pulling = false;
  if (stands >= 0) $("line").value = String(stands);
  lineWord(stands);
}

function lineWord(index) {
  const [, ja, en] = LINES[index] ?? ["", "その他", "other"];
  $("lineword").replaceChildren(words(ja, en));
  $("line").setAttribute("aria-valuetext", `${ja} ${en}`);
}

function plugged(device, on) {
  set(device, on);
  if (device === "keypad") $("pad").classList.toggle("unplugged", !on);
}

/** What the centre has received. */
export function receipts(list) {
  $("noreceipts").hidden = list.length > 0;
  $("receipts").hidden = list.length === 0;
  $("receipts").tBodies[0].replaceChildren(...list.map((receipt) => {
    const row = element("tr", undefined, { "data-word": receipt.word });
    const number = receipt.reception === null ? "—" : String(receipt.reception).padStart(3, "0");
    const how = receipt.deferred ? "後から later" : "通常 usual";
    const again = receipt.seen > 1 ? `・${receipt.seen}回 sent` : "";
    const cells = [number, "", clock(receipt.at_ms), how + again, `${receipt.counted}回`];
    row.append(...cells.map((text) => element("td", text)));
    row.cells[1].append(words(OUTCOMES[receipt.word] ?? receipt.word, receipt.word));
    return row;
  }));
}

/** What the office has heard. */
export function heard(list) {
  const status = list.find((message) => message.kind === "status");
  $("status").replaceChildren(...(status ? facts(status.payload) : []));
  $("heard").replaceChildren(...list.map(message));
}

// What of a status is shown at a glance; all of it is in its message below.
const FACTS = [
  ["line", "回線", "line"], ["reader", "読取機", "reader"], ["queue.waiting", "送信待ち", "waiting"],
  ["queue.oldest_s", "最も古い（秒）", "oldest, s"], ["queue.unacknowledged", "未了解", "unacknowledged"],
  ["clock.synchronised", "時計", "clock set"], ["boot", "起動", "boot"], ["uptime_s", "稼働（秒）", "up, s"],
];

/** Some values of a status, as pairs. */
function facts(payload) {
  const at = (path) => path.split(".").reduce((value, name) => value?.[name], payload);
  return FACTS.filter(([path]) => at(path) !== undefined && at(path) !== null).map(([path, ja, en]) => {
    const pair = element("div", undefined, { "data-fact": path });
    const name = element("dt");
    name.append(words(ja, en));
    pair.append(name, element("dd", String(at(path))));
    return pair;
  });
}

const opened = new Set();

function message(one) {
  const made = element("li", undefined, { "data-kind": one.kind });
  const fold = element("details");
  const head = element("summary");
  const name = one.kind === "event" ? one.payload?.event ?? "event" : one.kind;
  head.append(element("span", one.kind, { class: "kind" }), ` ${name === one.kind ? "" : name} `, element("time", clock(one.at_ms)));
  fold.append(head, element("p", one.topic, { class: "topic" }), element("pre", JSON.stringify(one.payload, null, 1)));
  const key = one.kind === "event" ? one.number : one.topic;
  fold.open = opened.has(key);
  fold.addEventListener("toggle", () => (fold.open ? opened.add(key) : opened.delete(key)));
  made.append(fold);
  return made;
}

/** How the morning goes. */
export function morning({ plays, story, failed }) {
  const button = $("morning");
  button.dataset.plays = String(plays);
  button.replaceChildren(plays ? words("中止", "stop") : words("はじめる", "play"));
  $("story").hidden = story.length === 0;
  $("story").textContent = story.join("\n");
  $("story").scrollTop = $("story").scrollHeight;
  const over = story.length > 0 && !plays;
  $("morningend").textContent = failed ?? (over ? "すべて予定どおりでした。 Every step did what it should." : "");
}

/** The invented staff. */
export function crew(staff) {
  $("staff").hidden = staff.length === 0;
  $("crew").replaceChildren(...staff.map((member) => {
    const made = element("li");
    made.append(element("span", member.label), element("code", member.passcode));
    return made;
  }));
}

function scan(text) {
  if (text) order({ do: "scan", text });
}

export function begin() {
  const line = $("line");
  line.addEventListener("input", () => {
    lineWord(Number(line.value));
    wanted = LINES[Number(line.value)][0];
    if (!pulling) pullLine();
  });
  const parts = PARTS.map(([part, ja, en]) => toggle(part, ja, en, (on) => order({ do: "switch", part, on })));
  const devices = DEVICES.map(([device, ja, en]) => toggle(device, ja, en, async (on) => {
    if (await order({ do: "device", device, present: on })) plugged(device, on);
  }));
  $("switches").append(...parts, ...devices);
  for (const radio of document.querySelectorAll("[name=format]")) {
    radio.addEventListener("change", () => order({ do: "format", format: radio.value }));
  }
  $("scan").addEventListener("submit", (event) => {
    event.preventDefault();
    scan($("code").value.trim());
  });
  $("examples").append(...EXAMPLES.map(([code, ja, en]) => {
    const made = element("button", undefined, { type: "button", class: "quiet", "data-code": code });
    made.append(words(ja, en), element("code", code));
    made.addEventListener("click", () => scan(code));
    return made;
  }));
  $("morning").addEventListener("click", () => order({ do: "morning", play: $("morning").dataset.plays !== "true" }));
}
