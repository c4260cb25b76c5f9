/**
 * All values at one place of a chart, under the pointer or by arrow keys. One set of listeners on the document: charts
 * come and go as filters change.
 */
export function followCharts(): void {
  document.addEventListener("pointermove", (event) => {
    const chart = chartOf(event.target);
    const hit = (event.target as Element).closest?.(".hit");
    if (chart && hit) show(chart, [...chart.querySelectorAll(".hit")].indexOf(hit));
    else if (!chart) clearAll();
  });
  document.addEventListener("focusout", clearAll);
  document.addEventListener("keydown", (event) => {
    if (event.key === "Escape") return clearAll();
    const chart = document.activeElement?.closest<HTMLElement>("[data-chart]");
    if (!chart) return;
    const count = chart.querySelectorAll(".hit").length;
    const now = Number(chart.dataset.at ?? count);
    const next = { ArrowLeft: now - 1, ArrowRight: now + 1, Home: 0, End: count - 1 }[event.key];
    if (next === undefined) return;
    event.preventDefault();
    show(chart, Math.min(Math.max(next, 0), count - 1));
  });
}

const chartOf = (target: EventTarget | null): HTMLElement | null =>
  target instanceof Element ? target.closest<HTMLElement>("[data-chart]") : null;

function clearAll(): void {
  for (const part of document.querySelectorAll(".tip,.cursor")) part.remove();
  for (const chart of document.querySelectorAll<HTMLElement>("[data-at]")) delete chart.dataset.at;
}

function show(chart: HTMLElement, index: number): void {
  if (chart.dataset.at === String(index)) return;
  clearAll();
  const hit = chart.querySelectorAll<SVGRectElement>(".hit")[index];
  if (hit === undefined) return;
  chart.dataset.at = String(index);
  const [head, ...lines] = textOf(hit).split("\n");
  const tip = document.createElement("div");
  tip.className = "tip";
  tip.setAttribute("role", "status");
  const title = document.createElement("b");
  title.textContent = head!;
  tip.append(
    title,
    ...lines.map((line, rank) => lineOf(line, hit.dataset.c?.[rank] ?? "1", lines.length > 1)),
  );
  place(chart, hit, tip);
}

/** The browser's own tooltip would stand beside ours: its text moves out of reach. */
function textOf(hit: SVGRectElement): string {
  const title = hit.querySelector("title");
  if (title) {
    hit.dataset.text = title.textContent ?? "";
    title.remove();
  }
  return hit.dataset.text ?? "";
}

function lineOf(line: string, color: string, named: boolean): HTMLElement {
  const row = document.createElement("div");
  const at = named ? line.lastIndexOf(": ") : -1;
  const name = document.createElement("span");
  if (named) {
    const key = document.createElement("i");
    key.className = `key s${color}`;
    name.append(key, line.slice(0, at));
  }
  const value = document.createElement("span");
  value.textContent = named ? line.slice(at + 2) : line;
  row.append(name, value);
  return row;
}

function place(chart: HTMLElement, hit: SVGRectElement, tip: HTMLElement): void {
  const svg = hit.ownerSVGElement!.getBoundingClientRect();
  const box = chart.getBoundingClientRect();
  const x = svg.left - box.left + (Number(hit.dataset.x) / 100) * svg.width;
  const cursor = document.createElement("div");
  cursor.className = "cursor";
  cursor.style.left = `${x}px`;
  cursor.style.top = `${svg.top - box.top}px`;
  cursor.style.height = `${svg.height}px`;
  chart.append(cursor, tip);
  const left = x + 12 + tip.offsetWidth > box.width ? x - 12 - tip.offsetWidth : x + 12;
  tip.style.left = `${Math.max(left, 0)}px`;
}
