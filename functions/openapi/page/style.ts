/** The page's look: system fonts, light and dark, one column on a phone. */
export const STYLE = `
:root{color-scheme:light dark;--back:light-dark(#fff,#14171a);--text:light-dark(#1d2328,#dfe4e8);--soft:light-dark(#5b6670,#98a4ae);--line:light-dark(#dde3e8,#2c333a);--panel:light-dark(#f5f7f9,#1b2025);--link:light-dark(#0a58b5,#7db4ff)}
*{box-sizing:border-box}
html{scroll-padding-top:1rem}
body{margin:0;background:var(--back);color:var(--text);font:16px/1.55 system-ui,sans-serif}
a{color:var(--link)}
code,pre{font-family:ui-monospace,SFMono-Regular,Menlo,Consolas,monospace;font-size:.875em}
pre{background:var(--panel);border:1px solid var(--line);border-radius:6px;padding:.75rem;overflow-x:auto;margin:.5rem 0}
small,.type,em{color:var(--soft)}
em{font-style:normal;font-size:.8em}
main{max-width:54rem;padding:1rem;margin:0 auto}
h1 small{font-size:.5em;font-weight:400}
h2{margin:3rem 0 .5rem;border-bottom:1px solid var(--line)}
h3{margin:0 0 .25rem}
.lead{font-size:1.15em}
nav{padding:1rem;border-bottom:1px solid var(--line);background:var(--panel)}
nav h2{font-size:.8rem;margin:1rem 0 .25rem;border:0;color:var(--soft)}
nav a{display:block;padding:.2rem 0;text-decoration:none;font-size:.9rem}
nav a:hover,nav a:focus{text-decoration:underline}
article,.schema{border:1px solid var(--line);border-radius:8px;padding:1rem;margin:1rem 0;overflow-wrap:anywhere}
article:target,.schema:target{border-color:var(--link)}
.route{margin:.25rem 0}
.method{display:inline-block;min-width:3.6em;font:700 .7rem/1.6 ui-monospace,monospace;color:light-dark(#0b6b3a,#6fd39d)}
.method.post,.method.put,.method.patch{color:light-dark(#8a4b00,#f0b465)}
.method.delete{color:light-dark(#b3261e,#ff9d94)}
.scope{font-size:.8rem;border:1px solid var(--line);border-radius:1em;padding:0 .6em;color:var(--soft)}
details{margin:.5rem 0}
summary{cursor:pointer;font-weight:600}
dl{margin:.25rem 0}
dl>div{display:grid;grid-template-columns:minmax(9rem,13rem) 1fr;gap:.25rem 1rem;padding:.35rem 0;border-top:1px solid var(--line)}
dt,dd{margin:0;min-width:0}
dd p{margin:.1rem 0 0}
.s2,.s3{color:light-dark(#0b6b3a,#6fd39d)}
.s4,.s5{color:light-dark(#b3261e,#ff9d94)}
.wide{overflow-x:auto}
table{border-collapse:collapse}
th,td{text-align:left;padding:.2rem .75rem .2rem 0;border-top:1px solid var(--line)}
@media(max-width:40rem){dl>div{grid-template-columns:1fr}}
@media(min-width:70rem){body{display:grid;grid-template-columns:19rem 1fr}nav{position:sticky;top:0;height:100vh;overflow-y:auto;border:0;border-right:1px solid var(--line)}}
@media print{nav{display:none}}
`;
