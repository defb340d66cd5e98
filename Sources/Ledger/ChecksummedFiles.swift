internal import GRDB
internal import GRDBSQLite

#if canImport(Glibc)
    internal import Glibc
#elseif canImport(Musl)
    internal import Musl
#endif

/// The layer between SQLite and the system's files that puts a checksum into every page of a ledger and looks at it when the page is read
/// (https://www.sqlite.org/vfs.html). It does what SQLite's own extension cksumvfs does, which no distribution builds in.
///
/// A page whose checksum is wrong is answered with `SQLITE_IOERR_DATA`. Files whose pages have no room for a checksum, and journals, pass through.
enum ChecksummedFiles {
    /// Registers the layer as that of all databases of the process; once.
    static let isRegistered: Bool = register()

    private static let name: StaticString = "scatto"
    /// SQLite's own layer, and ours. Both are written once, before SQLite can call anything of ours.
    nonisolated(unsafe) private static var system: UnsafeMutablePointer<sqlite3_vfs>!
    nonisolated(unsafe) private static let layer = UnsafeMutablePointer<sqlite3_vfs>.allocate(capacity: 1)
    nonisolated(unsafe) private static let methods = UnsafeMutablePointer<sqlite3_io_methods>.allocate(capacity: 1)

    typealias File = UnsafeMutablePointer<sqlite3_file>

    /// What precedes the system's own file in the memory that SQLite gives us for one.
    @unsafe
    private struct Head {
        var base: sqlite3_file
        /// The size of pages that have a checksum; 0 if they have none.
        var pageBytes: Int
    }

    /// The answer where a checksum is wrong.
    private static let wrongChecksum = ResultCode.SQLITE_IOERR_DATA.rawValue
    /// Where the system's own file begins.
    private static let headBytes = 16

    private static func register() -> Bool {
        guard let found = unsafe sqlite3_vfs_find(nil) else { return false }
        unsafe system = found
        unsafe methods.initialize(to: ioMethods())
        unsafe layer.initialize(to: found.pointee)
        unsafe layer.pointee.zName = UnsafeRawPointer(name.utf8Start).assumingMemoryBound(to: CChar.self)
        unsafe layer.pointee.pNext = nil
        unsafe layer.pointee.szOsFile = found.pointee.szOsFile + Int32(headBytes)
        unsafe layer.pointee.xOpen = { _, name, file, flags, outFlags in unsafe ChecksummedFiles.open(name, file, flags, outFlags) }
        return unsafe sqlite3_vfs_register(layer, 1) == SQLITE_OK
    }

    /// Has SQLite leave room for checksums in a database that it is about to create.
    static func reserve(_ database: Database) throws {
        guard let connection = unsafe database.sqliteConnection else { throw DatabaseError(resultCode: .SQLITE_MISUSE) }
        var bytes = Int32(PageChecksum.byteCount)
        let status = unsafe sqlite3_file_control(connection, "main", SQLITE_FCNTL_RESERVE_BYTES, &bytes)
        if status != SQLITE_OK { throw DatabaseError(resultCode: ResultCode(rawValue: status)) }
    }

    private static func open(
        _ name: UnsafePointer<CChar>?, _ file: File?, _ flags: Int32, _ outFlags: UnsafeMutablePointer<Int32>?
    ) -> Int32 {
        guard flags & SQLITE_OPEN_MAIN_DB != 0, let file = unsafe file else {
            return unsafe system.pointee.xOpen(system, name, file, flags, outFlags)
        }
        let status = unsafe system.pointee.xOpen(system, name, own(file), flags, outFlags)
        unsafe head(file).pointee.pageBytes = 0
        unsafe file.pointee.pMethods = own(file).pointee.pMethods == nil ? nil : UnsafePointer(methods)
        return status
    }

    private static func head(_ file: File) -> UnsafeMutablePointer<Head> {
        unsafe UnsafeMutableRawPointer(file).assumingMemoryBound(to: Head.self)
    }

    /// The system's own file.
    private static func own(_ file: File) -> File {
        unsafe (UnsafeMutableRawPointer(file) + headBytes).assumingMemoryBound(to: sqlite3_file.self)
    }

    /// Learns from the head of the file (its first 100 bytes) whether pages have room for a checksum, and how large they are.
    private static func learn(_ file: File, _ bytes: UnsafeRawBufferPointer) {
        guard let pageBytes = unsafe LedgerHead.checksummedPageBytes(bytes) else { return }
        unsafe head(file).pointee.pageBytes = pageBytes
    }

