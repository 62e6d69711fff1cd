import Foundation
import Journal
import Language

extension SessionHost {
  /// Applies the settings file; warns of what is wrong in it and goes on.
  package func applySettings() {
    let path = places.settings
    guard FileManager.default.fileExists(atPath: path) else { return }
    do throws(Failure) {
      for (index, line) in try SessionFile.read(path).split(
        omittingEmptySubsequences: false, whereSeparator: \.isNewline
      ).enumerated() {
        let text = line.trimmingCharacters(in: .whitespaces)
        guard !text.isEmpty, !text.hasPrefix("#") else { continue }
        do throws(Failure) {
          guard text.hasPrefix("set ") else {
            throw Failure(
              Diagnostic("only set commands are allowed here", at: .nowhere), trouble: .syntax)
          }
          try interpreter.prompt(text)
        } catch {
          display.warn("\(path):\(index + 1): \(error.diagnostic.message)")
        }
      }
    } catch { display.warn(error.diagnostic.message) }
  }
}
