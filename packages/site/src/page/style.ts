/** The style sheet, one string: variables of the themes, then frame, pages, pieces, drawings, narrow screens, print. */
import { dark, light, type Theme } from "./palette.ts";

export function renderStyle(): string {
  return [
    `:root{color-scheme:light;${variables(light)}}`,
    `@media (prefers-color-scheme:dark){:root:not([data-theme=light]){color-scheme:dark;${variables(dark)}}}`,
    `:root[data-theme=dark]{color-scheme:dark;${variables(dark)}}`,
    BASE,
    FRAME,
    SEARCH,
    PAGES,
    PIECES,
    CODE,
    DRAWINGS,
    GRAPH,
    NARROW,
    `@media print{:root,:root[data-theme=dark],:root:not([data-theme=light]){color-scheme:light;${variables(light)}}${PRINT}}`,
  ].join("\n");
}

function variables(theme: Theme): string {
  const { series, ...plain } = theme;
  return [
    ...Object.entries(plain).map(([name, value]) => `--${name}:${value as string}`),
    ...series.map((color, at) => `--s${at + 1}:${color}`),
  ].join(";");
}

const BASE = `*{box-sizing:border-box}
html{font:14px/1.5 system-ui,"Segoe UI",Roboto,"Helvetica Neue",Arial,sans-serif;background:var(--page);color:var(--ink);-webkit-text-size-adjust:100%;scroll-padding-top:64px}
body{margin:0}
h1,h2,h3,p,ul,ol,dl,dd,figure{margin:0}
ul,ol{padding:0;list-style:none}
a{color:var(--accent);text-underline-offset:2px;text-decoration-thickness:1px;text-decoration-color:color-mix(in srgb,currentColor 35%,transparent)}
a:hover{text-decoration-color:currentColor}
code,pre,kbd{font-family:ui-monospace,SFMono-Regular,Menlo,Consolas,"DejaVu Sans Mono",monospace;font-size:12px}
pre{margin:0;white-space:pre-wrap;overflow-wrap:anywhere}
:focus-visible{outline:2px solid var(--accent);outline-offset:2px;border-radius:4px}
main:focus{outline:none}
.hidden{position:absolute;width:1px;height:1px;overflow:hidden;clip-path:inset(50%);white-space:nowrap}
.skip{position:fixed;left:16px;top:-48px;background:var(--surface);padding:8px 12px;border:1px solid var(--hairline);border-radius:8px;z-index:9}
.skip:focus{top:8px}
[hidden]{display:none!important}
button,select,input[type=text],input[type=search],.button{font:inherit;color:inherit;background:var(--surface);border:1px solid var(--hairline);border-radius:6px;height:32px;padding:0 10px;max-width:100%}
button,.button{cursor:pointer;white-space:nowrap}
.button{display:inline-flex;align-items:center;text-decoration:none}
button:hover,select:hover,input:hover,.button:hover{border-color:var(--axis)}
mark{background:none;color:inherit;font-weight:700}
summary{cursor:pointer}`;

