// The buzzer and the speaker. A browser gives sound only after a click or a key; until then the words beside the
// lamp are all there is.

const NAMES = {
  short: "♪ ピッ", double: "♪ ピピッ", long: "♪ ピー", alarm: "♪ ピー・ピー・ピー",
};
// Length and pause of each tone in seconds, as the buzzer makes them.
const TONES = {
  short: [[0.08, 0]], double: [[0.08, 0.08], [0.08, 0]], long: [[0.5, 0]],
  alarm: [[0.4, 0.2], [0.4, 0.2], [0.4, 0]],
};
const PITCH = 2400;
const SHOWN_MS = 1500;

const shown = document.getElementById("buzz");
const mute = document.getElementById("mute");
const player = new Audio();
let context;
let volume = 1;
let url;

/** How loud the station has set buzzer and speech, percent. */
export function setVolume(percent) {
  volume = percent / 100;
  player.volume = volume;
}

/** Plays a sound that the board made. */
export function hear(sound) {
  if (sound.buzz) {
    tell(NAMES[sound.buzz] ?? "♪");
    if (context && !silent()) buzz(TONES[sound.buzz] ?? []);
  } else {
    speak(sound.speech);
  }
}

function silent() {
  return mute.getAttribute("aria-pressed") === "true";
}

function tell(text) {
  shown.textContent = text;
  clearTimeout(tell.timer);
  tell.timer = setTimeout(() => (shown.textContent = ""), SHOWN_MS);
}

function buzz(tones) {
  let at = context.currentTime;
  for (const [length, pause] of tones) {
    const tone = context.createOscillator();
    const loud = context.createGain();
    tone.type = "square";
    tone.frequency.value = PITCH;
    loud.gain.value = 0.06 * volume;
    tone.connect(loud).connect(context.destination);
    tone.start(at);
    tone.stop(at + length);
    at += length + pause;
  }
}

function speak(wav) {
  player.pause();
  if (url) URL.revokeObjectURL(url);
  url = undefined;
  if (!wav) return tell("");
  tell("🔊 読み上げ speaking");
  shown.dataset.spoken = String(Number(shown.dataset.spoken ?? 0) + 1);
  const bytes = Uint8Array.from(atob(wav), (c) => c.charCodeAt(0));
  url = URL.createObjectURL(new Blob([bytes], { type: "audio/wav" }));
  player.src = url;
  // Refused before the first click; the words beside the lamp said it.
  if (!silent()) player.play().catch(() => {});
}

export function begin() {
  const wake = () => {
    context ??= new AudioContext();
    context.resume();
  };
  for (const kind of ["pointerdown", "keydown"]) document.addEventListener(kind, wake, { capture: true });
  mute.addEventListener("click", () => {
    const off = !silent();
    mute.setAttribute("aria-pressed", String(off));
    mute.firstChild.textContent = off ? "音 切 " : "音 入 ";
    mute.querySelector("[lang]").textContent = off ? "sound off" : "sound on";
    if (off) player.pause();
  });
}
