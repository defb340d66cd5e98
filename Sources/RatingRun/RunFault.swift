internal import CallModel
public import Catalogue
public import CallRecords
public import GzipStream
public import Ledger
public import Settlement

/// Why a run ended before it settled anything.
public enum RunFault: Error, Sendable, CustomStringConvertible {
    /// The command line asks for something that cannot be done.
    case command(String)
    /// The catalogue has faults.
    case catalogue(folder: String, CatalogueFaults)
    /// An input cannot be read.
    case input(InputFault)
    /// An input's header cannot be used.
    case header(path: String, HeaderFault)
    /// An input's bytes changed while it was read.
    case inputChanged(path: String)
    /// The output folder holds something else.
    case outputNotEmpty(path: String)
    /// Another run writes into the output folder.
    case outputBusy(path: String)
    /// An output cannot be written.
    case output(path: String, reason: String)
    /// A run is committed, and its output could not be put in its place.
    case notInPlace(run: Int, path: String, reason: String)
    /// A sum of money is more than can be held.
    case settlement(SettlementFault)
    /// The payment program gave no answer that counts.
    case payment(program: String, reason: String)
    /// The ledger cannot be used.
    case ledger(LedgerFault)
    /// The run was told to end.
    case interrupted(signal: Int32)

    /// What the process answers with (file-formats.md "Commands").
    public var exitStatus: Int32 {
        switch self {
        case .command, .catalogue, .outputNotEmpty, .settlement: 2
        case .input, .header, .inputChanged, .outputBusy, .output, .notInPlace, .payment: 3
        case .ledger(let fault): fault.exitStatus
        case .interrupted(let signal): 128 + signal
        }
    }

    /// What is wrong and what to do: one line, or one for each fault of the catalogue.
    public var description: String {
        // Faults of a catalogue have a line each already.
        if case .catalogue = self { return message }
        return message.onOneLine
    }

    /// What is wrong and what to do, with names as they are.
    private var message: String {
        switch self {
        case .command(let message): message
        case .catalogue(let folder, let faults): RunFault.describe(faults, folder: folder)
        case .input(let fault): fault.description
        case .header(let path, let fault): "\(path): \(fault); nothing was settled"
        case .inputChanged(let path): "\(path): the file changed while it was read; wait until it is complete, then run again; nothing was settled"
        case .outputNotEmpty(let path):
            "\(path): the output folder is not empty, and holds no finished output of these inputs on this ledger; name an empty or a new folder"
        case .outputBusy(let path): "\(path): another run writes into this folder; wait until it has ended, or name another; nothing was settled"
        case .notInPlace(let run, let path, let reason):
            "\(path): run \(run) is committed, but its output could not be put in its place (\(reason)); mend that, then run again: it is finished first"
        case .output(let path, let reason):
            "\(path): cannot write (\(reason)); free space or mend the permissions, then run again; nothing was settled"
        case .settlement(let fault): "\(fault); nothing was settled"
        case .payment(let program, let reason): "\(program): \(reason); mend the payment program, then run again; nothing was settled"
        case .ledger(let fault): fault.description
        case .interrupted: "interrupted; nothing was settled; run again"
        }
    }

    /// The most faults of a catalogue that are printed.
    private static let faultsPrintedMax = 1000

    private static func describe(_ faults: CatalogueFaults, folder: String) -> String {
        let prefix = folder.hasSuffix("/") ? folder : folder + "/"
        var lines = faults.faults.prefix(faultsPrintedMax).map { (prefix + $0.description).onOneLine }
        if faults.faults.count > faultsPrintedMax { lines.append("\(folder.onOneLine): and \(faults.faults.count - faultsPrintedMax) more faults") }
        if faults.faults.count > 1 { lines.append("\(faults.faults.count) faults in the catalogue; nothing was settled") }
        return lines.joined(separator: "\n")
    }
}

extension InputFault {
    /// The same of an input that is known to people by another name: standard input is read from a file of its own.
    func naming(_ name: String) -> InputFault {
        switch self {
        case .cannotOpen(_, let reason): .cannotOpen(path: name, reason: reason)
        case .isFolder: .isFolder(path: name)
        case .cannotRead(_, let byte, let reason): .cannotRead(path: name, byte: byte, reason: reason)
        case .truncatedGzip(_, let byte): .truncatedGzip(path: name, byte: byte)
        case .damagedGzip(_, let byte, let damage): .damagedGzip(path: name, byte: byte, damage: damage)
        }
    }
}
