import Foundation

/// Small packed files made by other programs.
enum SmallFiles {
  /// 16x16 grey JPEG: columns rise from 0 to 240.
  static let greyJPEG = decoded(
    """
    /9j/4AAQSkZJRgABAQAAAQABAAD/2wBDAAMCAgMCAgMDAwMEAwMEBQgFBQQEBQoHBwYIDAoMDAsKCwsNDhIQDQ4R
    DgsLEBYQERMUFRUVDA8XGBYUGBIUFRT/wAALCAAQABABAREA/8QAHwAAAQUBAQEBAQEAAAAAAAAAAAECAwQFBgcI
    CQoL/8QAtRAAAgEDAwIEAwUFBAQAAAF9AQIDAAQRBRIhMUEGE1FhByJxFDKBkaEII0KxwRVS0fAkM2JyggkKFhcY
    GRolJicoKSo0NTY3ODk6Q0RFRkdISUpTVFVWV1hZWmNkZWZnaGlqc3R1dnd4eXqDhIWGh4iJipKTlJWWl5iZmqKj
    pKWmp6ipqrKztLW2t7i5usLDxMXGx8jJytLT1NXW19jZ2uHi4+Tl5ufo6erx8vP09fb3+Pn6/9oACAEBAAA/APj/
    APZs/wCXX8K/VX9mz/l1/Cvyq/Zs/wCXX8K/VX9mz/l1/Cv/2Q==
    """)

  /// 16x8 JPEG of four inks as Adobe stores them: red, and a blue with black in it.
  static let inkJPEG = decoded(
    """
    /9j/7gAOQWRvYmUAZAAAAAAA/9sAQwACAQEBAQECAQEBAgICAgIEAwICAgIFBAQDBAYFBgYGBQYGBgcJCAYHCQcG
    BggLCAkKCgoKCgYICwwLCgwJCgoK/8AAFAgACAAQBEMRAE0RAFkRAEsRAP/EABUAAQEAAAAAAAAAAAAAAAAAAAkK
    /8QAFBABAAAAAAAAAAAAAAAAAAAAAP/aAA4EQwBNAFkASwAAPwB/E/6f8/iAM/i/wf7/2Q==
    """)

  /// 600 labels in IDX form, 0 to 9 again and again, packed by xz.
  static let packedLabels = decoded(
    """
    /Td6WFoAAATm1rRGAgAhARYAAAB0L+Wj4AJfABpdAABgHoNC00sVfEHRAEUJ4yqEp2NBCzQxf4wAAAAAgT8lqJ+I
    sV8AATbgBAAAAOVgwLaxxGf7AgAAAAAEWVo=
    """)

  private static func decoded(_ text: String) -> [UInt8] {
    Array(Data(base64Encoded: text, options: .ignoreUnknownCharacters) ?? Data())
  }
}
