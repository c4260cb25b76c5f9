/**
 * A canvas that shows a scene: drag or two fingers to move, wheel or pinch to zoom, arrows to walk along edges. Small
 * pictures are drawn anew in each frame. Large ones are kept as a bitmap that moves with the pointer; a fresh one is
 * drawn, a few milliseconds of each frame, when the view has come to rest or leaves what the bitmap shows.
 */
import { BOX_HEIGHT } from "../../lineage/box.ts";
import { paintRing, paintSteps, stepsOf, type Look, type View } from "./paint.ts";
import type { Scene } from "./scene.ts";
import { followPointers } from "./pointers.ts";

/** Steps drawn at once without a thought. */
const DIRECT = 900;
const LARGEST = 2.5;
/** So few boxes are shown to be read, from the left, where all of them would be too small. */
const READABLE = 80;
/** A kept bitmap reaches this far beyond the view on each side, in parts of the view. */
const MARGIN = 0.25;
/** Of a frame's 16.7: the rest is for moving the bitmap. */
const SLICE_MS = 5;
/** Steps between looks at the clock. */
const BATCH = 40;
/** A view that has not moved for so long is at rest. */
const REST_MS = 90;
/** A bitmap larger or smaller than this is too coarse even while moving. */
const COARSE = 1.8;

interface Bitmap {
  readonly canvas: HTMLCanvasElement;
  readonly context: CanvasRenderingContext2D;
  view: View;
}

export class GraphCanvas {
  readonly canvas: HTMLCanvasElement;
  /** Told when a box is chosen: by click or keys. -1: none. */
  onChoose: (at: number) => void = () => undefined;
  onOpen: (at: number) => void = () => undefined;
  onHover: (at: number, x: number, y: number) => void = () => undefined;
  private readonly context: CanvasRenderingContext2D;
  private scene: Scene | undefined;
  private look: Look | undefined;
  private view: View = { scale: 1, x: 0, y: 0 };
  private size = { width: 0, height: 0 };
  private chosen = -1;
  private hovered = -1;
  private shown: Bitmap;
  private next: Bitmap;
  /** Steps of the next bitmap that are drawn; undefined: none is being drawn. */
  private progress: number | undefined;
  private fresh = false;
  private frame = 0;
  private movedAt = 0;

  constructor(canvas: HTMLCanvasElement) {
    this.canvas = canvas;
    this.context = canvas.getContext("2d", { alpha: false })!;
    this.shown = newBitmap();
    this.next = newBitmap();
    new ResizeObserver(() => this.resize()).observe(canvas);
    followPointers(canvas, {
      move: (dx, dy) => this.setView({ ...this.view, x: this.view.x + dx, y: this.view.y + dy }),
      zoom: (factor, x, y) => this.zoomBy(factor, x, y),
      hover: (x, y) => this.hover(x, y),
      click: (x, y) => this.choose(this.boxAt(x, y)),
      doubleClick: (x, y) => {
        const at = this.boxAt(x, y);
        if (at >= 0) this.onOpen(at);
      },
    });
    canvas.addEventListener("keydown", (event) => this.key(event));
  }

  setScene(scene: Scene, look: Look, chosen: number): void {
    this.scene = scene;
    this.look = look;
    this.chosen = chosen;
    this.hovered = -1;
    this.resize();
    if (chosen >= 0 && this.fitScale() < 0.45) this.centerOn(chosen, 0.85);
    else if (scene.nodes.length <= READABLE && this.fitScale() < 0.45)
      this.setView({ scale: 0.7, x: 16, y: (this.size.height - scene.height * 0.7) / 2 });
    else this.fit();
  }

  setLook(look: Look, chosen: number = this.chosen): void {
    this.look = look;
    this.chosen = chosen;
    this.invalidate();
  }

  fit(): void {
    if (this.scene === undefined) return;
    const scale = Math.min(1, this.fitScale());
    const { width, height } = this.scene;
    this.setView({
      scale,
      x: (this.size.width - width * scale) / 2,
      y: (this.size.height - height * scale) / 2,
    });
  }

  centerOn(at: number, scale: number = this.view.scale): void {
    const { x, y, w } = this.scene!;
    this.setView({
      scale,
      x: this.size.width / 2 - (x[at]! + w[at]! / 2) * scale,
      y: this.size.height / 2 - y[at]! * scale,
    });
  }

  zoomBy(factor: number, x: number = this.size.width / 2, y: number = this.size.height / 2): void {
    const scale = Math.min(LARGEST, Math.max(Math.min(this.fitScale() * 0.5, 0.5), this.view.scale * factor));
    const ratio = scale / this.view.scale;
    this.setView({ scale, x: x - (x - this.view.x) * ratio, y: y - (y - this.view.y) * ratio });
  }

