import CallModel
import Testing

/// Names in messages: whatever they hold, a message stays on its line and gives a terminal no orders.
struct OneLineTests {
    @Test(arguments: [
        ("", ""), ("night.csv", "night.csv"), ("notte è già 夜.csv", "notte è già 夜.csv"), ("a\nb", "a\\u{A}b"),
        ("a\r\nb\u{0}", "a\\u{D}\\u{A}b\\u{0}"),
        ("\u{1B}[2J", "\\u{1B}[2J"), ("\u{7F}\u{9B}", "\\u{7F}\\u{9B}"), ("a\u{2028}b\u{2029}", "a\\u{2028}b\\u{2029}"),
        ("gpj.\u{202E}csv", "gpj.\\u{202E}csv"), ("a\tb", "a\\u{9}b"), ("👩‍👩‍👧", "👩‍👩‍👧"),
    ]) func `stands on one line`(_ text: String, _ line: String) {
        #expect(text.onOneLine == line)
    }
}