const FRAME = `.top{position:sticky;top:0;z-index:5;display:flex;align-items:center;gap:16px;min-height:52px;padding:0 16px;background:var(--page);border-bottom:1px solid var(--hairline)}
.brand{font-weight:650;font-size:16px;letter-spacing:-.01em;color:var(--ink);text-decoration:none;white-space:nowrap;overflow:hidden;text-overflow:ellipsis;min-width:0;max-width:240px}
.menu{display:none;width:32px;padding:0}
.places{display:flex;gap:20px;margin-left:auto}
.places a{color:var(--muted);text-decoration:none;padding:16px 0 13px;border-bottom:2px solid transparent}
.places a:hover{color:var(--ink)}
.places [aria-current]{color:var(--ink);font-weight:600;border-color:var(--accent)}
.theme{color:var(--muted);font-size:12px;height:28px}
.frame{display:grid;grid-template-columns:272px minmax(0,1fr);min-height:calc(100vh - 52px)}
.side{position:sticky;top:52px;align-self:start;height:calc(100vh - 52px);overflow:auto;border-right:1px solid var(--hairline);padding:12px 8px 32px 12px;font-size:13px;scrollbar-width:thin}
.switch{display:flex;margin-bottom:8px}
.switch button{flex:1;height:28px;font-size:12px;color:var(--muted);border-radius:0}
.switch button:first-child{border-radius:6px 0 0 6px}
.switch button:last-child{border-radius:0 6px 6px 0;margin-left:-1px}
.switch [aria-pressed=true]{color:var(--ink);font-weight:600;background:var(--track)}
.side ul ul{padding-left:11px;margin-left:6px;border-left:1px solid var(--hairline)}
.side summary{display:flex;gap:6px;align-items:center;padding:3px 6px;border-radius:4px;color:var(--muted);list-style:none}
.side summary::-webkit-details-marker{display:none}
.side summary::before{content:"";flex:none;width:5px;height:5px;border-right:1.5px solid currentColor;border-bottom:1.5px solid currentColor;transform:rotate(-45deg);margin-right:3px}
.side details[open]>summary::before{transform:rotate(45deg)}
.side summary span:first-child{overflow:hidden;text-overflow:ellipsis;white-space:nowrap}
.side summary .count{margin-left:auto;font-weight:400}
.side a{display:flex;align-items:center;gap:7px;padding:3px 6px;border-radius:4px;color:var(--ink);text-decoration:none}
.side a span:not(.sign){overflow:hidden;text-overflow:ellipsis;white-space:nowrap}
.side a:hover,.side summary:hover{background:var(--track)}
.side [aria-current]{background:var(--track);font-weight:600;box-shadow:inset 2px 0 var(--accent)}
.side .sign{margin-left:auto}
main{padding:0 32px 48px;min-width:0}
footer{grid-column:1/-1;padding:12px 16px;border-top:1px solid var(--hairline);color:var(--muted);font-size:12px}`;

const SEARCH = `.search{position:relative;flex:0 1 420px;min-width:120px}
.search input{width:100%;padding-right:32px;background:var(--surface)}
.search kbd{position:absolute;right:8px;top:7px;border:1px solid var(--hairline);border-radius:4px;padding:0 5px;color:var(--muted);font-size:11px;line-height:16px;pointer-events:none}
.search input:focus+kbd{display:none}
.search input::-webkit-search-cancel-button{display:none}
#search-results{position:absolute;top:38px;left:0;width:max(100%,min(560px,94vw));max-height:min(70vh,560px);overflow:auto;background:var(--surface);border:1px solid var(--axis);border-radius:8px;padding:4px}
#search-results [aria-selected=true] .hit{background:var(--track)}
.hit{display:grid;grid-template-columns:minmax(0,1fr) auto;gap:0 12px;align-items:baseline;padding:6px 10px;border-radius:6px;color:var(--ink);text-decoration:none}
.hit:hover{background:var(--track)}
.hit-name{overflow-wrap:anywhere}
.hit .why{grid-column:1/-1;color:var(--muted);font-size:12px;padding-left:15px;overflow-wrap:anywhere}
.hit.all{color:var(--accent)}
.hits{max-width:860px}
.hits li+li{border-top:1px solid var(--grid)}`;

