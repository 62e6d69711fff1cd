/// The style sheet: for screens, phones, dark mode and print.
package enum PageStyle {
  package static let text = colours + layout + results + figures + media

  /// The inks are those of the figures.
  private static let colours = """
    :root {
      --paper: #ffffff; --ink: #222222; --faint: #595959; --rule: #dddddd; --soft: #f5f6f7;
      --accent: #0072b2; --good: #00734f; --bad: #b04a00; --verb: #0060a0; --kind: #8a3f6f;
      --value: #8f5a00; --string: #00734f;
      --sans: system-ui, -apple-system, "Segoe UI", Roboto, "Helvetica Neue", sans-serif;
      --mono: ui-monospace, SFMono-Regular, Menlo, Consolas, "DejaVu Sans Mono", monospace;
    }
    @media screen and (prefers-color-scheme: dark) {
      :root {
        --paper: #15171a; --ink: #e4e5e6; --faint: #a2a7ac; --rule: #34393e; --soft: #1e2125;
        --accent: #6ab7ea; --good: #4ec99b; --bad: #f09a5a; --verb: #7cc0ee; --kind: #dfa0c4;
        --value: #e3b566; --string: #6fcfa8;
      }
    }

    """

  private static let layout = """
    * { box-sizing: border-box; }
    html { -webkit-text-size-adjust: 100%; text-size-adjust: 100%; }
    body { margin: 0; background: var(--paper); color: var(--ink);
      font: 1rem/1.55 var(--sans); overflow-wrap: anywhere; }
    main { max-width: 48rem; margin: 0 auto; padding: 2.5rem 1.5rem 4rem; }
    h1 { font-size: 1.75rem; line-height: 1.2; margin: 0; text-wrap: balance; }
    h2 { font-size: 1.25rem; line-height: 1.3; margin: 2.25rem 0 .5rem; }
    h3, h4, h5, h6 { font-size: 1.05rem; margin: 1.75rem 0 .5rem; }
    p, ul, ol, blockquote { margin: 0 0 .75rem; }
    a { color: var(--accent); }
    blockquote { padding-left: 1rem; border-left: 3px solid var(--rule); color: var(--faint); }
    code, pre { font: .875em/1.5 var(--mono); }
    pre code { font: inherit; }
    pre { margin: 0; overflow-x: auto; white-space: pre; overflow-wrap: normal; tab-size: 4; }
    header { border-bottom: 1px solid var(--rule); padding-bottom: 1.25rem; }
    .line { color: var(--faint); margin: .35rem 0 1rem; }
    .badge { display: inline-block; margin: 0 0 1rem; padding: .3rem .7rem; border-radius: .4rem;
      border: 1px solid currentColor; font-size: .875rem; }
    .good { color: var(--good); } .bad { color: var(--bad); } .badge.none { color: var(--faint); }
    dl { margin: 0; } dt { color: var(--faint); font-size: .8125rem; } dd { margin: 0; }
    .facts { display: flex; flex-wrap: wrap; gap: .6rem 2rem;
      font-variant-numeric: tabular-nums; }
    .facts .wide { flex-basis: 100%; }
    .prose { margin-top: 1.75rem; max-width: 42rem; }
    footer { margin-top: 3rem; border-top: 1px solid var(--rule); }
    .replay { list-style: none; padding: 0; } .replay li { margin-bottom: .6rem; }
    .replay li { color: var(--faint); } .replay code { color: var(--ink); }
    summary { cursor: pointer; color: var(--accent); margin-bottom: .5rem; }
    .plain { background: var(--soft); border-radius: .4rem; padding: .75rem 1rem;
      max-height: 32rem; overflow: auto; }

    """

  private static let results = """
    .entry { margin-top: 1rem; }
    .entry + .entry { margin-top: .25rem; }
    .entry:has(.result) + .entry { margin-top: 1.25rem; }
    .command { display: flex; background: var(--soft); border-radius: .4rem; }
    .command .place { flex: none; width: 2.75rem; padding: .4rem .6rem .4rem 0; text-align: right;
      color: var(--faint); font: .8125rem/1.6 var(--mono); user-select: none; }
    .command pre { flex: 1; min-width: 0; padding: .4rem .75rem .4rem 0; }
    .verb { color: var(--verb); } .kind, .keyword { color: var(--kind); }
    .number, .variable { color: var(--value); } .option { color: var(--faint); }
    .text { color: var(--string); } .comment { color: var(--faint); }
    .undone pre code { text-decoration: line-through; }
    .result { padding: .75rem 0 .5rem 2.75rem; }
    .result > * + * { margin-top: .75rem; }
    .measures { display: flex; flex-wrap: wrap; gap: .5rem 1.35rem; }
    .measures dd { font-size: 1.0625rem; font-variant-numeric: tabular-nums; }
    .result p { margin-bottom: 0; } .missing { color: var(--bad); font-style: italic; }
    .state { color: var(--faint); font-size: .8125rem; } .running { color: var(--accent); }
    .scroll { overflow-x: auto; }
    table { border-collapse: collapse; font-variant-numeric: tabular-nums lining-nums;
      font-size: .9rem; overflow-wrap: normal; }
    th:last-child, td:last-child { padding-right: 0; }
    th, td { padding: .3rem 1rem .3rem 0; text-align: left; border-bottom: 1px solid var(--rule);
      white-space: nowrap; }
    th { color: var(--faint); font-weight: 400; font-size: .8125rem; }
    td.number, th.number { text-align: right; color: inherit; }
    th.number { color: var(--faint); }

    """

  private static let figures = """
    figure { margin: 0; }
    figure svg { display: block; }
    .gallery { display: flex; flex-wrap: wrap; gap: 1rem; }
    .map { overflow-x: auto; overflow-y: hidden; max-width: 100%; }
    .map svg, .chart svg { margin: -6px 0 -12px -24px; }
    .chart svg { max-width: calc(100% + 24px); height: auto; }
    .chart .narrow { display: none; }
    .picture img { display: block; max-width: 100%; height: auto; image-rendering: pixelated; }
    svg > rect[width="100%"] { fill: none; }
    @media screen and (prefers-color-scheme: dark) {
      svg text[fill="#222222"] { fill: var(--ink); }
      svg text[fill="#595959"] { fill: var(--faint); }
      svg [stroke="#dddddd"] { stroke: var(--rule); }
      svg [stroke="#595959"] { stroke: var(--faint); }
      svg rect[fill="#f2f2f2"] { fill: var(--soft); }
      svg [stroke="#0072b2"] { stroke: #4aa3e6; } svg circle[fill="#0072b2"] { fill: #4aa3e6; }
      svg [stroke="#d55e00"] { stroke: #f08a4b; } svg circle[fill="#d55e00"] { fill: #f08a4b; }
      svg [stroke="#009e73"] { stroke: #35c497; } svg circle[fill="#009e73"] { fill: #35c497; }
      svg [stroke="#000000"] { stroke: #e4e5e6; } svg circle[fill="#000000"] { fill: #e4e5e6; }
    }

    """

  private static let media = """
    @media (max-width: 34rem) {
      main { padding: 1.5rem 1rem 3rem; }
      h1 { font-size: 1.4rem; }
      .command .place { width: 2rem; padding-right: .5rem; }
      .command pre { white-space: pre-wrap; overflow-wrap: anywhere; }
      .result { padding-left: 0; }
      .chart .wide { display: none; } .chart .narrow { display: block; }
    }
    @media print {
      body { font-size: 10.5pt; }
      main { max-width: none; padding: 0; }
      pre { white-space: pre-wrap; overflow-wrap: anywhere; }
      .command, .plain { border: 1px solid var(--rule); background: none; }
      .scroll, .map { overflow: visible; }
      figure, .command, table, .measures { break-inside: avoid; }
      h2, h3, .entry:has(.result) .command { break-after: avoid; }
      details { display: none; }
    }

    """
}
