/** The page's style sheet, one string: variables of the themes, then type, grid, tiles, charts, tables, print. */
import { MARGIN_STEPS } from "../chart/cartesian.ts";
import { dark, light, type Theme } from "./palette.ts";

export function renderStyle(): string {
  return [
    `:root{color-scheme:light;${variables(light)}}`,
    `@media (prefers-color-scheme:dark){:root:not([data-theme=light]){color-scheme:dark;${variables(dark)}}}`,
    `:root[data-theme=dark]{color-scheme:dark;${variables(dark)}}`,
    BASE,
    HEADER,
    GRID,
    range(24, 1)
      .map((width) => `.w-${width}{grid-column:span ${width}}`)
      .join(""),
    `@media (max-width:1023px){.tiles{grid-template-columns:repeat(12,minmax(0,1fr))}${range(24, 1)
      .map((width) => `.w-${width}{grid-column:span ${tabletWidth(width)}}`)
      .join("")}}`,
    "@media (max-width:639px){.tiles{grid-template-columns:minmax(0,1fr)}.tile[class*=w-]{grid-column:auto}.filters{position:static}}",
    TILES,
    CHARTS,
    range(MARGIN_STEPS + 1, 0)
      .map((step) => `.ml-${step}{margin-left:${step * 8}px}.mr-${step}{margin-right:${step * 8}px}`)
      .join(""),
    "@container (max-width:430px){.plot{margin-right:16px}.end,.tick.wide{display:none}.end.alone{display:none}.legend.narrow{display:flex}}",
    range(5, 1)
      .map((color) => `.s${color}{--c:var(--s${color})}`)
      .join(""),
    range(light.heat.length, 0)
      .map((step) => `.h${step}{background:var(--h${step});color:var(--hi${step})}`)
      .join(""),
    TABLES,
    PRINT,
  ].join("\n");
}

const range = (count: number, from: number): number[] =>
  Array.from({ length: count }, (_, index) => index + from);

/** Of 12 columns: figures three or two in a row, charts side by side or alone. */
const tabletWidth = (width: number): number => (width <= 5 ? 4 : width <= 12 ? 6 : 12);

function variables(theme: Theme): string {
  const { series, heat, ...plain } = theme;
  return [
    ...Object.entries(plain).map(([name, value]) => `--${name}:${value as string}`),
    ...series.map((color, index) => `--s${index + 1}:${color}`),
    ...heat.flatMap(([background, ink], index) => [`--h${index}:${background}`, `--hi${index}:${ink}`]),
  ].join(";");
}

const BASE = `*{box-sizing:border-box}
html{font:14px/1.5 system-ui,"Segoe UI",Roboto,"Helvetica Neue",Arial,sans-serif;background:var(--page);color:var(--ink);-webkit-text-size-adjust:100%}
body{margin:0}
h1,h2,h3,p,ul,figure{margin:0}
a{color:var(--accent);text-underline-offset:2px}
code,pre{font-family:ui-monospace,SFMono-Regular,Menlo,Consolas,monospace;font-size:12px}
:focus-visible{outline:2px solid var(--accent);outline-offset:2px;border-radius:4px}
.hidden{position:absolute;width:1px;height:1px;overflow:hidden;clip-path:inset(50%);white-space:nowrap}
.skip{position:absolute;left:16px;top:-48px;background:var(--surface);padding:8px 12px;border:1px solid var(--hairline);border-radius:8px;z-index:3}
.skip:focus{top:8px}
[hidden]{display:none!important}`;

const HEADER = `.top{max-width:1280px;margin:0 auto;padding:0 16px}
.bar-top{display:flex;align-items:center;gap:16px;min-height:52px;border-bottom:1px solid var(--hairline)}
.pages{display:flex;gap:4px 20px;flex:1;min-width:0;overflow-x:auto;overflow-y:hidden;white-space:nowrap;scrollbar-width:none;list-style:none;padding:0}
.pages a{display:block;padding:15px 0 13px;color:var(--muted);text-decoration:none;border-bottom:2px solid transparent}
.pages a:hover{color:var(--ink)}
.pages [aria-current]{color:var(--ink);font-weight:600;border-color:var(--accent)}
button,select{font:inherit;color:inherit;background:var(--surface);border:1px solid var(--hairline);border-radius:6px;height:32px;padding:0 10px}
button{cursor:pointer}
button:hover,select:hover{border-color:var(--axis)}
.theme{color:var(--muted);font-size:12px;height:28px;white-space:nowrap}
.intro{padding:24px 0 20px;display:flex;gap:8px 32px;align-items:flex-end;flex-wrap:wrap}
.intro>div{flex:1 1 340px;min-width:0}
h1{font-size:28px;line-height:1.2;font-weight:650;letter-spacing:-.015em}
.intro .lead{max-width:72ch;color:var(--muted);margin-top:6px}
.asof{color:var(--muted);font-size:12px;font-variant-numeric:tabular-nums}
.filters{display:flex;gap:12px 24px;flex-wrap:wrap;align-items:flex-end;padding-bottom:16px;position:sticky;top:0;background:var(--page);z-index:2;padding-top:8px}
.filters fieldset{border:0;padding:0;margin:0;min-width:0;display:flex;flex-direction:column;gap:4px}
.filters legend,.filters label.name{padding:0;font-size:12px;color:var(--muted);margin-bottom:4px;display:block}
.chips{display:flex;flex-wrap:wrap;gap:4px}
.chips label{position:relative}
.chips input{position:absolute;opacity:0;inset:0;margin:0;cursor:pointer}
.chips span{display:flex;align-items:center;gap:6px;min-height:32px;padding:4px 10px;border:1px solid var(--hairline);border-radius:6px;background:var(--surface);color:var(--muted)}
.chips label:hover span{border-color:var(--axis)}
.chips input:checked+span{border-color:var(--accent);color:var(--ink);box-shadow:inset 0 0 0 1px var(--accent)}
.chips input:focus-visible+span{outline:2px solid var(--accent);outline-offset:2px}
.summary{color:var(--muted);font-size:12px;padding-bottom:16px}
.tabs{display:flex;gap:4px 20px;border-bottom:1px solid var(--hairline);margin-bottom:16px;flex-wrap:wrap}
.tabs button{border:0;background:none;border-radius:0;padding:0;height:36px;color:var(--muted);border-bottom:2px solid transparent}
.tabs [aria-selected=true]{color:var(--ink);font-weight:600;border-color:var(--accent)}`;