const PAGES = `.page{max-width:1080px;margin:0 auto;display:flex;flex-direction:column;gap:28px}
.page.wide{max-width:none}
.head{padding-top:24px;display:flex;flex-direction:column;gap:8px;align-items:flex-start}
h1{font-size:28px;line-height:1.2;font-weight:650;letter-spacing:-.015em;overflow-wrap:anywhere}
h1 .of{font-weight:400;font-size:20px;color:var(--muted);letter-spacing:0}
h1 .of strong{color:var(--ink);font-weight:600}
h2{font-size:20px;line-height:1.3;font-weight:600;letter-spacing:-.01em}
h3{font-size:14px;line-height:1.4;font-weight:600}
.crumbs{display:flex;flex-wrap:wrap;gap:4px 6px;align-items:center;font-size:12px;color:var(--muted)}
.crumbs a{color:var(--muted);text-decoration:none}
.crumbs a:hover{color:var(--ink);text-decoration:underline}
.crumbs .kind{margin-left:6px}
.relation{display:flex;gap:8px;align-items:center;color:var(--muted);overflow-wrap:anywhere}
.lead{font-size:16px;line-height:1.5;margin-top:4px}
p.lead{color:var(--muted);font-size:14px}
.banner{border:1px solid var(--fair);color:var(--fair);border-radius:8px;padding:6px 12px}
.jumps{display:flex;gap:4px 20px;flex-wrap:wrap;border-bottom:1px solid var(--hairline);margin-top:-8px}
.jumps a{padding:8px 0;color:var(--muted);text-decoration:none}
.jumps a:hover{color:var(--ink)}
.block{display:flex;flex-direction:column;gap:10px;min-width:0}
.block-head{display:flex;gap:8px 16px;align-items:baseline;flex-wrap:wrap}
.block-head>:last-child:not(:first-child){margin-left:auto}
.block-head .filter{height:28px;width:200px}
.tile{background:var(--surface);border:1px solid var(--hairline);border-radius:8px;padding:16px}
.cards{display:grid;grid-template-columns:repeat(auto-fill,minmax(240px,1fr));gap:12px}
.card{display:flex;flex-direction:column;padding:12px 14px;color:var(--ink);text-decoration:none;height:100%}
.card:hover{border-color:var(--axis)}
.pair{display:grid;grid-template-columns:repeat(auto-fit,minmax(300px,1fr));gap:16px}
.overview>.prose{padding-top:24px}
.overview>.prose h1{margin-bottom:4px}
.empty{padding:48px 8px;text-align:center;color:var(--muted)}`;

