/** Nine colours that differ in lightness too (Okabe & Ito 2008, extended), for light and dark paper. */
const light = [
  '#0072b2',
  '#d55e00',
  '#009e73',
  '#cc79a7',
  '#e69f00',
  '#56b4e9',
  '#7a5195',
  '#8c8c00',
  '#5a5a5a',
];
const dark = [
  '#4ea3e0',
  '#ff8a3d',
  '#35c79a',
  '#e6a2c6',
  '#f5bf42',
  '#8fd0ff',
  '#b08fd0',
  '#c5c545',
  '#a8a8a8',
];

export const seriesCount = light.length;

const variables = (colours: readonly string[]) =>
  colours.map((colour, at) => `--s${at}:${colour}`).join(';');
const series = light
  .map(
    (_, at) => `.s${at} rect,.s${at} circle,i.s${at}{fill:var(--s${at});background:var(--s${at})}`,
  )
  .join('\n');

export const style = `
:root{color-scheme:light dark;--paper:#fcfcfb;--card:#fff;--ink:#1c2024;--quiet:#646b73;--line:#e3e5e8;${variables(light)}}
@media (prefers-color-scheme:dark){:root{--paper:#15181b;--card:#1d2125;--ink:#e8eaed;--quiet:#9aa2ab;--line:#32383e;${variables(dark)}}}
*{box-sizing:border-box}
body{margin:0;background:var(--paper);color:var(--ink);font:15px/1.5 system-ui,sans-serif}
main{max-width:1360px;margin:0 auto;padding:32px 24px 64px}
h1{font-size:26px;margin:0 0 4px;letter-spacing:-.01em}
h2{font-size:18px;margin:40px 0 12px}
p{margin:4px 0;max-width:80ch}
.quiet{color:var(--quiet)}
.legend{display:flex;flex-wrap:wrap;gap:6px 18px;margin:20px 0 0;padding:0;list-style:none}
.legend i{display:inline-block;width:12px;height:12px;border-radius:3px;margin-right:7px;vertical-align:-1px}
.charts{display:grid;grid-template-columns:repeat(auto-fill,minmax(min(100%,480px),1fr));gap:16px}
figure{margin:0;padding:14px 16px 8px;background:var(--card);border:1px solid var(--line);border-radius:10px}
figcaption{font-weight:600;margin-bottom:6px}
svg{display:block;width:100%;height:auto;font-size:13px}
svg text{fill:var(--ink)}
svg .label{text-anchor:end}
svg .tick{text-anchor:middle;fill:var(--quiet);font-size:12px}
svg .note{fill:var(--quiet);font-size:11px}
svg .value{font-size:12px;font-variant-numeric:tabular-nums}
svg .grid{stroke:var(--line)}
svg .whisker{stroke:var(--ink);stroke-width:1.3;fill:none;opacity:.75}
.mark:hover rect,.mark:hover circle{opacity:.75}
${series}
.scroll{overflow-x:auto;background:var(--card);border:1px solid var(--line);border-radius:10px}
table{border-collapse:collapse;width:100%;font-variant-numeric:tabular-nums;white-space:nowrap}
th,td{padding:8px 14px;text-align:right;border-bottom:1px solid var(--line)}
th:first-child,td:first-child{text-align:left}
th{font-weight:600;color:var(--quiet);font-size:13px}
tr:last-child td{border-bottom:0}
td.best{font-weight:700}
small{color:var(--quiet)}
`;
