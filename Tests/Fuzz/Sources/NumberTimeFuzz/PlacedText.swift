import CallModel

/// A text, alone and in a batch, between bytes that must not matter.
struct PlacedText {
    /// The text.
    let text: [UInt8]
    /// Some bytes, the text, and slack.
    let batch: [UInt8]
    /// Where the text stands in the batch.
    let range: TextRange

    /// Puts a text behind `before` bytes, all of them `around`, as are those behind it.
    init(_ text: [UInt8], before: Int, around: UInt8) {
        self.text = text
        batch = Array(repeating: around, count: before) + text + Array(repeating: around, count: CallBatch.slack)
        range = TextRange(offset: before, count: text.count)
    }

    /// The text as a string, if it is one.
    var string: String? { String(validating: text, as: UTF8.self) }
}
