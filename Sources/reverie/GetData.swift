import Catalog
import Figures
import Foundation
import Host
import Journal
import Language
import ProcessControl
import Streams
import Terminal
import Workbench

/// `reverie data get fashion-mnist`: the official files of a data set in the data folder.
enum GetData: ProcessVerb {
  static let card = Card(
    "data", "fetch the official files of a data set", scope: .session,
    operands: [
      .init("action", .choice(["get"]), "what to do: get"),
      .init("name", .choice(DataFetcher.names + DataFetcher.aliases.keys.sorted()), "the data set"),
    ],
    example: "data get fashion-mnist",
    notes: """
      Files that lie in the data folder already are checked and kept; files of Debian's packages \
      (/usr/share/datasets) are copied; all others come from their official addresses. A transfer \
      that breaks off is resumed, now or the next time. Contents are compared with published digests \
      where there are any: of CIFAR's archives with those of the files inside, of kmnist, qmnist and \
      emnist none are known. The archive of emnist (536 MB) is unpacked and removed.
      """)

  static func run(_ arguments: Arguments, _ options: Options) throws -> Int32 {
    let name = arguments.text(1) ?? ""
    return Verifier.attempt(name) {
      Interrupt.install()
      let directory = DataDirectory.resolve(
        option: options.data, environment: ProcessInfo.processInfo.environment)
      let screen = Screen.current(coloursRefused: true)
      let status = StatusLine(on: screen)
      let fetcher = DataFetcher(
        into: directory, shouldStop: { Interrupt.exitCode != nil },
        progress: { file, now, all in status.show(line(file, now, all)) })
      do {
        try fetcher.fetch(name) { path, outcome, digest, assurance in
          status.clear()
          Console.say(
            "\(path): \(word(outcome)), SHA-256 \(digest.prefix(16))… (\(word(assurance)))")
        }
      } catch {
        status.clear()
        throw Failure(wrapping: error)
      }
      Console.say("now: data d = \(DataFetcher.aliases[name] ?? name) split=5")
      return 0
    }
  }

  private static func word(_ outcome: DataFetcher.Outcome) -> String {
    switch outcome {
    case .there: "there already"
    case .fetched: "fetched"
    case .copied: "copied from the system"
    case .unpacked: "unpacked"
    }
  }

  private static func word(_ assurance: DataFetcher.Assurance) -> String {
    switch assurance {
    case .published: "as published"
    case .contents(let names):
      "no digest of the archive is known; in it, \(names.joined(separator: ", ")) as published"
    case .unknown: "no digest is known"
    }
  }

  private static func line(_ file: String, _ now: Int, _ all: Int) -> String {
    func size(_ bytes: Int) -> String { Format.number((Double(bytes) / 1e6 * 10).rounded() / 10) }
    return "\(file): \(size(now))" + (all > 0 ? " of \(size(all))" : "") + " MB"
  }
}
