import { tokensCss } from '@sotto/design-tokens'

/** The one style sheet of the reference. It stands in the page; the policy names its hash. */
export const style = `${tokensCss()}
*{box-sizing:border-box}
html{scroll-padding-top:24px}
body{margin:0;background:var(--sotto-paper);color:var(--sotto-ink);font:400 15px/1.5 var(--sotto-font);-webkit-text-size-adjust:100%}
a{color:inherit;text-decoration-color:var(--sotto-edge);text-underline-offset:3px}
a:hover{color:var(--sotto-accent)}
:focus-visible{outline:2px solid var(--sotto-accent);outline-offset:2px;border-radius:4px}
code,pre{font-family:var(--sotto-mono);font-size:13px}
h1,h2,h3{line-height:1.2;font-weight:600;margin:0;text-wrap:balance}
h1{font-size:28px;letter-spacing:-.01em}
h2{font-size:20px}
h3{font-size:16px}
h3 a{text-decoration:none}
p{margin:8px 0 0;max-width:68ch}
.skip{position:absolute;left:-999px}
.skip:focus{left:16px;top:16px;background:var(--sotto-raised);padding:8px 12px;border-radius:8px}
.page{display:grid;grid-template-columns:264px minmax(0,1fr);min-height:100vh}
nav{position:sticky;top:0;height:100vh;overflow:auto;padding:32px 12px 32px 24px;border-right:1px solid var(--sotto-line);background:var(--sotto-sunk);font-size:13px}
nav .name{display:block;font-size:15px;font-weight:600;text-decoration:none;padding:0 8px}
nav .version{color:var(--sotto-quiet);font-weight:400}
nav h2{font-size:12px;font-weight:600;color:var(--sotto-quiet);padding:20px 8px 4px}
nav ul{list-style:none;margin:0;padding:0}
nav li a{display:flex;gap:8px;align-items:baseline;min-height:30px;padding:5px 8px;border-radius:8px;text-decoration:none;line-height:20px}
nav li a:hover{background:var(--sotto-raised);color:inherit}
nav .method{flex:none;width:44px;font-size:12px;color:var(--sotto-quiet)}
main{padding:48px 40px 96px;max-width:1000px}
main>header{padding-bottom:32px}
.lead{font-size:16px;color:var(--sotto-quiet)}
.chapter{padding-top:48px}
.chapter>h2{padding-bottom:12px;border-bottom:1px solid var(--sotto-line)}
section section{padding-top:24px}
.endpoint{padding:32px 0 8px}
.endpoint+.endpoint{border-top:1px solid var(--sotto-line);margin-top:32px}
.route{margin-top:8px;font-family:var(--sotto-mono);overflow-wrap:anywhere}
.method{font:600 13px/1.5 var(--sotto-mono)}
.status{font:600 13px/1.5 var(--sotto-mono);font-variant-numeric:tabular-nums}
pre{margin:16px 0 0;padding:12px 16px;background:var(--sotto-sunk);border:1px solid var(--sotto-line);border-radius:12px;overflow:auto;line-height:1.6}
dl{display:grid;grid-template-columns:88px minmax(0,1fr);gap:8px 16px;margin:16px 0 0}
dt{color:var(--sotto-quiet);font-size:14px;line-height:1.6}
dd{margin:0}
.plain{list-style:none;margin:0;padding:0}
.scroll{overflow-x:auto;margin-top:20px;border:1px solid var(--sotto-line);border-radius:12px;background:var(--sotto-raised)}
table{width:100%;border-collapse:collapse;font-size:14px;font-variant-numeric:tabular-nums}
caption{text-align:left;padding:10px 16px;font-size:13px;font-weight:600;border-bottom:1px solid var(--sotto-line)}
thead{position:absolute;clip-path:inset(50%);width:1px;height:1px;overflow:hidden}
th,td{text-align:left;vertical-align:top;padding:8px 16px;font-weight:400}
th[scope=row]{width:28%;white-space:nowrap}
td:nth-child(2){width:28%;color:var(--sotto-quiet)}
tbody tr+tr>*{border-top:1px solid var(--sotto-line)}
.needed{font-size:12px;color:var(--sotto-quiet)}
.quiet{color:var(--sotto-quiet)}
tr:target{background:var(--sotto-accent-soft)}
.endpoint:target h3,section:target>h3{color:var(--sotto-accent)}
@media(max-width:860px){
.page{grid-template-columns:minmax(0,1fr)}
nav{position:static;height:auto;padding:16px;border-right:0;border-bottom:1px solid var(--sotto-line)}
nav .chapters{display:flex;flex-wrap:wrap;gap:4px}
nav .chapters>div{display:contents}
nav h2{padding:0}
nav h2 a{display:block;padding:11px 12px;border-radius:8px;background:var(--sotto-raised);border:1px solid var(--sotto-line);text-decoration:none;color:var(--sotto-ink);font-weight:400;font-size:14px}
nav ul{display:none}
main{padding:32px 16px 64px}
dl{grid-template-columns:minmax(0,1fr);gap:0}
dd{margin-bottom:12px}
th[scope=row]{white-space:normal;width:auto}
}
@media(min-width:861px){nav h2 a{text-decoration:none;color:inherit}}
@media print{nav{display:none}.page{display:block}.endpoint{break-inside:avoid}}
`