  /** True while a slice is still to be drawn: tests and measurements wait for false. */
  get busy(): boolean {
    return this.progress !== undefined || this.frame !== 0;
  }

  private fitScale(): number {
    const { width, height } = this.scene!;
    return Math.min(
      (this.size.width - 48) / Math.max(1, width),
      (this.size.height - 48) / Math.max(1, height),
    );
  }

  private setView(view: View): void {
    this.view = view;
    this.movedAt = performance.now();
    this.requestFrame();
  }

  private invalidate(): void {
    this.fresh = false;
    this.progress = undefined;
    this.requestFrame();
  }

  private requestFrame(): void {
    if (this.frame === 0) this.frame = requestAnimationFrame((now) => this.draw(now));
  }

  private resize(): void {
    const { clientWidth, clientHeight } = this.canvas;
    if (clientWidth === 0 || (clientWidth === this.size.width && clientHeight === this.size.height)) return;
    this.size = { width: clientWidth, height: clientHeight };
    const ratio = devicePixelRatio;
    this.canvas.width = Math.round(clientWidth * ratio);
    this.canvas.height = Math.round(clientHeight * ratio);
    for (const bitmap of [this.shown, this.next]) {
      bitmap.canvas.width = Math.round(clientWidth * ratio * (1 + 2 * MARGIN));
      bitmap.canvas.height = Math.round(clientHeight * ratio * (1 + 2 * MARGIN));
    }
    this.invalidate();
  }

  private draw(now: number): void {
    this.frame = 0;
    const { scene, look, context } = this;
    if (scene === undefined || look === undefined) return;
    const ratio = devicePixelRatio;
    context.setTransform(ratio, 0, 0, ratio, 0, 0);
    context.fillStyle = look.paints.surface;
    context.fillRect(0, 0, this.size.width, this.size.height);
    if (stepsOf(scene) <= DIRECT) paintSteps(context, scene, look, this.view, this.size, 0, stepsOf(scene));
    else this.drawKept(now);
    if (this.hovered >= 0 && this.hovered !== this.chosen)
      paintRing(context, scene, this.hovered, this.view, look.paints.muted, 1);
    if (this.chosen >= 0) paintRing(context, scene, this.chosen, this.view, look.paints.accent, 2);
  }

  /** The bitmap where it belongs now, and a slice of its successor. */
  private drawKept(now: number): void {
    const { shown, view } = this;
    const ratio = devicePixelRatio;
    if (this.fresh || shown.view.scale > 0) {
      const by = view.scale / shown.view.scale;
      const [width, height] = [(shown.canvas.width / ratio) * by, (shown.canvas.height / ratio) * by];
      this.context.drawImage(
        shown.canvas,
        view.x - (shown.view.x + this.size.width * MARGIN) * by,
        view.y - (shown.view.y + this.size.height * MARGIN) * by,
        width,
        height,
      );
    }
    const resting = now - this.movedAt >= REST_MS;
    if (this.progress === undefined && !this.isCurrent() && (resting || !this.isCovered())) this.begin();
    if (this.progress !== undefined) this.drawSlice();
    if (this.progress !== undefined || !this.isCurrent()) this.requestFrame();
  }

  /** Whether the kept bitmap shows the view well enough while it moves. */
  private isCovered(): boolean {
    const { shown, view, size, fresh } = this;
    if (!fresh) return false;
    const by = view.scale / shown.view.scale;
    const left = view.x - (shown.view.x + size.width * MARGIN) * by;
    const top = view.y - (shown.view.y + size.height * MARGIN) * by;
    const reach = (1 + 2 * MARGIN) * by;
    return (
      by < COARSE &&
      by > 1 / COARSE &&
      left <= 0 &&
      top <= 0 &&
      left + size.width * reach >= size.width &&
      top + size.height * reach >= size.height
    );
  }

  private isCurrent(): boolean {
    const { shown, view } = this;
    return (
      this.fresh &&
      shown.view.scale === view.scale &&
      Math.abs(shown.view.x - view.x) < 1 &&
      Math.abs(shown.view.y - view.y) < 1
    );
  }

  private begin(): void {
    const { next, look } = this;
    const ratio = devicePixelRatio;
    next.view = this.view;
    next.context.setTransform(ratio, 0, 0, ratio, 0, 0);
    next.context.fillStyle = look!.paints.surface;
    next.context.fillRect(0, 0, next.canvas.width, next.canvas.height);
    this.progress = 0;
  }

