internal import CallModel

/// A moment as mail has it (RFC 5322 §3.3): `Thu, 01 Oct 2026 08:15:30 +0000`.
enum MailDate {
    private static let days = ["Thu", "Fri", "Sat", "Sun", "Mon", "Tue", "Wed"]
    private static let months = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"]

    static func text(_ instant: Instant) -> String {
        let date = CivilDate(daysSinceEpoch: instant.day)
        // 1970-01-01 was a Thursday.
        let weekday = days[(instant.day % 7 + 7) % 7]
        let iso = instant.description
        return "\(weekday), \(iso.dropFirst(8).prefix(2)) \(months[date.month - 1]) \(iso.prefix(4)) \(iso.dropFirst(11).prefix(8)) +0000"
    }
}