    private static func read(_ file: File, _ target: UnsafeMutableRawPointer, _ count: Int, _ offset: Int64) -> Int32 {
        let own = unsafe own(file)
        let bytes = unsafe UnsafeMutableRawBufferPointer(start: target, count: count)
        let pageBytes = unsafe head(file).pointee.pageBytes
        if count == pageBytes || offset + Int64(count) <= LedgerHead.bytes || pageBytes == 0 {
            let status = unsafe own.pointee.pMethods.pointee.xRead(own, target, Int32(count), offset)
            if status != SQLITE_OK { return status }
            if offset == 0 { unsafe learn(file, UnsafeRawBufferPointer(bytes)) }
            if unsafe head(file).pointee.pageBytes != count { return SQLITE_OK }
            return unsafe PageChecksum.isRight(UnsafeRawBufferPointer(bytes), offset: offset) ? SQLITE_OK : wrongChecksum
        }
        return unsafe readPart(own, bytes, offset, pageBytes)
    }

    /// Part of a page, as SQLite may read it where a blob goes on: the whole page is looked at.
    private static func readPart(_ own: File, _ bytes: UnsafeMutableRawBufferPointer, _ offset: Int64, _ pageBytes: Int) -> Int32 {
        let start = offset / Int64(pageBytes) * Int64(pageBytes)
        let from = Int(offset - start)
        // SQLite reads no further than to the end of the page.
        if from + bytes.count > pageBytes { return ResultCode.SQLITE_IOERR_READ.rawValue }
        let page = UnsafeMutableRawBufferPointer.allocate(byteCount: pageBytes, alignment: 16)
        defer { unsafe page.deallocate() }
        let status = unsafe own.pointee.pMethods.pointee.xRead(own, page.baseAddress, Int32(pageBytes), start)
        if status != SQLITE_OK { return status }
        if unsafe !PageChecksum.isRight(UnsafeRawBufferPointer(page), offset: start) { return wrongChecksum }
        unsafe bytes.copyMemory(from: UnsafeRawBufferPointer(rebasing: page[from..<(from + bytes.count)]))
        return SQLITE_OK
    }

    private static func write(_ file: File, _ source: UnsafeRawPointer, _ count: Int, _ offset: Int64) -> Int32 {
        let own = unsafe own(file)
        if offset == 0 { unsafe learn(file, UnsafeRawBufferPointer(start: source, count: count)) }
        if count > 0, unsafe head(file).pointee.pageBytes == count {
            // The end of the page is ours, also in SQLite's cache: cksumvfs writes there as well.
            unsafe PageChecksum.put(
                into: UnsafeMutableRawBufferPointer(start: UnsafeMutableRawPointer(mutating: source), count: count), offset: offset)
        }
        return unsafe own.pointee.pMethods.pointee.xWrite(own, source, Int32(count), offset)
    }

    /// Version 1 of the methods: neither shared memory nor mapped files, past which checksums would not be seen.
    private static func ioMethods() -> sqlite3_io_methods {
        var methods = sqlite3_io_methods()
        methods.iVersion = 1
        unsafe methods.xClose = { unsafe ChecksummedFiles.own($0!).pointee.pMethods.pointee.xClose(ChecksummedFiles.own($0!)) }
        unsafe methods.xRead = { unsafe ChecksummedFiles.read($0!, $1!, Int($2), $3) }
        unsafe methods.xWrite = { unsafe ChecksummedFiles.write($0!, $1!, Int($2), $3) }
        unsafe methods.xTruncate = { unsafe ChecksummedFiles.own($0!).pointee.pMethods.pointee.xTruncate(ChecksummedFiles.own($0!), $1) }
        unsafe methods.xSync = { unsafe ChecksummedFiles.own($0!).pointee.pMethods.pointee.xSync(ChecksummedFiles.own($0!), $1) }
        unsafe methods.xFileSize = { unsafe ChecksummedFiles.own($0!).pointee.pMethods.pointee.xFileSize(ChecksummedFiles.own($0!), $1) }
        unsafe methods.xLock = { unsafe ChecksummedFiles.own($0!).pointee.pMethods.pointee.xLock(ChecksummedFiles.own($0!), $1) }
        unsafe methods.xUnlock = { unsafe ChecksummedFiles.own($0!).pointee.pMethods.pointee.xUnlock(ChecksummedFiles.own($0!), $1) }
        unsafe methods.xCheckReservedLock = {
            unsafe ChecksummedFiles.own($0!).pointee.pMethods.pointee.xCheckReservedLock(ChecksummedFiles.own($0!), $1)
        }
        unsafe methods.xFileControl = {
            unsafe ChecksummedFiles.own($0!).pointee.pMethods.pointee.xFileControl(ChecksummedFiles.own($0!), $1, $2)
        }
        unsafe methods.xSectorSize = { unsafe ChecksummedFiles.own($0!).pointee.pMethods.pointee.xSectorSize(ChecksummedFiles.own($0!)) }
        unsafe methods.xDeviceCharacteristics = {
            unsafe ChecksummedFiles.own($0!).pointee.pMethods.pointee.xDeviceCharacteristics(ChecksummedFiles.own($0!))
        }
        return methods
    }
}
