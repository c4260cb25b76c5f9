/** A tile's inside: heading, figure or chart, note. The frame around it belongs to the page. */
import { escapeHtml } from "../html/escape.ts";
import { renderMarkdown } from "../html/markdown.ts";
import type { DataTile, Tile } from "../plan/plan.ts";
import { renderChartTile } from "./chart-tile.ts";
import { renderGaugeTile } from "./gauge-tile.ts";
import { renderHeatmapTile } from "./heatmap-tile.ts";
import { renderNumberTile } from "./number-tile.ts";
import type { Scene } from "./scene.ts";
import { renderTableTile } from "./table-tile.ts";

export function renderTile(tile: Tile, scene: Scene): string {
  const heading = tile.title === "" ? "" : `<h3 id="${tile.id}-h">${escapeHtml(tile.title)}</h3>`;
  const subtitle = tile.subtitle === undefined ? "" : `<p class="subtitle">${escapeHtml(tile.subtitle)}</p>`;
  const note = tile.note === undefined ? "" : `<div class="note">${renderMarkdown(tile.note)}</div>`;
  if (tile.kind === "text")
    return `${heading}${subtitle}<div class="prose">${renderMarkdown(tile.text)}</div>${note}`;
  const failure = scene.failures[tile.query];
  const body =
    failure === undefined
      ? renderBody(tile, scene)
      : `<div class="state error"><p><strong>Query ${escapeHtml(tile.query)} failed</strong></p><pre>${escapeHtml(failure)}</pre></div>`;
  return `${heading}${subtitle}${body}${note}`;
}

function renderBody(tile: DataTile, scene: Scene): string {
  switch (tile.kind) {
    case "number":
      return renderNumberTile(tile, scene);
    case "gauge":
      return renderGaugeTile(tile, scene);
    case "table":
      return renderTableTile(tile, scene);
    case "heatmap":
      return renderHeatmapTile(tile, scene);
    default:
      return renderChartTile(tile, scene);
  }
}
