// The sites of the safety map on one canvas: shapes and colours for single sites, rings of shares for many close together.
// vaoraSites(map, {sites: [[latitude, longitude, colour, id, name], …], colours, names, locale}); colours and names run from
// the best to the worst, then "not assessed". A click on a site is told as a click whose `alt` is the site's id; one on a ring zooms.
/* global L */
"use strict";

const CELL = 72, SINGLE_FROM = 16, RADIUS = 6;

/** Draws a site's shape: circle, triangle, square, or hollow circle; what is worse has more corners. */
function vaoraShape(pen, kind, x, y, r, colour) {
  pen.beginPath();
  if (kind === 1) {
    pen.moveTo(x, y - r * 1.15); pen.lineTo(x + r * 1.1, y + r * 0.85); pen.lineTo(x - r * 1.1, y + r * 0.85); pen.closePath();
  } else if (kind === 2) {
    pen.rect(x - r * 0.95, y - r * 0.95, r * 1.9, r * 1.9);
  } else {
    pen.arc(x, y, kind === 3 ? r * 0.85 : r, 0, 2 * Math.PI);
  }
  pen.fillStyle = kind === 3 ? "#ffffff" : colour;
  pen.fill();
  pen.lineWidth = kind === 3 ? 2.2 : 1.2;
  pen.strokeStyle = kind === 3 ? colour : "#ffffff";
  pen.stroke();
}

/** Returns sites in the order of colours from best to worst, worst and shares of a group of them. */
function vaoraGroup(sites, scale) {
  const counts = [0, 0, 0, 0];
  let x = 0, y = 0;
  for (const site of sites) { counts[site.kind] += 1; x += site.x; y += site.y; }
  const worst = counts[2] ? 2 : counts[1] ? 1 : counts[3] ? 3 : 0;
  return { sites, counts, worst, x: x / sites.length * scale, y: y / sites.length * scale };
}

/** Puts sites into cells of the zoom's pixel plane: the same cells wherever the map is moved. */
function vaoraCells(sites, zoom, bounds) {
  const scale = Math.pow(2, zoom), cells = new Map();
  for (const site of sites) {
    const px = site.x * scale, py = site.y * scale;
    if (px < bounds.min.x || px > bounds.max.x || py < bounds.min.y || py > bounds.max.y) continue;
    const key = zoom >= SINGLE_FROM ? site.id : Math.floor(px / CELL) * 1e7 + Math.floor(py / CELL);
    const cell = cells.get(key);
    if (cell) cell.push(site); else cells.set(key, [site]);
  }
  return [...cells.values()].map((group) => vaoraGroup(group, scale));
}

/** Draws a ring of shares around the number of sites, with the shape of the worst on its shoulder. */
function vaoraRing(pen, group, x, y, colours, locale) {
  const many = group.sites.length, r = 13 + Math.min(13, 2.2 * Math.log2(many));
  let from = -Math.PI / 2;
  for (const kind of [0, 1, 2, 3]) {
    const to = from + 2 * Math.PI * group.counts[kind] / many;
    if (group.counts[kind]) {
      pen.beginPath(); pen.moveTo(x, y); pen.arc(x, y, r, from, to); pen.closePath();
      pen.fillStyle = colours[kind]; pen.fill();
    }
    from = to;
  }
  pen.beginPath(); pen.arc(x, y, r - 5, 0, 2 * Math.PI); pen.fillStyle = "#ffffff"; pen.fill();
  pen.fillStyle = "#17303a"; pen.font = "600 12px 'Segoe UI',Roboto,'Noto Sans',Arial,sans-serif";
  pen.textAlign = "center"; pen.textBaseline = "middle";
  pen.fillText(many.toLocaleString(locale), x, y + 0.5);
  vaoraShape(pen, group.worst, x + r * 0.78, y - r * 0.78, 6, colours[group.worst]);
  return r;
}

