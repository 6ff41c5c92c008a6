// What the page asks of the world. A "no" is shown to whoever sits here; it is never guessed away.

const refusals = document.getElementById("refusals");
const STAYS_MS = 8000;

/** Asks for something; answers whether it was done. */
export async function order(what) {
  try {
    const answer = await fetch("/do", {
      method: "POST",
      headers: { "content-type": "application/json" },
      body: JSON.stringify(what),
    });
    if (answer.ok) {
      refusals.replaceChildren();
      return true;
    }
    const said = answer.headers.get("content-type")?.includes("json") ? await answer.json() : null;
    refuse(said?.ja ?? "できませんでした。", said?.en ?? (await answer.text()));
  } catch {
    refuse("つながっていません。", "the rehearsal does not answer");
  }
  return false;
}

function refuse(ja, en) {
  const note = document.createElement("p");
  const small = document.createElement("span");
  small.lang = "en";
  small.textContent = en;
  note.append(ja, " ", small);
  refusals.replaceChildren(note);
  setTimeout(() => note.remove(), STAYS_MS);
}

/** An element with text and attributes. */
export function element(name, text, attributes = {}) {
  const made = document.createElement(name);
  if (text !== undefined) made.textContent = text;
  for (const [key, value] of Object.entries(attributes)) made.setAttribute(key, value);
  return made;
}

/** Japanese with English behind it. */
export function words(ja, en) {
  const both = document.createDocumentFragment();
  both.append(ja, " ", element("span", en, { lang: "en" }));
  return both;
}

/** Hours, minutes and seconds in Japan, as on the panel, of a time in milliseconds. */
export function clock(ms) {
  return new Date(ms).toLocaleTimeString("ja-JP", { hour12: false, timeZone: "Asia/Tokyo" });
}
