public import ArgumentParser
public import CallModel
public import NoticeMail
public import UsageReport

// What options hold, read from the command line.

extension CivilDate: ExpressibleByArgument {
    /// Reads `YYYY-MM-DD`.
    public init?(argument: String) { self.init(argument) }

    /// As it is written.
    public var defaultValueDescription: String { String(Instant(self, secondOfDay: 0).description.prefix(10)) }
}

extension CalendarMonth: ExpressibleByArgument {
    /// Reads `YYYY-MM`.
    public init?(argument: String) { self.init(argument) }
}

extension Instant: ExpressibleByArgument {
    /// Reads `YYYY-MM-DD` or `YYYY-MM-DDTHH:MM:SSZ`.
    public init?(argument: String) { self.init(argument) }
}

extension MailAddress: ExpressibleByArgument {
    /// Reads an e-mail address.
    public init?(argument: String) { self.init(argument) }
}

extension ReportStyle.Dialect: ExpressibleByArgument {}
