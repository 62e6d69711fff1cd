import Foundation

#if FUZZING
  // libFuzzer brings its own main, calls these by their C names and mutates by coverage;
  // `Scripts/fuzz` builds it so. REVERIE_FUZZ names the reader.

  nonisolated(unsafe) private let target = {
    let name = ProcessInfo.processInfo.environment["REVERIE_FUZZ"] ?? ""
    guard let part = Part(rawValue: name), let target = try? part.target() else {
      fatalError("REVERIE_FUZZ is '\(name)': choose from \(Part.allCases.map(\.rawValue))")
    }
    return target
  }()

  @_silgen_name("LLVMFuzzerMutate")
  private func mutatePlainly(_ bytes: UnsafeMutablePointer<UInt8>, _ count: Int, _ most: Int) -> Int

  /// Has one input read; a finding ends the process, and libFuzzer keeps the input.
  @_cdecl("LLVMFuzzerTestOneInput")
  func read(_ bytes: UnsafePointer<UInt8>?, _ count: Int) -> CInt {
    let input = Array(UnsafeBufferPointer(start: bytes, count: count))
    do throws(Finding) {
      try target.read(input)
    } catch { fatalError("\(error)") }
    return 0
  }

  /// An input changed as libFuzzer does, or now and then one that a maker wrote.
  @_cdecl("LLVMFuzzerCustomMutator")
  func mutate(
    _ bytes: UnsafeMutablePointer<UInt8>, _ count: Int, _ most: Int, _ seed: CUnsignedInt
  ) -> Int {
    var dice = Dice(seed: UInt64(seed), part: "mutate")
    guard dice.once(in: 8) else {
      let changed = mutatePlainly(bytes, count, most)
      var input = Array(UnsafeBufferPointer(start: bytes, count: changed))
      target.mend(&input, &dice)
      return copy(input, to: bytes, most)
    }
    var made: [UInt8] = []
    target.make(&made, &dice)
    return copy(made, to: bytes, most)
  }

  private func copy(_ input: [UInt8], to bytes: UnsafeMutablePointer<UInt8>, _ most: Int) -> Int {
    let count = min(most, input.count)
    for place in 0..<count { bytes[place] = input[place] }
    return count
  }
#else
  /// Reads the files that are named once each: `fuzz PART FILE...`.
  @main
  enum Fuzz {
    static func main() {
      let arguments = CommandLine.arguments.dropFirst()
      guard let part = arguments.first.flatMap(Part.init), arguments.count > 1 else {
        print("fuzz \(Part.allCases.map(\.rawValue).joined(separator: "|")) FILE...")
        exit(2)
      }
      do {
        let target = try part.target()
        for path in arguments.dropFirst() {
          guard let data = FileManager.default.contents(atPath: path) else {
            throw Finding("\(path) cannot be read")
          }
          do { try target.read(Array(data)) } catch { throw Finding("\(path): \(error)") }
        }
      } catch {
        print(error)
        exit(1)
      }
    }
  }
#endif