const GRID = `main{max-width:1280px;margin:0 auto;padding:0 16px 48px;display:flex;flex-direction:column;gap:16px}
.panel{display:flex;flex-direction:column;gap:16px}
.panel>h2.tab-title{margin-top:16px}
.row-head{margin-top:16px}
.row-head:first-child{margin-top:0}
h2{font-size:20px;line-height:1.3;font-weight:600;letter-spacing:-.01em}
.row-head p{color:var(--muted);max-width:72ch;margin-top:2px}
.tiles{display:grid;grid-template-columns:repeat(24,minmax(0,1fr));gap:16px}`;

const TILES = `.tile{background:var(--surface);border:1px solid var(--hairline);border-radius:8px;padding:16px;min-width:0;display:flex;flex-direction:column;container-type:inline-size;overflow-wrap:anywhere}
h3{font-size:14px;line-height:1.35;font-weight:600}
.subtitle{font-size:12px;color:var(--muted);margin-top:2px}
.note,.when{font-size:12px;color:var(--muted);line-height:1.45}
.note{margin-top:8px;max-width:72ch}
.note p+p{margin-top:4px}
.when{font-variant-numeric:tabular-nums;margin-top:4px}
.center{text-align:center}
.state{color:var(--muted);padding:32px 8px;text-align:center;margin:auto;max-width:48ch}
.state.error{text-align:left;color:var(--bad);margin:8px 0;padding:0;max-width:none}
.state pre{white-space:pre-wrap;margin:4px 0 0;color:var(--ink)}
.kind-number h3{font-weight:500;color:var(--muted)}
.figure{font-size:28px;line-height:1.2;font-weight:600;letter-spacing:-.015em;margin-top:4px;font-variant-numeric:tabular-nums}
.figure .unit{font-size:16px;font-weight:500;color:var(--muted);letter-spacing:0}
.figure .value{white-space:nowrap}
.figure.long{font-size:clamp(12px,8.2cqi,28px)}
.figure.none{color:var(--muted);font-size:20px;font-weight:500}
.hero .figure{font-size:40px;line-height:1.1}
.hero .figure.long{font-size:clamp(12px,8.2cqi,40px)}
.verdict{display:inline-block;font-size:12px;line-height:20px;font-weight:600;letter-spacing:0;padding:0 8px;border-radius:10px;vertical-align:middle;border:1px solid currentColor;white-space:nowrap}
.figure .verdict{margin-left:6px}
.good{color:var(--good)}.fair{color:var(--fair)}.bad{color:var(--bad)}
.change{font-size:12px;color:var(--muted);margin-top:2px;font-variant-numeric:tabular-nums}
.change .good,.change .bad,.change .even{font-weight:600}
.change .even{color:var(--ink)}
.arrow{font-size:10px}
.kind-number .spark{margin:auto 0 0;padding-top:12px;box-sizing:content-box}
.kind-number .when{margin-top:6px}
.prose{max-width:72ch}
.prose>*+*{margin-top:8px}
h3+.prose{margin-top:6px}
.prose ul{padding-left:18px}
.prose li+li{margin-top:4px}
.kind-text.w-24 .prose{max-width:none;columns:2 420px;column-gap:40px}
.kind-text.w-24 .prose li{break-inside:avoid}`;

