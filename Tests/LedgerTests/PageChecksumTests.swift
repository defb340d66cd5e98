import Foundation
import Testing

@testable import Ledger

/// What is at the end of every page, and what becomes of a ledger in which a byte has changed.
@Suite struct PageChecksumTests {
    /// A page with a checksum.
    private func page(_ random: inout SystemRandomNumberGenerator, bytes: Int) -> [UInt8] {
        var page = (0..<bytes).map { _ in UInt8.random(in: 0...255, using: &random) }
        unsafe page.withUnsafeMutableBytes { unsafe PageChecksum.put(into: $0, offset: 16_384) }
        return page
    }

    private func isRight(_ page: [UInt8], offset: Int64 = 16_384) -> Bool {
        unsafe page.withUnsafeBytes { unsafe PageChecksum.isRight($0, offset: offset) }
    }

    @Test(arguments: [16, 24, 32, 40, 48, 512, 16_384])
    func `each changed byte shows, also one of the checksum`(bytes: Int) {
        var random = SystemRandomNumberGenerator()
        var page = page(&random, bytes: bytes)
        #expect(isRight(page))
        for i in page.indices {
            let changed = UInt8.random(in: 1...255, using: &random)
            page[i] ^= changed
            if isRight(page) { Issue.record("byte \(i) of \(bytes), changed by \(changed)") }
            page[i] ^= changed
        }
        #expect(isRight(page))
    }

    @Test func `words that changed their places show, and so does a page that did`() {
        var random = SystemRandomNumberGenerator()
        let page = page(&random, bytes: 256)
        #expect(!isRight(page, offset: 0))
        #expect(!isRight(page, offset: 32_768))
        for from in 0..<31 {
            for to in 0..<from {
                var swapped = page
                for i in 0..<8 { swapped.swapAt(8 * from + i, 8 * to + i) }
                if isRight(swapped) { Issue.record("words \(from) and \(to)") }
            }
        }
    }

    @Test func `the highest bits of two words do not cancel each other`() {
        var random = SystemRandomNumberGenerator()
        let page = page(&random, bytes: 256)
        for from in 0..<31 {
            for to in 0..<from {
                var changed = page
                changed[8 * from + 7] ^= 0x80
                changed[8 * to + 7] ^= 0x80
                if isRight(changed) { Issue.record("words \(from) and \(to)") }
            }
        }
    }

    @Test func `the checksum is that of the format, on every machine`() {
        let page = (0..<64).map { UInt8($0) }
        let sum = unsafe page.withUnsafeBytes { unsafe PageChecksum.of($0, offset: 16_384) }
        #expect(sum == 0xC985_DD93_2848_4ECB)
    }
}
