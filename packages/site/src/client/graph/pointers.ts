/** Mouse, pen and fingers on a canvas, as movements. */

export interface PointerTargets {
  move(dx: number, dy: number): void;
  zoom(factor: number, x: number, y: number): void;
  /** x below 0: the pointer left. */
  hover(x: number, y: number): void;
  click(x: number, y: number): void;
  doubleClick(x: number, y: number): void;
}

/** Farther than this is a drag. */
const STILL = 4;

export function followPointers(canvas: HTMLCanvasElement, targets: PointerTargets): void {
  const down = new Map<number, { x: number; y: number }>();
  let travelled = 0;
  const place = (event: MouseEvent): { x: number; y: number } => {
    const box = canvas.getBoundingClientRect();
    return { x: event.clientX - box.left, y: event.clientY - box.top };
  };
  canvas.addEventListener("pointerdown", (event) => {
    if (event.button !== 0) return;
    canvas.setPointerCapture(event.pointerId);
    if (down.size === 0) travelled = 0;
    down.set(event.pointerId, place(event));
  });
  canvas.addEventListener("pointermove", (event) => {
    const at = place(event);
    const before = down.get(event.pointerId);
    if (before === undefined) return targets.hover(at.x, at.y);
    const [dx, dy] = [at.x - before.x, at.y - before.y];
    travelled += Math.hypot(dx, dy);
    if (down.size === 1) {
      if (travelled > STILL) targets.move(dx, dy);
    } else {
      const other = [...down].find(([id]) => id !== event.pointerId)![1];
      const [was, is] = [
        Math.hypot(before.x - other.x, before.y - other.y),
        Math.hypot(at.x - other.x, at.y - other.y),
      ];
      if (was > 0) targets.zoom(is / was, (at.x + other.x) / 2, (at.y + other.y) / 2);
      targets.move(dx / 2, dy / 2);
    }
    down.set(event.pointerId, at);
  });
  const up = (event: PointerEvent): void => {
    if (!down.delete(event.pointerId) || down.size > 0 || travelled > STILL || event.type === "pointercancel")
      return;
    const { x, y } = place(event);
    targets.click(x, y);
  };
  canvas.addEventListener("pointerup", up);
  canvas.addEventListener("pointercancel", up);
  canvas.addEventListener("pointerleave", () => targets.hover(-1, -1));
  canvas.addEventListener("dblclick", (event) => {
    const { x, y } = place(event);
    targets.doubleClick(x, y);
  });
  canvas.addEventListener(
    "wheel",
    (event) => {
      event.preventDefault();
      const { x, y } = place(event);
      const pixels = event.deltaY * (event.deltaMode === 1 ? 16 : 1);
      targets.zoom(Math.exp(-pixels * (event.ctrlKey ? 0.01 : 0.0015)), x, y);
    },
    { passive: false },
  );
}