const PIECES = `.facts{display:grid;grid-template-columns:repeat(auto-fill,minmax(128px,1fr));gap:1px;background:var(--surface);border:1px solid var(--hairline);border-radius:8px;overflow:hidden}
.fact{background:var(--surface);padding:10px 14px;min-width:0;box-shadow:0 0 0 1px var(--hairline)}
.fact dt{font-size:12px;color:var(--muted)}
.fact dd{font-variant-numeric:tabular-nums;overflow-wrap:anywhere}
.facts.counts{grid-template-columns:repeat(auto-fill,minmax(128px,1fr))}
.counts .fact{color:var(--ink);text-decoration:none;display:flex;flex-direction:column}
.counts .fact:hover{background:var(--track)}
.figure{font-size:28px;line-height:1.2;font-weight:600;letter-spacing:-.015em;font-variant-numeric:tabular-nums}
.counts .label{font-size:12px;color:var(--muted)}
.small{font-size:11px}
.note{font-size:12px;color:var(--muted);max-width:84ch}
.none{color:var(--muted)}
.warn-text{color:var(--fair)}
.count{font-weight:400;color:var(--muted);font-size:.7em;font-variant-numeric:tabular-nums;vertical-align:.1em}
.side .count{font-size:11px}
.kind{font-size:11px;line-height:18px;padding:0 7px;border-radius:9px;border:1px solid var(--c,var(--axis));color:var(--muted);white-space:nowrap}
.dot{display:inline-block;flex:none;width:8px;height:8px;border-radius:2px;background:var(--c,var(--muted));margin-right:7px}
.side .dot{margin:0}
.k-model{--c:var(--s1)}.k-source,.k-seed{--c:var(--s3)}.k-snapshot,.k-function,.k-macro{--c:var(--s4)}
.k-exposure,.k-metric,.k-semantic_model,.k-saved_query{--c:var(--s2)}.k-analysis,.k-test,.k-unit_test{--c:var(--s5)}
.k-source.dot,.k-seed.dot{border-radius:0}.k-exposure.dot{border-radius:4px}
.state,.sign{white-space:nowrap}
.good{color:var(--good)}.warn{color:var(--fair)}.bad{color:var(--bad)}.skipped,.state.none,.sign.none{color:var(--muted)}
.sign{font-size:12px;font-weight:600}
.chips{display:flex;flex-wrap:wrap;gap:4px}
.chip{font-size:12px;line-height:20px;padding:0 8px;border-radius:10px;background:var(--track);color:var(--ink);text-decoration:none}
.copy{height:22px;padding:0 7px;font-size:11px;color:var(--muted)}
.prose{max-width:72ch;overflow-wrap:anywhere}
.prose>*+*{margin-top:8px}
.prose>h3,.prose>h4,.prose>h5,.prose>h6,.prose>h2{margin-top:16px}
.prose>h2{font-size:20px}.prose>h4,.prose>h5,.prose>h6{font-size:14px;margin-bottom:0}
.prose ul,.prose ol{padding-left:20px;list-style:disc}
.prose ol{list-style:decimal}
.prose li+li{margin-top:3px}
.prose code{background:var(--track);border-radius:3px;padding:1px 4px}
.prose pre{background:var(--surface);border:1px solid var(--hairline);border-radius:8px;padding:10px 12px}
.prose pre code{background:none;padding:0}
.prose blockquote{margin-inline:0;margin-bottom:0;border-left:3px solid var(--hairline);padding-left:12px;color:var(--muted)}
.prose img{max-width:100%;height:auto}
.prose hr{border:0;border-top:1px solid var(--hairline)}
td.prose{max-width:60ch}
.scroll{overflow-x:auto;position:relative}
table{border-collapse:collapse;width:100%;font-size:13px;font-variant-numeric:tabular-nums}
th,td{padding:7px 12px 7px 0;text-align:left;border-bottom:1px solid var(--grid);vertical-align:top}
thead th{font-weight:500;color:var(--muted);font-size:12px;border-color:var(--axis);white-space:nowrap}
tbody th{font-weight:400}
tbody tr:hover{background:color-mix(in srgb,var(--track) 55%,transparent)}
.n{text-align:right;white-space:nowrap}
td:has(>.n){text-align:left}
.columns th[scope]{max-width:34ch}
.columns th[scope] code{font-weight:600;overflow-wrap:anywhere}
.columns td.prose{min-width:24ch}
.columns td.type{white-space:nowrap;color:var(--muted);max-width:22ch;overflow:hidden;text-overflow:ellipsis}
.checks{display:flex;flex-direction:column;gap:1px;font-size:12px}
.checks li{display:flex;gap:6px}
.checks span:last-child{overflow-wrap:anywhere}
.failure{color:var(--bad);font-size:12px;border-left:3px solid var(--bad);padding:2px 0 2px 10px;max-height:240px;overflow:auto}
code.wrap{white-space:pre-wrap;overflow-wrap:anywhere;display:block;max-height:120px;overflow:auto}
.links{display:flex;flex-wrap:wrap;gap:4px 20px}
.links li{min-width:0;overflow-wrap:anywhere}
.node{text-decoration:none;color:var(--ink)}
.node:hover{text-decoration:underline}
.nodes th[scope] .node{overflow-wrap:anywhere}
.uses{display:flex;flex-direction:column;gap:12px}
.uses h3{margin-bottom:4px;font-size:12px;color:var(--muted);font-weight:500}
.details>div{display:grid;grid-template-columns:140px minmax(0,1fr);gap:12px;padding:6px 0;border-bottom:1px solid var(--grid)}
.details dt{color:var(--muted);font-size:12px;line-height:21px}
.details dd{overflow-wrap:anywhere;display:flex;gap:8px;align-items:center}
.meters{display:flex;flex-direction:column;gap:10px}
.meters.wide{display:grid;grid-template-columns:repeat(auto-fit,minmax(220px,1fr));gap:16px}
.meter{display:grid;grid-template-columns:minmax(0,1fr) auto;gap:0 12px;font-size:13px}
.meters.wide .meter{background:var(--surface);border:1px solid var(--hairline);border-radius:8px;padding:12px 14px;display:block}
.meters.wide .meter .n{font-size:20px;font-weight:600}
.meter dd{display:contents}
.meter dd .none{display:none}
.meters.wide .meter dd{display:block}
.meters.wide .meter dd .none{display:inline}
.track{display:block;width:100%;height:4px;grid-column:1/-1;border-radius:2px;overflow:hidden;margin-top:2px}
.track .rest{fill:var(--track)}.track .done{fill:var(--accent)}
.clear{display:flex;flex-direction:column;gap:6px}
.clear .state{font-weight:600}
.states{display:flex;gap:4px 20px;flex-wrap:wrap}
.run-strip{display:flex;gap:8px 20px;align-items:flex-end;flex-wrap:wrap}
.spark{display:block;max-width:100%}
.bar.good{fill:var(--s1)}.bar.warn{fill:var(--fair)}.bar.bad{fill:var(--bad)}.bar.skipped,.bar.none{fill:var(--axis)}
.controls{display:flex;gap:8px 16px;align-items:center;flex-wrap:wrap}
.controls label{display:flex;gap:8px;align-items:center;color:var(--muted);min-width:0}
.controls .grow{flex:1 1 320px}
.controls .grow input{width:100%;font-family:ui-monospace,SFMono-Regular,Menlo,Consolas,monospace;font-size:12px}
.controls select{color:var(--ink)}`;

