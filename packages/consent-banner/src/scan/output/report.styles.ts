import { tokensCss } from '@sotto/design-tokens'

/** The look of the report: the design language on one page that can be read, sent on and printed. */
export const reportCss = `${tokensCss(':root')}
*{box-sizing:border-box}
body{margin:0;background:var(--sotto-paper);color:var(--sotto-ink);font:15px/1.5 var(--sotto-font);-webkit-text-size-adjust:100%}
main,header,footer{max-width:1040px;margin:0 auto;padding:0 var(--sotto-space-6)}
header{padding-top:var(--sotto-space-12);display:grid;grid-template-columns:auto 1fr;gap:var(--sotto-space-4)}
h1,h2,h3,p,dl,dd,figure,ul{margin:0;padding:0}
h1{font-size:28px;line-height:1.2;font-weight:600;letter-spacing:-.01em;text-wrap:balance}
h2{font-size:20px;line-height:1.2;font-weight:600;margin:var(--sotto-space-12) 0 var(--sotto-space-4)}
h3{font-size:15px;font-weight:600}
.quiet{color:var(--sotto-quiet)}
.small{font-size:13px}
code{font:13px/1.5 var(--sotto-mono);overflow-wrap:anywhere}
svg{width:20px;height:20px;fill:none;stroke:currentColor;stroke-width:1.5;stroke-linecap:round;stroke-linejoin:round;flex:none}
.seal{width:48px;height:48px;border-radius:50%;display:grid;place-items:center}
.seal svg{width:24px;height:24px}
.seal.good{background:var(--sotto-good-soft);color:var(--sotto-good)}
.seal.bad{background:var(--sotto-sunk);color:var(--sotto-bad)}
.seal.open{background:var(--sotto-sunk);color:var(--sotto-wait-ink)}
.facts{display:flex;flex-wrap:wrap;gap:var(--sotto-space-1) var(--sotto-space-5);margin-top:var(--sotto-space-3);list-style:none;font-size:13px;color:var(--sotto-quiet)}
.card{background:var(--sotto-raised);border:1px solid var(--sotto-line);border-radius:var(--sotto-radius-card)}
.card>*+*{border-top:1px solid var(--sotto-line)}
.finding{display:grid;grid-template-columns:auto 1fr auto;gap:var(--sotto-space-1) var(--sotto-space-3);padding:var(--sotto-space-4) var(--sotto-space-5);break-inside:avoid}
.finding>svg{margin-top:1px}
.finding .text{min-width:0}
.finding .subject{overflow-wrap:anywhere}
.finding .state{font-size:13px;color:var(--sotto-quiet);white-space:nowrap}
.finding p{margin-top:2px}
.violation>svg{color:var(--sotto-bad)}
.warning>svg{color:var(--sotto-wait-ink)}
.note>svg{color:var(--sotto-quiet)}
.scroll{overflow-x:auto}
table{border-collapse:collapse;width:100%;font-size:14px;font-variant-numeric:tabular-nums}
th,td{text-align:start;vertical-align:top;padding:var(--sotto-space-2) var(--sotto-space-3);border-bottom:1px solid var(--sotto-line)}
tr:last-child>td,tbody tr:last-child>th{border-bottom:0}
th{font-weight:400;color:var(--sotto-quiet);font-size:13px}
tbody th{color:var(--sotto-ink);font-size:14px}
td.number,th.number{text-align:end}
td.bad{color:var(--sotto-bad);font-weight:600}
td .quiet{font-size:13px}
td code{word-break:break-word}
.overview th:first-child,.overview td:first-child,.inner th:first-child,.inner td:first-child{padding-inline-start:var(--sotto-space-5)}
.overview th:last-child,.overview td:last-child,.inner th:last-child,.inner td:last-child{padding-inline-end:var(--sotto-space-5)}
.pictures{display:flex;gap:var(--sotto-space-5);align-items:flex-start;flex-wrap:wrap}
.pictures figure{flex:1 1 360px;min-width:0}
.pictures figure.tall{flex:0 0 176px}
.pictures img{display:block;width:100%;height:auto;border:1px solid var(--sotto-line);border-radius:var(--sotto-radius-control)}
figcaption{font-size:13px;color:var(--sotto-quiet);margin-top:var(--sotto-space-2)}
.swatch{display:inline-block;width:12px;height:12px;border-radius:3px;border:1px solid var(--sotto-edge);vertical-align:-1px;margin-inline-end:var(--sotto-space-1)}
.banner{margin-top:var(--sotto-space-5)}
details{margin-top:var(--sotto-space-3)}
summary{cursor:pointer;padding:var(--sotto-space-3) var(--sotto-space-5);font-weight:600;border-radius:var(--sotto-radius-card)}
summary:focus-visible{outline:2px solid var(--sotto-accent);outline-offset:2px}
summary .quiet{font-weight:400;margin-inline-start:var(--sotto-space-2)}
details h3{padding:var(--sotto-space-4) var(--sotto-space-5) var(--sotto-space-1);color:var(--sotto-quiet);font-weight:550;font-size:13px}
details>p,details>ul{padding:var(--sotto-space-3) var(--sotto-space-5);list-style-position:inside}
.verdict{white-space:nowrap}
.verdict.needs-consent{color:var(--sotto-bad)}
.verdict.unclear{color:var(--sotto-wait-ink)}
.verdict.necessary{color:var(--sotto-good)}
footer{margin-top:var(--sotto-space-12);padding-bottom:var(--sotto-space-12);color:var(--sotto-quiet);font-size:13px;max-width:1040px}
footer p{max-width:72ch}
@media (max-width:640px){.scroll>table{min-width:600px}main,header,footer{padding-inline:var(--sotto-space-4)}header{grid-template-columns:1fr}.finding{grid-template-columns:auto 1fr}.finding .state{grid-column:2}}
@media print{:root{color-scheme:light}body{background:#fff;font-size:11pt}header{padding-top:0}h2{margin-top:24pt;break-after:avoid}.card{break-inside:auto}details::details-content{content-visibility:visible;display:block}table{font-size:9pt}.scroll{overflow:visible}.pictures figure{break-inside:avoid}a{color:inherit}}
`
