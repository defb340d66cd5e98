public import CallModel

extension ReportFormatter {
    /// The rows of notices.csv for these notices, line ends included, without the header.
    public func noticeRows(_ notices: [Notice]) -> [UInt8] {
        var writer = RowWriter()
        var day = DayText(marks)
        for notice in notices {
            writer.putText(notice.organization, marks)
            writer.append([marks.separator])
            writer.putText(notice.kind.rawValue, marks)
            writer.reserve(128)
            writer.put(marks.separator)
            day.put(notice.at, into: &writer)
            writer.put(marks.separator)
            if let amount = notice.amount { writer.put(amount, decimals: notice.decimals, decimalSeparator: marks.decimalSeparator) }
            writer.put(marks.separator)
            writer.put(notice.balance, decimals: notice.decimals, decimalSeparator: marks.decimalSeparator)
            writer.put(marks.separator)
            writer.putText(notice.detail, marks)
            writer.append(marks.lineEnd)
        }
        return writer.withBytes { bytes in unsafe bytes.withUnsafeBytes { unsafe Array($0) } }
    }
}
