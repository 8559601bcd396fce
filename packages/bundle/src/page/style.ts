/** The page's only style; its hash stands in the page's content security policy, so that no other counts. */
export const STYLE = `
:root{color-scheme:light dark;--line:#8884;--soft:#8881;--dim:#6b7280;--good:#15803d;--mid:#a16207;--bad:#b91c1c}
@media (prefers-color-scheme:dark){:root{--dim:#9ca3af;--good:#4ade80;--mid:#facc15;--bad:#f87171}}
*{box-sizing:border-box}
body{font:15px/1.5 system-ui,sans-serif;max-width:62rem;margin:0 auto;padding:2rem 1.25rem 4rem;overflow-wrap:anywhere}
h1{font-size:1.6rem;line-height:1.25;margin:0}
h2{font-size:1.05rem;margin:2.2rem 0 .6rem;padding-bottom:.25rem;border-bottom:1px solid var(--line)}
h3{font-size:1rem;font-weight:600;margin:0}
p,ul{margin:.4rem 0}
ul{padding-left:1.2rem}
small,.dim{color:var(--dim);font-size:.85rem}
code,pre{font:12.5px/1.45 ui-monospace,monospace}
pre{margin:.4rem 0 0;padding:.6rem .75rem;background:var(--soft);border-radius:6px;white-space:pre-wrap;max-height:22rem;overflow:auto}
table{border-collapse:collapse;width:100%;font-size:.9rem}
th{text-align:left;font-weight:600;color:var(--dim)}
th,td{padding:.35rem .75rem .35rem 0;border-bottom:1px solid var(--line);vertical-align:top}
td:not(:last-child){overflow-wrap:normal}
td:first-child{white-space:nowrap}
article{padding:.8rem 0;border-bottom:1px solid var(--line)}
details{margin-top:.4rem}
summary{cursor:pointer}
.verdict{font-weight:700;text-transform:uppercase;letter-spacing:.03em}
.supported,.ok,.done{color:var(--good)}
.likely,.partial,.unknown,.claimed,.planned{color:var(--mid)}
.gap,.failed{color:var(--bad)}
.headline{font-size:1.1rem;margin:.6rem 0}
@media print{pre{max-height:none}details>*{display:block}}
`;
