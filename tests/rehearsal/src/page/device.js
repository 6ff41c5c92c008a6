// The panel, pixel by pixel, its words for those who cannot see it, its lamp, and its keys.

import { order, element, words } from "/orders.js";

const $ = (id) => document.getElementById(id);
const canvas = $("panel");
const glass = $("glass");
const LAMP = {
  off: ["消灯", "off"], white: ["白", "white"], blue: ["青", "blue"],
  green: ["緑", "green"], amber: ["黄", "amber"], red: ["赤", "red"],
};
// A lit pixel of a small display is the colour of its phosphor, not white.
const LIT = [0xb8, 0xee, 0xff];
const UNLIT = [0x06, 0x0b, 0x10];
// Keys in one order at most.
const MOST = 16;
let spoken = "";
let waiting = "";
let sending = false;

/** Shows what the board shows, or that it is dark. */
export function show(panel) {
  const shown = panel.shown;
  $("dark").hidden = Boolean(shown);
  glass.classList.toggle("off", !shown);
  lamp(panel.lamp);
  document.body.dataset.screen = shown?.caption.screen ?? "";
  if (!shown) {
    $("dark").replaceChildren(words("電源が切れています", "no power"));
    canvas.getContext("2d").clearRect(0, 0, canvas.width, canvas.height);
    say(["電源が切れています"], []);
    return;
  }
  draw(shown);
  canvas.style.filter = panel.backlight < 100 ? `brightness(${0.25 + (0.75 * panel.backlight) / 100})` : "";
  say([shown.caption.title], shown.caption.texts);
}

function draw({ width, height, pixels }) {
  if (canvas.width !== width || canvas.height !== height) {
    canvas.width = width;
    canvas.height = height;
    fit();
  }
  const bytes = Uint8Array.from(atob(pixels), (c) => c.charCodeAt(0));
  const context = canvas.getContext("2d");
  const image = context.createImageData(width, height);
  const mono = width < 200;
  for (let from = 0, to = 0; from < bytes.length; from += 2, to += 4) {
    const value = (bytes[from] << 8) | bytes[from + 1];
    const [r, g, b] = mono ? (value ? LIT : UNLIT) : colour(value);
    image.data[to] = r;
    image.data[to + 1] = g;
    image.data[to + 2] = b;
    image.data[to + 3] = 255;
  }
  context.putImageData(image, 0, 0);
}

/** RGB565 as a display shows it: the highest bits again at the lowest place, so that white is white. */
function colour(value) {
  const r = value >> 11, g = (value >> 5) & 63, b = value & 31;
  return [(r << 3) | (r >> 2), (g << 2) | (g >> 4), (b << 3) | (b >> 2)];
}

/** As large as there is room, each pixel of the panel a whole number of the screen's. */
function fit() {
  const dense = window.devicePixelRatio || 1;
  const style = getComputedStyle(glass);
  const room = glass.clientWidth - parseFloat(style.paddingLeft) - parseFloat(style.paddingRight);
  const most = canvas.width < 200 ? 5 : 3;
  const times = Math.max(1, Math.min(Math.floor((room * dense) / canvas.width), Math.floor(most * dense)));
  canvas.style.width = `${(canvas.width * times) / dense}px`;
  canvas.style.height = `${(canvas.height * times) / dense}px`;
}
new ResizeObserver(fit).observe(glass);

/** For screen readers, once for each change of the words; a redrawn clock says nothing. */
function say(head, texts) {
  const rest = texts.filter((text) => !head.includes(text));
  const text = [...head, ...rest].filter(Boolean).join("。");
  if (text === spoken) return;
  spoken = text;
  $("caption").textContent = text;
  canvas.setAttribute("aria-label", `画面: ${text}`);
  $("words").replaceChildren(...[...head, ...rest].filter(Boolean).map((line) => element("li", line)));
}

function lamp({ colour, blink }) {
  const [ja, en] = LAMP[colour] ?? [colour, colour];
  $("lamp").className = `lamp ${colour}${blink ? " blink" : ""}`;
  const how = colour === "off" ? ["", ""] : blink ? ["点滅", " blinking"] : ["点灯", ""];
  const text = ja + how[0];
  if ($("lampword").dataset.said === text) return;
  $("lampword").dataset.said = text;
  $("lampword").replaceChildren(words(text, en + how[1]));
}

const KEYS = { Enter: "o", Backspace: "b", Escape: "b", ArrowUp: "u", ArrowDown: "d" };

/** Presses a key, and moves the one on the picture. */
function press(key) {
  for (const button of document.querySelectorAll(`[data-key="${key}"]`)) {
    button.classList.add("down");
    setTimeout(() => button.classList.remove("down"), 120);
  }
  waiting += key;
  if (!sending) send();
}

/** Keys go one order after the other: two at the same time could change places on the way. */
async function send() {
  sending = true;
  while (waiting) {
    const keys = waiting.slice(0, MOST);
    waiting = waiting.slice(MOST);
    if (!(await order({ do: "key", keys }))) waiting = "";
  }
  sending = false;
}

/** Which key of the panel a key of the keyboard is; none when the thing in focus needs it itself. */
function meant(event) {
  if (event.ctrlKey || event.altKey || event.metaKey || event.isComposing) return undefined;
  const key = /^[0-9]$/.test(event.key) ? event.key : KEYS[event.key];
  const focus = event.target instanceof Element ? event.target : document.body;
  const typing = focus.closest("input:not([type=range]):not([type=radio]), textarea, select");
  const moving = focus.closest("input, select, .scroll, .story");
  const acting = focus.closest("button, a, summary, input, select");
  if (typing || (key === "u" || key === "d") && moving || event.key === "Enter" && acting) return undefined;
  return key;
}

export function begin() {
  for (const button of document.querySelectorAll("[data-key]")) {
    button.addEventListener("click", () => press(button.dataset.key));
  }
  document.addEventListener("keydown", (event) => {
    const key = meant(event);
    if (!key) return;
    event.preventDefault();
    press(key);
  });
}