  private drawSlice(): void {
    const { next, scene, look } = this;
    const reach = { width: this.size.width * (1 + 2 * MARGIN), height: this.size.height * (1 + 2 * MARGIN) };
    const view = {
      scale: next.view.scale,
      x: next.view.x + this.size.width * MARGIN,
      y: next.view.y + this.size.height * MARGIN,
    };
    const all = stepsOf(scene!);
    const until = performance.now() + SLICE_MS;
    while (this.progress! < all && performance.now() < until) {
      // What is out of view costs nearly nothing.
      let drawn = 0;
      while (this.progress! < all && drawn < BATCH) {
        const end = Math.min(all, this.progress! + BATCH);
        drawn += paintSteps(next.context, scene!, look!, view, reach, this.progress!, end);
        this.progress = end;
      }
      // Browsers keep drawing commands for later: reading a pixel makes them draw now, so that the clock tells the truth.
      next.context.getImageData(0, 0, 1, 1);
    }
    if (this.progress! < all) return;
    this.progress = undefined;
    [this.shown, this.next] = [this.next, this.shown];
    this.fresh = true;
    this.requestFrame();
  }

  /** The box under a place of the screen; a little beside it counts when boxes are tiny. */
  private boxAt(screenX: number, screenY: number): number {
    const { scene, view } = this;
    if (scene === undefined) return -1;
    const [x, y] = [(screenX - view.x) / view.scale, (screenY - view.y) / view.scale];
    const slack = Math.max(0, 4 / view.scale - BOX_HEIGHT / 4);
    for (let at = 0; at < scene.nodes.length; at++)
      if (
        x >= scene.x[at]! - slack &&
        x <= scene.x[at]! + scene.w[at]! + slack &&
        Math.abs(y - scene.y[at]!) <= BOX_HEIGHT / 2 + slack
      )
        return at;
    return -1;
  }

  private hover(x: number, y: number): void {
    const at = x < 0 ? -1 : this.boxAt(x, y);
    this.onHover(at, x, y);
    if (at === this.hovered) return;
    this.hovered = at;
    this.canvas.style.cursor = at >= 0 ? "pointer" : "";
    this.requestFrame();
  }

  private choose(at: number): void {
    this.chosen = at;
    this.onChoose(at);
    this.requestFrame();
  }

  private key(event: KeyboardEvent): void {
    const { scene } = this;
    if (scene === undefined || event.ctrlKey || event.metaKey || event.altKey) return;
    const { key } = event;
    if (key === "+" || key === "=") this.zoomBy(1.25);
    else if (key === "-") this.zoomBy(0.8);
    else if (key === "0") this.fit();
    else if (key === "Escape") this.choose(-1);
    else if (key === "Enter" && this.chosen >= 0) this.onOpen(this.chosen);
    else if (key.startsWith("Arrow")) this.walk(key);
    else return;
    event.preventDefault();
  }

  /** Left and right along edges, up and down within a column; the first step chooses the first box. */
  private walk(key: string): void {
    const scene = this.scene!;
    const at = this.chosen;
    const next =
      at < 0
        ? 0
        : key === "ArrowLeft" || key === "ArrowRight"
          ? nearestAlong(scene, at, key === "ArrowLeft")
          : nearestInLayer(scene, at, key === "ArrowUp");
    if (next < 0 || scene.nodes.length === 0) return;
    this.choose(next);
    this.centerOn(next, Math.max(this.view.scale, 0.6));
  }
}

function newBitmap(): Bitmap {
  const canvas = document.createElement("canvas");
  // Drawn at once and in main memory: what a slice costs is then seen on the clock, and not paid for by a later frame.
  return {
    canvas,
    context: canvas.getContext("2d", { alpha: false, willReadFrequently: true })!,
    view: { scale: 0, x: 0, y: 0 },
  };
}

function nearestAlong({ parents, children, y }: Scene, at: number, up: boolean): number {
  const { start, to } = up ? parents : children;
  let best = -1;
  for (let index = start[at]!; index < start[at + 1]!; index++)
    if (best < 0 || Math.abs(y[to[index]!]! - y[at]!) < Math.abs(y[best]! - y[at]!)) best = to[index]!;
  return best;
}

function nearestInLayer({ nodes, layer, y }: Scene, at: number, up: boolean): number {
  let best = -1;
  for (let other = 0; other < nodes.length; other++) {
    const step = (y[other]! - y[at]!) * (up ? -1 : 1);
    if (layer[other] === layer[at] && step > 0 && (best < 0 || step < Math.abs(y[best]! - y[at]!)))
      best = other;
  }
  return best;
}
