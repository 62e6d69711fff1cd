import Reports

/// The page as HTML: everything that is known so far, and the script that adds what comes.
enum PageDocument {
  /// The parts besides the cells of the session.
  enum Key: String, CaseIterable { case head, training, samples, objects, replay }

  /// 128 random bits, by which the browser knows the page's own script.
  static func nonce() -> String {
    String(UInt64.random(in: .min ... .max), radix: 36)
      + String(UInt64.random(in: .min ... .max), radix: 36)
  }

  /// Nothing comes from elsewhere, and of scripts only the page's own one runs.
  static func policy(nonce: String) -> String {
    "default-src 'none'; script-src 'nonce-\(nonce)'; style-src 'unsafe-inline'; img-src data:; "
      + "connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
  }

  static func text(_ content: PageState.Content, nonce: String) -> String {
    func part(_ key: Key) -> String { content.parts[key.rawValue] ?? "" }
    return """
      <!doctype html>
      <html lang="en">
      <head>
      <meta charset="utf-8">
      <meta name="viewport" content="width=device-width, initial-scale=1">
      <meta name="color-scheme" content="light dark">
      <meta name="generator" content="reverie">
      <link rel="icon" href="data:,">
      <title>\(HTMLPage.title(content.title))</title>
      <style>
      \(PageStyle.text)\(style)</style>
      </head>
      <body data-mark="\(content.mark)">
      <main class="live">
      \(part(.head))
      <aside aria-label="Now">
      \(part(.training))
      \(part(.samples))
      \(part(.objects))
      </aside>
      <div class="session">
      <div id="cells">
      \(content.cells.joined(separator: "\n"))
      </div>
      \(part(.replay))
      </div>
      </main>
      <p id="connection" role="status"></p>
      <script nonce="\(nonce)">
      \(PageScript.text)</script>
      </body>
      </html>

      """
  }

  private static let style = """
    main.live { padding-top: 1.75rem; }
    .live aside section { margin-top: 1.5rem; }
    .live aside h2 { margin: 0 0 .4rem; font-size: 1.05rem; }
    .live aside p { margin: 0 0 .5rem; font-size: .875rem; color: var(--faint); }
    .live aside section > * + figure, .live aside .gallery { margin-top: .5rem; }
    .live [hidden] { display: none; }
    .live .session { min-width: 0; }
    .live .prose:first-child { margin-top: 1.25rem; }
    #cells > div:has(.entry) + div > .entry { margin-top: .25rem; }
    #cells > div:has(.result) + div > .entry { margin-top: 1.25rem; }
    .live aside p { white-space: pre-wrap; }
    .live aside td { vertical-align: top; }
    .live aside td:last-child { white-space: normal; overflow-wrap: break-word; min-width: 9rem; }
    .live aside .plain { white-space: pre-wrap; overflow-wrap: anywhere; padding: .4rem .75rem; }
    progress { display: block; width: 100%; height: .6rem; margin: 0 0 .5rem;
      accent-color: var(--accent); }
    .slider { display: flex; align-items: center; gap: .75rem; font-size: .875rem; }
    .slider input { flex: 1; min-width: 0; accent-color: var(--accent); }
    .slider output { flex: none; color: var(--faint); font-variant-numeric: tabular-nums; }
    .sheet { overflow-x: auto; margin-top: .5rem; }
    :focus-visible { outline: 2px solid var(--accent); outline-offset: 2px; }
    .badge.now { color: var(--accent); }
    .badge.now span { display: inline-block; width: .6em; height: .6em; border-radius: 50%;
      background: currentColor; }
    .running::before { content: ""; display: inline-block; width: .6em; height: .6em;
      margin-right: .5em; border-radius: 50%; background: currentColor; }
    #connection { position: fixed; left: 0; right: 0; bottom: 0; margin: 0; padding: .4rem 1rem;
      text-align: center; font-size: .875rem; color: var(--bad); background: var(--soft);
      border-top: 1px solid var(--rule); }
    #connection:empty { display: none; }
    .live aside .chart .wide { display: none; } .live aside .chart .narrow { display: block; }
    @media (max-width: 34rem) {
      .live aside th, .live aside td { padding-right: .6rem; }
      .live aside td { white-space: normal; font-size: .8125rem; }
      .live aside td:last-child { min-width: 8rem; }
    }
    @media screen and (min-width: 68rem) {
      main.live { max-width: 84rem; display: grid; align-items: start; justify-content: center;
        grid-template-columns: minmax(0, 46rem) minmax(0, 30rem); column-gap: 3rem; }
      .live > header { grid-column: 1 / -1; }
      .live aside { grid-column: 2; grid-row: 2; position: sticky; top: 0; max-height: 100vh;
        overflow-y: auto; scrollbar-width: thin; padding: 0 .5rem 2rem 0; }
      .live .session { grid-column: 1; grid-row: 2; }
    }
    @media (prefers-reduced-motion: no-preference) {
      .badge.now span, .running::before { animation: pulse 1.6s ease-in-out infinite; }
      @keyframes pulse { 50% { opacity: .25; } }
    }

    """
}
