/** How a report looks: light or dark as the reader has it, on paper, and on a narrow screen. */
export const styleSheet = `
:root{color-scheme:light dark;--paper:#fbfaf8;--card:#fff;--ink:#1c1b1a;--soft:#6b6762;--line:#e4e0da;--code:#f4f1ec;--link:#2456a6;
--red:#b3261e;--amber:#9a5b00;--blue:#1f6feb;--green:#1a7f37;--grey:#6b6762;--tint:12%}
@media(prefers-color-scheme:dark){:root{--paper:#141312;--card:#1d1b1a;--ink:#ece8e3;--soft:#a39d95;--line:#33302d;--code:#171615;--link:#8ab4f8;
--red:#ff8a80;--amber:#f2b84b;--blue:#8ab4f8;--green:#6fd08c;--grey:#a39d95;--tint:20%}}
*{box-sizing:border-box}
body{margin:0;background:var(--paper);color:var(--ink);font:16px/1.55 system-ui,-apple-system,"Segoe UI",sans-serif}
main{max-width:56rem;margin:0 auto;padding:2.5rem 1.25rem 4rem}
header{display:flex;gap:1.5rem;align-items:center;margin-bottom:2rem}
h1{font-size:1.75rem;line-height:1.2;margin:0 0 .25rem;letter-spacing:-.01em}
.sum{margin:0}.made{margin:.15rem 0 0;color:var(--soft);font-size:.85rem}
.grade{--c:var(--grey);display:inline-grid;place-items:center;flex:none;font-weight:750;border-radius:.9rem;color:var(--c);
background:color-mix(in srgb,var(--c) var(--tint),var(--card));border:1px solid color-mix(in srgb,var(--c) 45%,transparent)}
.large{width:5.5rem;height:5.5rem;font-size:3.25rem;border-radius:1.4rem}.small{width:1.9rem;height:1.9rem;font-size:1.05rem;border-radius:.55rem}
.gA{--c:var(--green)}.gB{--c:var(--blue)}.gC{--c:var(--amber)}.gD,.gF{--c:var(--red)}
.overview{list-style:none;margin:0 0 2rem;padding:0;border:1px solid var(--line);border-radius:.8rem;background:var(--card);overflow:hidden}
.overview li{display:flex;gap:.75rem;align-items:center;padding:.55rem .8rem;border-top:1px solid var(--line)}
.overview li:first-child{border-top:0}
.url{flex:1;min-width:0;overflow-wrap:anywhere}.overview a{color:var(--link);text-decoration:none}.overview a:hover{text-decoration:underline}
.codes{display:flex;gap:.3rem;flex-wrap:wrap;justify-content:flex-end;color:var(--soft);font-size:.85rem}
section{margin:0 0 2.5rem}
h2{display:flex;gap:.7rem;align-items:flex-start;font-size:1.12rem;line-height:1.7;margin:0;overflow-wrap:anywhere}h2 span:last-child{min-width:0}
.facts{margin:.1rem 0 1rem 2.6rem;color:var(--soft);font-size:.9rem}
article{--c:var(--grey);background:var(--card);border:1px solid var(--line);border-left:4px solid var(--c);border-radius:.7rem;padding:1rem 1.15rem;margin:0 0 .9rem}
.critical,.high{--c:var(--red)}.medium{--c:var(--amber)}.low{--c:var(--blue)}.info{--c:var(--grey)}
h3{font-size:1.02rem;line-height:1.5;margin:0}h3 code{color:var(--soft);font-size:.82em;font-weight:400;white-space:nowrap}
h3 i{color:var(--soft);font-weight:400;font-size:.85em}
.pill{display:inline-block;font-size:.72rem;font-weight:650;line-height:1.5;padding:0 .5rem;border-radius:1rem;color:var(--c);white-space:nowrap;
background:color-mix(in srgb,var(--c) var(--tint),var(--card));vertical-align:.08em}
article p{margin:.4rem 0 .6rem;overflow-wrap:anywhere}
dl{display:grid;grid-template-columns:max-content 1fr;gap:.2rem .9rem;margin:0 0 .7rem}dt{color:var(--soft)}dd{margin:0;min-width:0;overflow-wrap:anywhere}
.browsers{color:var(--soft);font-size:.9em}
summary{cursor:pointer;color:var(--soft);font-size:.9rem}
pre{margin:.5rem 0 0;padding:.7rem .85rem;background:var(--code);border-radius:.5rem;font:.82rem/1.55 ui-monospace,SFMono-Regular,Menlo,Consolas,monospace;white-space:pre-wrap;overflow-wrap:anywhere}
pre span{color:var(--soft);user-select:none}
.note,.reason,.fine{margin:.3rem 0;padding:.6rem .9rem;border-radius:.6rem;background:var(--code);font-size:.92rem;overflow-wrap:anywhere}
.fine{color:var(--green)}.reason{color:var(--amber)}
@media(max-width:34rem){main{padding:1.25rem .9rem 3rem}header{gap:1rem}.large{width:4rem;height:4rem;font-size:2.3rem;border-radius:1rem}h1{font-size:1.35rem}
.overview li{flex-wrap:wrap}.codes{width:100%;justify-content:flex-start;padding-left:2.65rem}.facts{margin-left:0}dl{grid-template-columns:1fr}dt{margin-top:.3rem}}
@media print{body{background:#fff}article{break-inside:avoid}}
`;
