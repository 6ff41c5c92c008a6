// Listens to the bus and hands each thing to whoever shows it. The browser finds the way back by itself when the
// connection breaks; everything is then told anew.

import * as device from "/device.js";
import * as sound from "/sound.js";
import * as tray from "/tray.js";
import * as world from "/world.js";

const away = document.getElementById("away");

const TOLD = {
  tray({ people, staff }) {
    tray.lay(people);
    world.crew(staff);
  },
  panel(panel) {
    device.show(panel);
    sound.setVolume(panel.volume);
  },
  situation(situation) {
    world.stand(situation);
    tray.place(situation.card, situation.reader);
    tray.keys(situation.asks_pin);
  },
  sound: sound.hear,
  tries: tray.left,
  receipts: world.receipts,
  heard: world.heard,
  morning: world.morning,
};

for (const part of [device, sound, tray, world]) part.begin();

const feed = new EventSource("/events");
for (const [name, show] of Object.entries(TOLD)) {
  feed.addEventListener(name, (event) => show(JSON.parse(event.data)));
}
feed.addEventListener("open", () => {
  away.hidden = true;
  document.body.dataset.live = "true";
});
feed.addEventListener("error", () => {
  away.hidden = false;
  device.show({ shown: null, lamp: { colour: "off", blink: false }, backlight: 0, volume: 0 });
});
