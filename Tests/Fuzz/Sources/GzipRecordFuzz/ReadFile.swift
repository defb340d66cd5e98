import CallModel
import CallRecords
import Catalogue
import Rating

@testable import RatingRun

/// A file as a run reads it: inflated, cut, parsed and rated, chunk by chunk.
struct ReadFile {
    /// Its records, with their places in the inflated text.
    private(set) var records: [ReadRecord] = []
    /// Physical lines behind the header.
    private(set) var lineCount = 0
    /// Why it cannot be read to its end.
    private(set) var fault: String?
    private(set) var header: Header?

    /// What the header says.
    struct Header {
        /// Where the records begin.
        var end: Int
        /// Physical lines before them.
        var lineCount: Int
        /// What each column holds.
        var columns: [RecordField?]
    }

    /// The most bytes of a chunk: a record's, and what is read at once.
    private static let chunkMax = (1 << 20) + 2 * 64 * 1024 + CallBatch.slack + 2

    /// Reads it with chunks of about so many bytes.
    init(_ bytes: [UInt8], chunkByteCount: Int) {
        MemoryFile.write(bytes)
        do throws(RunFault) {
            let source = RunSource(name: "input", path: MemoryFile.path, byteCount: Int64(bytes.count))
            let reader = try InputReader(0, source, chunkByteCount: chunkByteCount)
            let slot = RunSlot(ReadFile.rater)
            var chunks = 0
            repeat {
                try reader.read(into: slot)
                expect(slot.sequence == chunks, "a chunk out of order")
                expect(slot.batch.text.count <= ReadFile.chunkMax, "a chunk of \(slot.batch.text.count) bytes")
                chunks += 1
                take(slot, reader)
            } while !slot.isLast
            expect(reader.byteCount == bytes.count, "\(reader.byteCount) bytes were read of \(bytes.count)")
        } catch {
            fault = error.description
        }
    }

    private mutating func take(_ slot: RunSlot, _ reader: InputReader) {
        guard let plan = slot.plan else { return }
        let batch = slot.batch
        if header == nil {
            var columns: [RecordField?] = Array(repeating: nil, count: plan.columnCount)
            for field in RecordField.allCases where plan.column(of: field) >= 0 { columns[plan.column(of: field)] = field }
            header = Header(end: Int(batch.byteOffset), lineCount: reader.headerLineCount, columns: columns)
            lineCount = 0
        }
        slot.rate()
        expect(batch.rated.count == batch.calls.count, "a call was not rated")
        if slot.continuation > 0, !records.isEmpty { records[records.count - 1].byteCount += slot.continuation }
        let line = reader.headerLineCount + lineCount + 1
        for call in batch.calls { records.append(ReadInput.record(call, batch.text, offset: Int(batch.byteOffset), line: line)) }
        lineCount += batch.lineCount
    }

    /// Rates with a small catalogue.
    private static let rater: Rater = {
        let files = [
            "catalogue.yaml":
                "tariffs:\n  euro: { currency: EUR, outbound: rates.csv }\nplans:\n  CREDITS: { credits: yes }\nnumberingPlan: plan.csv\n",
            "rates.csv": "prefix,destination,rate_per_minute\n3,Three,0.01\n33,France,10000\n",
            "organizations.csv": "organization\nalder\n",
            "users.csv": "user,organization,usage_location,phone_numbers,licences\nann,alder,IE,+3531,CREDITS\n",
            "plan.csv": "prefix,country\n33,FR\n",
        ]
        do {
            return Rater(try Catalogue.load(files: files))
        } catch {
            fatalError("the small catalogue has faults: \(error)")
        }
    }()
}
