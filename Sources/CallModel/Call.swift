/// Where a text stands in the text of its batch.
///
/// One word, as it is copied far more often than it is made: a word that was just written as two halves is not at hand to be read as one.
@frozen
public struct TextRange: Hashable, Sendable {
    /// The offset below, the count above.
    @usableFromInline var word: UInt64

    /// The first byte.
    @inlinable
    public var offset: UInt32 {
        get { UInt32(truncatingIfNeeded: word) }
        set { word = word & 0xFFFF_FFFF_0000_0000 | UInt64(newValue) }
    }

    /// How many bytes.
    @inlinable
    public var count: UInt32 {
        get { UInt32(truncatingIfNeeded: word >> 32) }
        set { word = word & 0xFFFF_FFFF | UInt64(newValue) << 32 }
    }

    /// No text.
    @inlinable
    public static var empty: TextRange { TextRange(offset: 0, count: 0) }

    /// `count` bytes from `offset`.
    @inlinable
    public init(offset: Int, count: Int) { word = UInt64(UInt32(truncatingIfNeeded: offset)) | UInt64(UInt32(truncatingIfNeeded: count)) << 32 }

    /// Whether there is no text.
    @inlinable
    public var isEmpty: Bool { word >> 32 == 0 }
    /// As a range of indices.
    @inlinable
    public var range: Range<Int> { Int(offset)..<Int(offset) + Int(count) }
}

/// A call as its record tells it: what the stage `parse` makes.
///
/// Texts are ranges of the batch's text: unquoted; usage id, call type, user and organization less the blanks around them. If ``fault`` is not
/// ``Fault/none``, only the record's place is filled in.
public struct Call: Sendable {
    /// What is wrong with a record that is `malformed`.
    public enum Fault: UInt8, Sendable, CaseIterable {
        case none, fieldCount, strayQuote, invalidUTF8, tooLong, startTime, endTime, duration
        /// Of JSON alone: no object, or nested deeper than 64.
        case damagedObject
    }

    /// The usage id, less blanks around it.
    public var usageId = TextRange.empty
    /// The call id, as it came.
    public var callId = TextRange.empty
    /// The conference id, as it came.
    public var conferenceId = TextRange.empty
    /// The call type, less blanks around it.
    public var callType = TextRange.empty
    /// The number type, as it came.
    public var numberType = TextRange.empty
    /// The user field, less blanks around it.
    public var user = TextRange.empty
    /// The organization field, less blanks around it.
    public var organization = TextRange.empty
    /// The caller, as it came.
    public var caller = TextRange.empty
    /// The callee, as it came.
    public var callee = TextRange.empty
    /// The caller, cleaned.
    public var callerNumber = PhoneNumber.none
    /// The callee, cleaned.
    public var calleeNumber = PhoneNumber.none
    /// When it began.
    public var start = Instant(epochSeconds: 0)
    /// When it ended: as it came, or start + duration.
    public var end = Instant(epochSeconds: 0)
    /// Connected seconds, fractions rounded up: 0 … 31,536,000.
    public var durationSeconds: Int32 = 0
    /// What is wrong with the record.
    public var fault = Fault.none
    /// Whether the record has neither quote nor stray carriage return, so that where commas separate none of its texts needs quotes.
    public var isBare = false
    /// Whether all its texts that are not empty are parts of ``record``; else some may have been put together elsewhere in the text of the batch.
    public var standsInRecord = false
    /// The original bytes of the record, its line end included.
    public var record = TextRange.empty
    /// Physical lines of the chunk before the one on which the record begins.
    public var lineInChunk: UInt32 = 0

    /// A call of which nothing is known yet.
    @inlinable
    public init() {}
}
