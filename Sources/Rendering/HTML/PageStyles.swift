/// The page's styles: both colour schemes, from a phone's width up, and on paper.
enum PageStyles {
  static let text = #"""
    :root {
      color-scheme: light dark;
      --page: light-dark(#f6f7f9, #14171c); --panel: light-dark(#ffffff, #1c2027); --text: light-dark(#1c2430, #e3e8ef);
      --faint: light-dark(#5a6675, #9aa7b8); --line: light-dark(#d9dee6, #333b47); --accent: light-dark(#1d5fbf, #7db2ff);
      --good: light-dark(#1a7040, #5fcf8e); --bad: light-dark(#b3261e, #ff8a80); --notable: light-dark(#8a5a00, #f0b95b);
      --good-back: light-dark(#e5f4ea, #17301f); --bad-back: light-dark(#fcebea, #3a1c1b);
      --notable-back: light-dark(#fdf3dc, #352a12); --info-back: light-dark(#e8f0fb, #1b2a40);
      --purple: light-dark(#7a3ea8, #c89bf0); --teal: light-dark(#0b6e75, #5ecbd3); --band: light-dark(#f0f3f8, #232932);
    }
    :root[data-theme=light] { color-scheme: light; }
    :root[data-theme=dark] { color-scheme: dark; }
    * { box-sizing: border-box; } [hidden] { display: none !important; }
    body { margin: 0; background: var(--page); color: var(--text); font: 15px/1.5 system-ui, -apple-system, "Segoe UI",
      Roboto, "Noto Sans", "DejaVu Sans", sans-serif; overflow-wrap: anywhere; }
    main { max-width: 1280px; margin: 0 auto; padding: 0 24px 24px; }
    h1 { font-size: 1.55rem; line-height: 1.25; margin: 0 0 8px; } h2 { font-size: 1.2rem; margin: 32px 0 12px; }
    h3 { font-size: 1.02rem; margin: 0 0 2px; } h4 { font-size: .9rem; margin: 12px 0 4px; }
    p { margin: 4px 0; } ul { margin: 4px 0; padding-left: 22px; }
    a { color: var(--accent); }
    :focus-visible { outline: 3px solid var(--accent); outline-offset: 2px; border-radius: 4px; }
    .faint, .time { color: var(--faint); font-size: .87rem; }
    .skip { position: absolute; left: -999px; } .skip:focus { left: 8px; top: 8px; background: var(--panel); padding: 8px; }
    .bar { display: flex; gap: 10px; align-items: center; padding: 10px 24px; border-bottom: 1px solid var(--line);
      background: var(--panel); margin-bottom: 20px; }
    .bar strong, .bar button { white-space: nowrap; } .bar span { color: var(--faint); } .bar button { margin-left: auto; }
    button, select, input { font: inherit; color: inherit; background: var(--panel); border: 1px solid var(--line);
      border-radius: 6px; padding: 6px 10px; min-height: 36px; }
    button { cursor: pointer; } button:hover:enabled { border-color: var(--accent); } button:disabled { opacity: .45; cursor: default; }
    .verdict, .card, .panel { background: var(--panel); border: 1px solid var(--line); border-radius: 10px; padding: 16px 18px; }
    .verdict { border-left: 6px solid var(--faint); }
    .verdict.good { border-left-color: var(--good); background: var(--good-back); }
    .verdict.bad { border-left-color: var(--bad); background: var(--bad-back); }
    .verdict.notable { border-left-color: var(--notable); background: var(--notable-back); }
    .verdict.good .sign { color: var(--good); } .verdict.bad .sign { color: var(--bad); }
    .verdict.notable .sign { color: var(--notable); }
    .card { margin: 0 0 12px; border-left-width: 4px; }
    .card.error { border-left-color: var(--bad); } .card.warning { border-left-color: var(--notable); }
    .card.info { border-left-color: var(--accent); }
    .badge { display: inline-block; font-size: .78rem; font-weight: 600; border-radius: 5px; padding: 1px 7px; white-space: nowrap; }
    .badge::before { margin-right: 5px; }
    .badge.error, .badge.failed { color: var(--bad); background: var(--bad-back); }
    .badge.error::before, .badge.failed::before { content: "✕"; }
    .badge.warning, .badge.incomplete { color: var(--notable); background: var(--notable-back); }
    .badge.warning::before, .badge.incomplete::before { content: "!"; }
    .badge.info, .badge.unknown { color: var(--accent); background: var(--info-back); }
    .badge.info::before { content: "i"; } .badge.unknown::before { content: "?"; }
    .badge.established { color: var(--good); background: var(--good-back); } .badge.established::before { content: "✓"; }
    .links a { margin-right: 8px; white-space: nowrap; }
    .tools { display: flex; flex-wrap: wrap; gap: 8px; align-items: end; margin-bottom: 10px; }
    .tools label { display: flex; flex-direction: column; font-size: .82rem; color: var(--faint); gap: 2px; }
    .tools label.grow { flex: 1 1 240px; } .tools input { width: 100%; } .tools label > * { color: var(--text); font-size: .95rem; }
    .pager { display: flex; flex-wrap: wrap; gap: 8px; align-items: center; margin-top: 8px; }
    .scroll { overflow-x: auto; border: 1px solid var(--line); border-radius: 10px; background: var(--panel); }
    table { border-collapse: collapse; width: 100%; font-size: .9rem; }
    th, td { text-align: left; padding: 7px 10px; border-bottom: 1px solid var(--line); vertical-align: top; }
    tbody tr:last-child td { border-bottom: 0; } td.number, th.number { text-align: right; }
    td { unicode-bidi: isolate; overflow-wrap: break-word; } td.long { overflow-wrap: anywhere; min-width: 19em; } td.number { font-variant-numeric: tabular-nums; white-space: nowrap; }
    th { font-size: .82rem; color: var(--faint); font-weight: 600; white-space: nowrap; }
    th button { all: unset; cursor: pointer; color: inherit; } th button:focus-visible { outline: 3px solid var(--accent); }
    th[aria-sort=ascending] button::after { content: " ▲"; } th[aria-sort=descending] button::after { content: " ▼"; }
    tbody tr.row { cursor: pointer; } tbody tr.row:hover { background: var(--band); }
    tr.selected, tr.selected:hover { background: var(--info-back) !important; }
    .found { list-style: none; padding: 0; margin: 0 0 10px; } .found li { margin-bottom: 6px; } .found .faint { margin-right: 10px; }
    #detail h3 { margin: 20px 0 8px; } .facts { display: grid; grid-template-columns: max-content 1fr; gap: 2px 14px; margin: 8px 0; font-size: .9rem; }
    .facts dt { color: var(--faint); } .facts dd { margin: 0; unicode-bidi: isolate; }
    .split { display: grid; grid-template-columns: minmax(0, 3fr) minmax(0, 2fr); gap: 14px; align-items: start; margin-top: 14px; }
    .fields { position: sticky; top: 10px; max-height: calc(100vh - 20px); overflow: auto; }
    .fields .lines { font: .82rem/1.5 ui-monospace, "SF Mono", Menlo, Consolas, "DejaVu Sans Mono", monospace; margin-top: 8px; }
    .fields .lines div { unicode-bidi: isolate; padding-left: calc(var(--depth) * 14px + 14px); text-indent: -14px; }
    .d0 { --depth: 0; } .d1 { --depth: 1; } .d2 { --depth: 2; } .d3 { --depth: 3; } .d4 { --depth: 4; } .d5 { --depth: 5; }
    .fields .name { color: var(--accent); }
    .mark { display: inline-block; background: var(--notable-back); color: var(--notable); border-radius: 5px; padding: 0 7px;
      font-size: .82rem; margin: 4px 6px 0 0; }
    .legend { display: flex; flex-wrap: wrap; gap: 2px 16px; color: var(--faint); font-size: .82rem; margin: 0 0 8px; padding: 0; list-style: none; }
    svg { display: block; width: 100%; font-size: 12px; }
    svg text { fill: var(--text); } svg text.faint { fill: var(--faint); font-size: 11px; } svg text.notable { fill: var(--notable); }
    svg text.head { font-weight: 600; } svg .life { stroke: var(--line); stroke-width: 2; } svg .band { fill: var(--band); } svg .band.other { fill-opacity: .4; }
    svg .step { cursor: pointer; } svg .step:focus { outline: none; } svg .step .hit { fill: transparent; }
    svg .step:hover .hit { fill: var(--accent); fill-opacity: .09; }
    svg .step.selected .hit { fill: var(--accent); fill-opacity: .16; }
    svg .step:focus-visible .hit { stroke: var(--accent); stroke-width: 2; }
    svg .arrow { fill: none; stroke-width: 1.8; } svg .tip { stroke: none; }
    svg .repeated .arrow { stroke-dasharray: 7 4; } svg .duplicate .arrow { stroke-dasharray: 2 4; }
    svg .handshake { --ink: var(--accent); } svg .ccs { --ink: var(--purple); } svg .coap, svg .data { --ink: var(--teal); }
    svg .fatal, svg .icmp, svg .malformed { --ink: var(--bad); } svg .alert, svg .notice { --ink: var(--notable); }
    svg .ack, svg .other { --ink: var(--faint); } svg .arrow, svg .lock, svg .part { stroke: var(--ink); } svg .tip, svg .lockbody { fill: var(--ink); }
    svg .lock, svg .part { fill: none; } svg .partbody { fill: var(--ink); } svg .fatal text.label { fill: var(--bad); font-weight: 600; }
    svg .timer { fill: none; stroke: var(--notable); stroke-width: 1.5; stroke-dasharray: 3 3; }
    svg .lost { stroke: var(--bad); stroke-width: 1.8; fill: none; }
    details > summary { cursor: pointer; font-weight: 600; padding: 8px 0; } .card h3 { scroll-margin-top: 16px; }
    .verdict + section > .card:last-child { margin-bottom: 0; }
    footer { max-width: 1280px; margin: 0 auto; padding: 8px 24px 32px; }
    @media (max-width: 720px) {
      .bar span { display: none; } main, footer { padding-left: 14px; padding-right: 14px; } .bar { padding: 8px 14px; } h1 { font-size: 1.3rem; }
      .split { display: block; }
      .fields { position: sticky; top: auto; bottom: 0; max-height: 42vh; margin-top: 14px; box-shadow: 0 -4px 16px #0003; padding: 8px 14px; }
      .facts { grid-template-columns: 1fr; } .facts dt:not(:empty) { margin-top: 6px; }
      .cards thead { display: flex; flex-wrap: wrap; gap: 0; padding: 4px 10px; border-bottom: 1px solid var(--line); }
      .cards thead tr { display: contents; } .cards th { border: 0; padding: 4px 12px 4px 0; }
      .cards tbody, .cards table { display: block; } .cards tbody tr { display: block; border-bottom: 1px solid var(--line); padding: 8px 10px; }
      .cards td { display: flex; gap: 10px; border: 0; padding: 1px 0; text-align: left; } .cards td:empty { display: none; }
      .cards td.number { text-align: left; } .cards td.long { min-width: 0; }
      .cards td::before { content: attr(data-label); color: var(--faint); flex: 0 0 84px; }
    }
    @media print {
      body { background: #fff; } .tools, .pager, .skip, #theme { display: none; } .fields { position: static; max-height: none; }
      .verdict, .card { break-inside: avoid; }
    }
    """#
}
