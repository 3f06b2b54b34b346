import { tokensCss } from '@sotto/design-tokens'

/** The portal's own sheet, within its shadow root: one column, large type, fingers first. */
export const styles = `${tokensCss(':host')}
:host{display:block;color-scheme:inherit;color:var(--sotto-ink);font:400 16px/1.5 var(--sotto-font)}
*{box-sizing:border-box}
.portal{max-width:640px}
h1,h2,p,ul,ol,fieldset{margin:0;padding:0;border:0}
h1{font-size:28px;line-height:1.2;font-weight:600;letter-spacing:-.01em;margin-bottom:8px;text-wrap:balance;overflow-wrap:anywhere}
h1:focus,h2:focus{outline:none}
h2{font-size:16px;line-height:1.3;font-weight:600}
p{margin-bottom:16px;text-wrap:pretty;overflow-wrap:anywhere}
ul,ol{list-style:none}
.lead{margin-bottom:24px;color:var(--sotto-quiet)}
.lead strong{color:var(--sotto-ink);font-weight:550}
.quiet,.note,.optional{color:var(--sotto-quiet)}
.bad{color:var(--sotto-bad)}
.unseen{position:absolute;width:1px;height:1px;overflow:hidden;clip-path:inset(50%);white-space:nowrap}
.group{margin:32px 0 8px;color:var(--sotto-quiet);font-size:14px;font-weight:550}
.choices li{border-top:1px solid var(--sotto-line)}
.choices li:last-child{border-bottom:1px solid var(--sotto-line)}
button,.button{display:inline-flex;align-items:center;justify-content:center;min-height:44px;padding:8px 18px;border:1px solid var(--sotto-edge);border-radius:8px;background:var(--sotto-raised);color:var(--sotto-ink);font:inherit;font-weight:550;text-decoration:none;cursor:pointer}
button:hover,.button:hover{border-color:var(--sotto-ink)}
button.primary{border-color:transparent;background:var(--sotto-accent);color:var(--sotto-on-accent)}
button.plain{border-color:transparent;background:none;color:var(--sotto-accent)}
button.bad{border-color:transparent;background:var(--sotto-bad);color:var(--sotto-paper)}
button[aria-disabled=true]{opacity:.6}
button.choice{display:grid;justify-content:stretch;justify-items:start;gap:2px;width:100%;padding:14px 12px;border:0;border-radius:8px;background:none;font-weight:400;text-align:start}
button.choice:hover{background:color-mix(in oklab,var(--sotto-ink) 4%,transparent)}
.choice-name{font-weight:550}
.choice .quiet{font-size:14px}
:focus-visible{outline:2px solid var(--sotto-accent);outline-offset:2px}
label{display:grid;gap:4px;margin-bottom:16px}
label>span:first-child,legend{font-weight:550}
.note,.optional{font-size:14px;font-weight:400}
label.line{display:flex;align-items:center;gap:10px;min-height:44px}
label.line>span{font-weight:400}
label.line input{flex:none;width:20px;min-height:20px;accent-color:var(--sotto-accent)}
legend{padding:0;font-size:20px;line-height:1.3}
fieldset{min-width:0;margin-bottom:24px}
input,select,textarea{width:100%;min-height:44px;padding:8px 12px;border:1px solid var(--sotto-edge);border-radius:8px;background:var(--sotto-raised);color:var(--sotto-ink);font:inherit}
textarea{resize:vertical}
[aria-invalid=true]{border-color:var(--sotto-bad)}
input.code{max-width:240px;font:20px/1.2 var(--sotto-mono);letter-spacing:.12em}
.problem{color:var(--sotto-bad)}
.problem:empty{display:none}
.actions{display:flex;flex-wrap:wrap;gap:8px;margin-bottom:0}
.facts{display:flex;flex-wrap:wrap;align-items:center;gap:8px 12px;margin-bottom:8px;font-size:14px}
code{font:12px/1.5 var(--sotto-mono);overflow-wrap:anywhere}
.badge{padding:2px 10px;border-radius:11px;background:var(--sotto-sunk);color:var(--sotto-quiet);font-size:13px;font-weight:550}
.badge.wait{background:var(--sotto-wait-soft);color:var(--sotto-wait-ink)}
.badge.good{background:var(--sotto-good-soft);color:var(--sotto-good)}
.clock{margin:24px 0}
.clock-line{height:4px;border-radius:2px;background:var(--sotto-line)}
.clock-line span{display:block;height:4px;min-width:4px;border-radius:2px;background:var(--sotto-accent)}
.clock-ends{display:flex;justify-content:space-between;gap:16px;margin:8px 0 0;font-size:14px;font-variant-numeric:tabular-nums}
.clock-ends span:last-child{text-align:end}
.steps{display:grid;gap:20px;margin:24px 0 32px}
.steps li{display:grid;grid-template-columns:22px minmax(0,1fr) auto;gap:14px}
.steps strong{display:block;font-weight:550}
.steps .next strong{color:var(--sotto-quiet)}
.steps .quiet{font-size:14px}
.step-mark{display:grid;place-items:center;width:22px;height:22px;margin-top:1px;border:1.5px solid var(--sotto-edge);border-radius:50%;font-size:12px;line-height:1}
.past .step-mark{border-color:transparent;background:var(--sotto-accent-soft);color:var(--sotto-accent)}
.now .step-mark{border:6px solid var(--sotto-accent);background:var(--sotto-raised)}
.decided{margin:24px 0}
.said{margin:8px 0;white-space:pre-line}
.cards{display:grid;grid-template-columns:repeat(auto-fit,minmax(min(280px,100%),1fr));gap:16px;margin-top:24px}
.card{padding:16px 18px 18px;border:1px solid var(--sotto-line);border-radius:12px;background:var(--sotto-raised)}
.card h2{margin-bottom:4px}
.card p{margin-bottom:12px;color:var(--sotto-quiet);font-size:14px}
.card p.actions{margin-bottom:0}
.card .actions+p{margin:12px 0 0}
a{color:inherit;text-underline-offset:.15em}
@media(prefers-reduced-motion:no-preference){button{transition:border-color .12s,background-color .12s}}
@media(max-width:560px){h1{font-size:24px}.actions>*{flex:1 1 auto}}
`
