/** The whole drawing as a file: SVG as text, PNG as large as browsers allow. */
import { escapeHtml } from "../../html/html.ts";
import { BOX_HEIGHT } from "../../lineage/box.ts";
import { drawEdge, SvgPen } from "../../lineage/edge-path.ts";
import { paintSteps, stepsOf, type Look } from "./paint.ts";
import type { Scene } from "./scene.ts";

const PAD = 24;
/** Pixels of one side, and of the whole. */
const LONGEST = 16_000;
const LARGEST = 120_000_000;

export function downloadSvg(scene: Scene, look: Look, name: string): void {
  download(new Blob([renderSceneSvg(scene, look)], { type: "image/svg+xml" }), `${name}-lineage.svg`);
}

export function downloadPng(scene: Scene, look: Look, name: string): void {
  const [wide, tall] = [scene.width + PAD * 2, scene.height + PAD * 2];
  const scale = Math.min(2, LONGEST / wide, LONGEST / tall, Math.sqrt(LARGEST / (wide * tall)));
  const canvas = document.createElement("canvas");
  canvas.width = Math.ceil(wide * scale);
  canvas.height = Math.ceil(tall * scale);
  const context = canvas.getContext("2d", { alpha: false })!;
  context.fillStyle = look.paints.surface;
  context.fillRect(0, 0, canvas.width, canvas.height);
  paintSteps(context, scene, look, { scale, x: PAD * scale, y: PAD * scale }, canvas, 0, stepsOf(scene));
  canvas.toBlob((blob) => {
    if (blob) download(blob, `${name}-lineage.png`);
  });
}

function download(blob: Blob, name: string): void {
  const link = document.createElement("a");
  link.href = URL.createObjectURL(blob);
  link.download = name;
  link.click();
  // The download has its own hold on the data once it has begun.
  setTimeout(() => URL.revokeObjectURL(link.href), 10_000);
}

export function renderSceneSvg(scene: Scene, { color, border, paints, round, lit }: Look): string {
  const edges = Array.from(scene.from, (a, edge) => {
    const b = scene.to[edge]!;
    const pen = new SvgPen();
    drawEdge(
      pen,
      { x1: scene.x[a]! + scene.w[a]!, y1: scene.y[a]!, x2: scene.x[b]!, y2: scene.y[b]! },
      scene.bends,
      scene.bendStart[edge]!,
      scene.bendStart[edge + 1]!,
    );
    return `<path d="${pen.path}"${lit !== undefined && !(lit[a] && lit[b]) ? ' opacity=".2"' : ""}/>`;
  });
  const boxes = scene.labels.map((label, at) => {
    const [x, y] = [Math.round(scene.x[at]!), Math.round(scene.y[at]!)];
    return `<g${lit !== undefined && !lit[at] ? ' opacity=".2"' : ""}><rect x="${x}" y="${y - BOX_HEIGHT / 2}" width="${scene.w[at]!}" height="${BOX_HEIGHT}" rx="${round[at]!}" fill="${paints.surface}" stroke="${border[at] || color[at]!}" stroke-width="1.25"/><circle cx="${x + 14}" cy="${y}" r="4" fill="${color[at]!}"/><text x="${x + 24}" y="${y + 4}" fill="${paints.ink}">${escapeHtml(label)}</text></g>`;
  });
  const [wide, tall] = [Math.ceil(scene.width) + PAD * 2, Math.ceil(scene.height) + PAD * 2];
  return `<svg xmlns="http://www.w3.org/2000/svg" width="${wide}" height="${tall}" viewBox="${-PAD} ${-PAD} ${wide} ${tall}" font-family="system-ui, sans-serif" font-size="12"><rect x="${-PAD}" y="${-PAD}" width="${wide}" height="${tall}" fill="${paints.surface}"/><g fill="none" stroke="${paints.edge}" stroke-width="1.25">${edges.join("")}</g>${boxes.join("")}</svg>`;
}
