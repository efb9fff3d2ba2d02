// A heat map of places with the hours of a day: one frame an hour, by hand or running.
// vaoraHours(map, {places: [[latitude, longitude, name, kind, count, weight, hours], …], gradient, words, locale}); `count`: what stands
// beside the name; `weight`: its heat over the whole day, 0 to 1; `hours`: null, or 24 means with null where nothing may be
// shown. `words`: all_day, play, pause, hour, count, mean; `top`: the mean that is drawn hottest.
/* global L */
"use strict";

const LEAST = 0.06, STEP_MS = 900;

/** Returns the heat of a place in an hour (-1: the whole day); 0: nothing is drawn. */
function vaoraHeatOf(place, hour, top) {
  if (hour < 0) return place[5];
  const mean = place[6] && place[6][hour];
  return mean ? Math.max(LEAST, Math.min(1, mean / top)) : 0;
}

function vaoraTold(place, hour, told) {
  const write = (value) => value.toLocaleString(told.locale, { maximumFractionDigits: value < 10 ? 1 : 0 });
  const lines = [`<b>${place[2]}</b>`, place[3], `${told.words.count}: ${write(place[4])}`];
  if (hour >= 0 && place[6] && place[6][hour]) lines.push(`${hour}h: ${told.words.mean} ${write(place[6][hour])}`);
  return lines.filter(Boolean).join("<br>");
}

function vaoraHours(map, told) {
  const heat = L.heatLayer([], { radius: 22, blur: 18, minOpacity: 0.25, max: 1, maxZoom: 11, gradient: told.gradient }).addTo(map);
  let hour = -1, timer = null;
  for (const place of told.places) {
    L.circleMarker([place[0], place[1]], { radius: 4, weight: 0.6, color: "#17303a", fillColor: "#0b6e75", fillOpacity: 0.4 })
      .bindTooltip(() => vaoraTold(place, hour, told)).addTo(map);
  }

  const box = L.DomUtil.create("div", "vaora-hours");
  box.innerHTML = '<button type="button"></button><input type="range" min="-1" max="23" step="1"><output></output>';
  const [button, slider, label] = box.children;
  slider.setAttribute("aria-label", told.words.hour);

  function show(next) {
    hour = next;
    slider.value = String(hour);
    label.textContent = hour < 0 ? told.words.all_day : `${hour}h–${hour + 1}h`;
    heat.setLatLngs(told.places.map((place) => [place[0], place[1], vaoraHeatOf(place, hour, told.top)]).filter((spot) => spot[2]));
  }

  function run(on) {
    clearInterval(timer);
    timer = on ? setInterval(() => show((hour + 1) % 24), STEP_MS) : null;
    button.textContent = on ? "❚❚" : "▶";
    button.title = on ? told.words.pause : told.words.play;
    button.setAttribute("aria-label", button.title);
  }

  button.addEventListener("click", () => run(!timer));
  slider.addEventListener("input", () => { run(false); show(Number(slider.value)); });
  run(false);
  show(-1);
  if (!told.places.some((place) => place[6])) return;
  const control = L.control({ position: "bottomleft" });
  control.onAdd = () => { L.DomEvent.disableClickPropagation(box); return box; };
  control.addTo(map);
}