const CODE = `.tabs{display:flex;gap:16px}
.tabs button{border:0;background:none;border-radius:0;padding:0;height:28px;color:var(--muted);border-bottom:2px solid transparent}
.tabs [aria-selected=true]{color:var(--ink);font-weight:600;border-color:var(--accent)}
.code{position:relative;background:var(--surface);border:1px solid var(--hairline);border-radius:8px}
.code>.copy{position:absolute;right:8px;top:8px;z-index:1}
.code pre{white-space:pre;overflow:auto;max-height:640px;padding:10px 12px 10px 0;tab-size:4;line-height:1.55;overflow-wrap:normal}
.code code{counter-reset:line;display:block;width:max-content;min-width:100%}
.l{display:block;counter-increment:line;padding-left:calc(var(--digits,2)*1ch + 32px);position:relative;min-height:1.55em}
.l::before{content:counter(line);position:absolute;left:0;width:calc(var(--digits,2)*1ch + 16px);text-align:right;color:var(--axis);user-select:none}
.d3{--digits:3}.d4,.d5{--digits:4}
.t-key{color:var(--accent)}.t-text{color:var(--good)}.t-number{color:var(--fair)}.t-note{color:var(--muted);font-style:italic}
.t-jinja{background:color-mix(in srgb,var(--s4) 11%,transparent);border-radius:2px}
.t-mark{color:var(--muted)}
.t-jinja a{text-decoration:underline}`;

const DRAWINGS = `.drawing{overflow:auto;background:var(--surface);border:1px solid var(--hairline);border-radius:8px;min-height:56px;max-height:76vh;scrollbar-width:thin}
.drawing svg{display:block;margin:0 auto}
.drawing a{text-decoration:none}
.edge{fill:none;stroke:var(--axis);stroke-width:1.25}
.box rect{fill:var(--surface);stroke:var(--c);stroke-width:1.25}
.box:hover rect,.entity:hover rect{fill:var(--track)}
.box.focus rect{stroke-width:2.5;fill:color-mix(in srgb,var(--c) 10%,var(--surface))}
.box text{font-size:12px;fill:var(--ink)}
.mark{fill:var(--c)}
.flag.bad{fill:var(--bad)}.flag.warn{fill:var(--fair)}
.entity rect{fill:var(--surface);stroke:var(--axis)}
.entity:focus-visible rect,.box:focus-visible rect{stroke:var(--accent);stroke-width:3}
.entity:focus-visible,.box:focus-visible{outline:none}
.entity[aria-current] rect{stroke:var(--accent);stroke-width:2}
.entity .cap{stroke:var(--hairline)}
.entity text{font-size:12px;fill:var(--ink)}
.entity .title{font-weight:600}
.entity .column:not(.key){fill:var(--muted)}
.entity .type,.entity .badge{fill:var(--muted);font-size:11px}
.entity .badge{font-weight:600}
.link path{fill:none;stroke:var(--muted);stroke-width:1.25}
.link circle{fill:var(--surface);stroke:var(--muted);stroke-width:1.25}
.link:hover path{stroke:var(--accent);stroke-width:2}
.link.bad path{stroke:var(--bad)}`;