function vaoraSites(map, told) {
  const sites = told.sites.map(([latitude, longitude, kind, id, name]) => {
    const at = L.CRS.EPSG3857.latLngToPoint(L.latLng(latitude, longitude), 0);
    return { latitude, longitude, kind, id, name, x: at.x, y: at.y };
  });
  const canvas = L.DomUtil.create("canvas", "vaora-sites");
  canvas.style.cssText = "position:absolute;pointer-events:none";
  map.createPane("sites").style.cssText = "z-index:620;pointer-events:none";  // above the names of places, below tooltips
  map.getPane("sites").appendChild(canvas);
  const pen = canvas.getContext("2d");
  let drawn = [];

  function draw() {
    const size = map.getSize(), ratio = window.devicePixelRatio || 1, bounds = map.getPixelBounds();
    canvas.width = size.x * ratio; canvas.height = size.y * ratio;
    canvas.style.width = size.x + "px"; canvas.style.height = size.y + "px"; canvas.style.display = "";
    L.DomUtil.setPosition(canvas, map.containerPointToLayerPoint([0, 0]));
    pen.setTransform(ratio, 0, 0, ratio, 0, 0);
    pen.clearRect(0, 0, size.x, size.y);
    const wide = { min: bounds.min.subtract([CELL, CELL]), max: bounds.max.add([CELL, CELL]) };
    drawn = vaoraCells(sites, map.getZoom(), wide).sort((one, other) => one.sites.length - other.sites.length);
    for (const group of drawn) {
      const x = group.x - bounds.min.x, y = group.y - bounds.min.y;
      Object.assign(group, { px: x, py: y });
      if (group.sites.length > 1) {
        group.r = vaoraRing(pen, group, x, y, told.colours, told.locale);
      } else {
        group.r = RADIUS;
        vaoraShape(pen, group.sites[0].kind, x, y, RADIUS, told.colours[group.sites[0].kind]);
      }
    }
  }

  function hit(event) {
    const at = map.mouseEventToContainerPoint(event);
    let best = null, least = 1;
    for (const group of drawn) {
      const far = Math.hypot(group.px - at.x, group.py - at.y) / (group.r + 5);
      if (far <= least) { least = far; best = group; }
    }
    return best;
  }

  const label = L.tooltip({ direction: "auto", offset: [10, 0], opacity: 0.95 });
  const box = map.getContainer();
  box.addEventListener("mousemove", (event) => {
    const group = hit(event);
    box.style.cursor = group ? "pointer" : "";
    if (!group) { map.closeTooltip(label); return; }
    const words = document.createElement("div");
    words.textContent = group.sites.length === 1
      ? group.sites[0].name + " – " + told.names[group.sites[0].kind]
      : [0, 1, 2, 3].filter((kind) => group.counts[kind])
        .map((kind) => told.names[kind] + ": " + group.counts[kind].toLocaleString(told.locale)).join(" · ");
    map.openTooltip(label.setContent(words).setLatLng(map.containerPointToLatLng([group.px, group.py])));
  });
  box.addEventListener("click", (event) => {
    if (event.target.closest(".leaflet-control")) return;
    event.stopPropagation();
    const group = map.dragging && map.dragging.moved() ? null : hit(event);
    if (!group) return;
    if (group.sites.length === 1) {
      const site = group.sites[0];
      map.fire("click", { latlng: L.latLng(site.latitude, site.longitude, site.id) });
    } else {
      map.closeTooltip(label);
      const corners = group.sites.map((site) => [site.latitude, site.longitude]);
      map.fitBounds(L.latLngBounds(corners), { maxZoom: Math.max(map.getZoom() + 2, SINGLE_FROM - 1), padding: [40, 40] });
      if (map.getZoom() < map.getMaxZoom() && L.latLngBounds(corners).getNorthEast().equals(L.latLngBounds(corners).getSouthWest()))
        map.setView(corners[0], SINGLE_FROM);
    }
  }, true);
  map.vaoraDrawn = () => drawn.map((group) => [group.px, group.py, group.sites.length]);  // for tests
  map.on("zoomstart", () => { canvas.style.display = "none"; });
  map.on("moveend zoomend resize viewreset", draw);
  draw();
}
