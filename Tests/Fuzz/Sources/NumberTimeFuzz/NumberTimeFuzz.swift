/// What libFuzzer calls. The first two bytes say where the text stands in its batch, and what around it; the rest is the text.
@_cdecl("LLVMFuzzerTestOneInput")
public func testOneInput(_ start: UnsafePointer<UInt8>, _ count: Int) -> CInt {
    if count < 2 { return 0 }
    let bytes = Array(UnsafeBufferPointer(start: start, count: count))
    let place = PlacedText(Array(bytes[2...]), before: Int(bytes[0] & 31), around: bytes[1])
    NumberCheck.check(place)
    TimeCheck.check(place)
    MoneyCheck.check(place.text)
    return 0
}

/// Ends with what does not hold: libFuzzer keeps the input.
func expect(_ holds: Bool, _ what: @autoclosure () -> String) {
    if !holds { fatalError(what()) }
}
