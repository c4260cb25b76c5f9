/** A small table of text for a terminal: header, rule, rows; long cells cut. */
export function drawTable(columns: readonly string[], rows: readonly (readonly string[])[], maximumCell = 40): string[] {
  const cut = (text: string): string => {
    const oneLine = text.replace(/\s+/g, " ");
    return oneLine.length > maximumCell ? `${oneLine.slice(0, maximumCell - 1)}…` : oneLine;
  };
  const all = [columns, ...rows].map((cells) => cells.map(cut));
  const widths = columns.map((_, index) => Math.max(...all.map((cells) => (cells[index] ?? "").length)));
  const draw = (cells: readonly string[]): string => cells.map((cell, index) => cell.padEnd(widths[index]!)).join("  ").trimEnd();
  return [draw(all[0]!), widths.map((width) => "─".repeat(width)).join("  "), ...all.slice(1).map(draw)];
}