const GRAPH = `main.full{padding-bottom:16px}
.graph-page{display:flex;flex-direction:column;gap:8px;padding-top:12px}
.problems:empty{display:none}
.problems{color:var(--bad)}
.stage{position:relative;height:max(360px,calc(100vh - 250px));border:1px solid var(--hairline);border-radius:8px;overflow:hidden;background:var(--surface)}
.stage canvas{display:block;width:100%;height:100%;touch-action:none;cursor:grab}
.stage canvas:active{cursor:grabbing}
.stage canvas:focus-visible{outline-offset:-2px;border-radius:8px}
.zoom{position:absolute;right:12px;bottom:12px;display:flex;gap:4px}
.zoom button{min-width:32px}
.legend{position:absolute;left:12px;bottom:12px;display:flex;gap:2px 14px;flex-wrap:wrap;font-size:12px;color:var(--muted);background:color-mix(in srgb,var(--surface) 88%,transparent);padding:4px 8px;border-radius:6px;max-width:calc(100% - 160px)}
.legend svg{margin-right:5px}
.tip{position:absolute;pointer-events:none;background:var(--surface);border:1px solid var(--axis);border-radius:6px;padding:4px 10px;font-size:12px;color:var(--muted);max-width:min(420px,80%);overflow-wrap:anywhere}
.tip b{display:block;color:var(--ink)}
.chosen{min-height:24px}
.export{display:flex;gap:8px}
.export button{height:28px;font-size:12px;color:var(--muted)}
.as-list ol{margin-top:8px}`;

const NARROW = `@media (max-width:1023px){.menu{display:inline-block}
.frame{grid-template-columns:minmax(0,1fr)}
.side{display:none;position:fixed;z-index:4;background:var(--page);width:min(320px,86vw);left:0;top:52px}
.side-open .side{display:block}
main{padding:0 16px 40px}}
@media (max-width:699px){.top{flex-wrap:wrap;gap:8px 12px;padding:8px 16px 0}
.brand{flex:1;max-width:none}
.search{order:3;flex:1 1 100%}
.places{order:4;flex:1 1 100%;margin:0;gap:20px;overflow-x:auto;scrollbar-width:none}
.places a{padding:8px 0}
.theme{font-size:0;width:32px;padding:0}
.theme::before{content:"◐";font-size:14px}
.side{top:128px;height:calc(100vh - 128px)}
html{scroll-padding-top:136px}
h1{font-size:24px}
.facts{grid-template-columns:repeat(2,minmax(0,1fr))}
.facts.counts{grid-template-columns:repeat(3,minmax(0,1fr))}
.details>div{grid-template-columns:minmax(0,1fr);gap:0}
#search-results{width:100%}
.columns,.columns tbody,.columns tr,.columns td,.columns th[scope]{display:block;width:100%}
.columns thead{display:none}
.columns tr{border-bottom:1px solid var(--grid);padding:8px 0}
.columns th,.columns td{border:0;padding:1px 0}
.columns td:empty{display:none}
.stage{height:64vh}}`;

const PRINT = `.top,.side,.jumps,.copy,.tabs,.zoom,.export,.controls,.skip,.block-head>a,.filter{display:none!important}
.frame{display:block}
html{background:#fff;font-size:12px}
main{padding:0}
.page{max-width:none}
[role=tabpanel][hidden]{display:block!important}
.code pre{max-height:none;white-space:pre-wrap;overflow:visible}
.code code{width:auto;overflow-wrap:anywhere}
.drawing{max-height:none;overflow:visible}
.drawing svg{max-width:100%;height:auto}
.fact,.block-head,tr{break-inside:avoid}
*{-webkit-print-color-adjust:exact;print-color-adjust:exact}`;
