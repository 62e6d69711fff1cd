internal import CFiles
import Glibc

/// Numeric arrays of a MATLAB file, column-major: the first axis runs fastest.
struct MatlabFile {
  let path: String
  var stop = StopSignal.never

  /// The bytes of an array of unsigned 8-bit numbers, with its extents.
  func bytes(_ name: String) throws -> (extents: [Int], bytes: ImageStorage) {
    let array = try read(name)
    let extents = MatlabFile.extents(array)
    guard array.kind == CFILES_UINT8, let data = array.data else {
      free(array.data)
      throw StreamsError.file(path, "array '\(name)' is not of the kind uint8; use another file")
    }
    return (extents, ImageStorage(adopting: data, count: array.bytes))
  }

  /// Whole numbers of an array of kind uint8 or double.
  func integers(_ name: String) throws -> (extents: [Int], values: [Int]) {
    let array = try read(name)
    defer { free(array.data) }
    let extents = MatlabFile.extents(array)
    let bytes = UnsafeRawBufferPointer(
      start: array.data, count: array.data == nil ? 0 : array.bytes)
    switch Int(array.kind) {
    case CFILES_UINT8 where array.data != nil: return (extents, bytes.map(Int.init))
    case CFILES_FLOAT64 where array.data != nil:
      let values = bytes.bindMemory(to: Double.self).map { Int(exactly: $0) ?? -1 }
      return (extents, values)
    default:
      throw StreamsError.file(path, "array '\(name)' is not of the kind uint8 or double")
    }
  }

  private func read(_ name: String) throws -> cfiles_array {
    guard Files.isFile(path) else { throw StreamsError.file(path, Files.notAFile(path)) }
    var array = cfiles_array()
    let size = Int(Files.look(path).size)
    let limit = min(size.multipliedReportingOverflow(by: 1040).partialValue, 1 << 36)
    let outcome = stop.asked { stop in
      Files.call { cfiles_matlab_read(path, name, limit, stop, &array, $0, $1) }
    }
    guard outcome.status != CFILES_STOPPED else { throw StreamsError.stopped }
    guard outcome.status == CFILES_OK else {
      throw StreamsError.file(path, "\(outcome.message); copy or download it again")
    }
    return array
  }

  private static func extents(_ array: cfiles_array) -> [Int] {
    let all = [array.extents.0, array.extents.1, array.extents.2, array.extents.3]
    return all.prefix(Int(max(0, min(array.rank, 4)))).map(Int.init)
  }
}
