/// What is wrong with a journal as a file, in one line that says what to do.
package struct JournalError: Error, CustomStringConvertible {
  package let description: String

  package init(_ description: String) { self.description = description }
}
