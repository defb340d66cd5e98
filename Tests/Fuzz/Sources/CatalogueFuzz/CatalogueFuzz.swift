import CallModel
import Rating

@testable import Catalogue

/// What libFuzzer calls. The first byte chooses a file of a small catalogue; the rest takes its place.
///
/// A catalogue that loads is compiled as a run does it. One that does not names faults, each on one line, in one of its files.
@_cdecl("LLVMFuzzerTestOneInput")
public func testOneInput(_ start: UnsafePointer<UInt8>, _ count: Int) -> CInt {
    if count == 0 { return 0 }
    let bytes = Array(UnsafeBufferPointer(start: start, count: count))
    let (name, beginning) = FuzzCatalogue.replaceable[Int(bytes[0]) % FuzzCatalogue.replaceable.count]
    var files = FuzzCatalogue.files
    files[name] = beginning + bytes[1...]
    do throws(CatalogueFaults) {
        let catalogue = try Catalogue.load(contents: files)
        LoadedCheck.check(catalogue)
    } catch {
        expect(!error.faults.isEmpty, "a catalogue is refused without a fault")
        for fault in error.faults {
            expect(files[fault.file] != nil || fault.file == "catalogue.yaml", "a fault in \(fault.file), which is no file of the catalogue")
            expect(fault.line >= 1 && fault.column >= 1, "a fault at \(fault.line):\(fault.column)")
            expect(!fault.message.isEmpty && !fault.remedy.isEmpty, "a fault that says nothing")
            expect(!fault.description.unicodeScalars.contains { $0.value < 0x20 || $0.value == 0x7F }, "a fault on more than one line: \(fault)")
        }
    }
    return 0
}

/// Ends with what does not hold: libFuzzer keeps the input.
func expect(_ holds: Bool, _ what: @autoclosure () -> String) {
    if !holds { fatalError(what()) }
}
