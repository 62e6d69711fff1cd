import Figures
import Terminal
import Workbench

/// `reverie help WORD` and `reverie WORD --help` for words that are no subcommand: their help page.
enum CardHelp {
  /// The lines of the page; nil if the words ask for something else.
  static func lines(for words: [String]) -> [String]? {
    let isAsked = words.count == 2 && (words[0] == "help" || ["--help", "-h"].contains(words[1]))
    guard isAsked else { return nil }
    let topic = words[0] == "help" ? words[1] : words[0]
    let isSubcommand = Reverie.configuration.subcommands.contains {
      $0.configuration.commandName == topic
    }
    guard !isSubcommand, let figures = HelpText.topic(topic) else { return nil }
    let style = TextStyle(
      columns: Screen.current(coloursRefused: true).isInteractive ? Screen.columns : 80)
    return figures.flatMap { $0.lines(style) }
  }
}