const CHARTS = `.chart{margin-top:12px;position:relative}
.plot{padding-bottom:38px;padding-top:8px}
.canvas,.spark{display:block;overflow:visible}
.stretch{overflow:visible}
.canvas text{font-size:12px;fill:var(--muted);font-variant-numeric:tabular-nums}
.grid{stroke:var(--grid)}.base{stroke:var(--axis)}
.line{fill:none;stroke:var(--c);stroke-width:2;vector-effect:non-scaling-stroke;stroke-linejoin:round;stroke-linecap:round}
.line.pending{stroke-dasharray:2 5}
.fill{fill:var(--c);fill-opacity:.12;stroke:none}
.fill.stacked{fill-opacity:.75}
.dot{fill:var(--c);stroke:var(--surface);stroke-width:1.5}
.dot.open{fill:var(--surface);stroke:var(--c);stroke-width:2}
.bar{fill:var(--c)}
.bar.stacked{stroke:var(--surface);stroke-width:1}
.swatch{fill:var(--c)}
.bar.open{fill-opacity:.25}
.canvas text.end{fill:var(--ink)}
.canvas .end.alone{font-weight:600}
.rule{stroke-width:1.5;stroke-dasharray:6 4}
.rule.goal{stroke:var(--good)}.rule.alert{stroke:var(--bad)}
.canvas .rule-label{paint-order:stroke;stroke:var(--surface);stroke-width:4px;stroke-linejoin:round;font-weight:600}
.canvas .rule-label.goal{fill:var(--good)}.canvas .rule-label.alert{fill:var(--bad)}
.hit{fill:transparent}
.legend{list-style:none;padding:0;display:flex;gap:2px 16px;flex-wrap:wrap;font-size:12px;color:var(--muted);margin-bottom:4px}
.legend.narrow{display:none}
.key{display:inline-block;width:10px;height:10px;border-radius:2px;background:var(--c);margin-right:6px}
.cursor{position:absolute;top:8px;width:1px;background:var(--axis);pointer-events:none}
.tip{position:absolute;top:0;pointer-events:none;background:var(--surface);border:1px solid var(--axis);border-radius:6px;padding:6px 10px;font-size:12px;line-height:1.5;white-space:nowrap;z-index:1;font-variant-numeric:tabular-nums}
.tip b{display:block;font-weight:600}
.tip div{display:flex;gap:8px;align-items:center;justify-content:space-between}
.tip div span:last-child{font-weight:600;padding-left:12px}
.dial{display:block;width:100%;max-width:320px;margin:auto auto 0}
.kind-gauge .when{margin-bottom:auto}
.dial .tick{font-size:12px;fill:var(--muted);font-variant-numeric:tabular-nums}
.dial path{fill:none}
.band{stroke-width:4;stroke:currentColor}
.dial .track{stroke:var(--track);stroke-width:18}
.dial .value{stroke:currentColor;stroke-width:18}
.reading{font-size:28px;font-weight:600;letter-spacing:-.015em;fill:var(--ink);font-variant-numeric:tabular-nums}
.band-word{text-align:center;font-size:12px;color:var(--muted);margin-top:4px;font-variant-numeric:tabular-nums}`;

const TABLES = `.scroll{overflow-x:auto;margin-top:12px;position:relative}
details .scroll{max-height:320px;overflow:auto;margin-top:4px}
table{overflow-wrap:break-word;border-collapse:collapse;width:100%;font-size:12px;font-variant-numeric:tabular-nums}
th,td{padding:6px 8px;text-align:left;border-bottom:1px solid var(--grid);vertical-align:top}
thead th{font-weight:500;color:var(--muted);border-color:var(--axis);vertical-align:bottom}
tbody th{font-weight:400;min-width:9ch;max-width:36ch}
tr>:first-child{padding-left:0}
.n{text-align:right;white-space:nowrap}
thead .n{white-space:normal}
.none{color:var(--muted)}
tbody tr:hover{background:var(--grid)}
.mark{font-weight:600}
.sign{font-size:9px}
.keys .mark{white-space:nowrap;font-weight:500;margin-right:12px}
.heat{border-collapse:separate;border-spacing:2px}
.heat th,.heat td{border:0;padding:5px 8px}
.heat td{text-align:center;border-radius:3px}
.heat thead th+th{text-align:center}
.heat tbody th{min-width:96px;max-width:24ch}
.ramp{display:flex;align-items:center;gap:8px;font-size:12px;color:var(--muted);margin-top:8px}
.steps{display:flex;gap:2px}
.steps i{width:16px;height:10px;border-radius:2px}
.data{order:1;margin-top:auto;padding-top:8px;font-size:12px}
summary{cursor:pointer;color:var(--muted);width:fit-content}
summary:hover{color:var(--ink)}
footer{max-width:1280px;margin:0 auto;padding:0 16px 32px;color:var(--muted);font-size:12px}`;

const PRINT = `@media (prefers-reduced-motion:no-preference){.chips span,button,select{transition:border-color .12s}}
@media print{:root,:root[data-theme=dark],:root:not([data-theme=light]){color-scheme:light;${variables(light)}}
.theme,.filters,.tabs,.skip,.data,.pages li:not(:has([aria-current])){display:none}
html{background:#fff;font-size:12px}
.tile,.row-head{break-inside:avoid}
.row-head{break-after:avoid}
.panel[hidden]{display:flex!important}
*{-webkit-print-color-adjust:exact;print-color-adjust:exact}}`;
