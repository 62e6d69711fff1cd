/// How Jupyter knows the language of sessions and the kernel that runs it.
package enum NotebookLanguage {
  package static let name = "reverie"
  /// The name of the kernel's folder among those of Jupyter.
  package static let kernel = "reverie"
  package static let displayName = "Reverie"
  /// `language_info` of notebooks; comments, texts and variables are highlighted as in a shell.
  package static let info = [
    "name": name, "file_extension": ".session", "mimetype": "text/x-reverie",
    "codemirror_mode": "shell", "pygments_lexer": "bash",
  ]
}
