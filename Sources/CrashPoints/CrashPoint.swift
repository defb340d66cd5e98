/// A place at which a test kills the process: before or after something that lasts is done.
///
/// Every write, sync, rename, mkdir, rmdir, unlink and commit that Scatto makes has one on either side; none is in code that is done per call. Only
/// debug builds have them: elsewhere ``reach(_:)`` is nothing.
public enum CrashPoint: String, CaseIterable, Sendable {
    // The ledger.
    case ledgerCreateBefore, ledgerCreateAfter
    case ledgerTablesBefore, ledgerTablesAfter
    case ledgerPlaceBefore, ledgerPlaceAfter
    case ledgerDraftRemoveBefore, ledgerDraftRemoveAfter
    case ledgerOpenBefore, ledgerOpenAfter
    case ledgerBeginBefore, ledgerBeginAfter
    case ledgerSeenBefore, ledgerSeenAfter
    case ledgerPaymentBefore, ledgerPaymentWritten, ledgerPaymentAfter
    case ledgerCommitBefore, ledgerCommitWritten, ledgerCommitAfter
    case ledgerRollbackBefore, ledgerRollbackAfter
    case ledgerDiscardBefore, ledgerDiscardAfter
    case ledgerCloseBefore, ledgerCloseAfter

    // Files and folders of the output.
    case folderCreateBefore, folderCreateAfter
    case folderRemoveBefore, folderRemoveAfter
    case stagedCreateBefore, stagedCreateAfter
    case stagedWriteBefore, stagedWriteAfter
    case stagedSyncBefore, stagedSyncAfter
    case stagedCloseBefore, stagedCloseAfter
    case stagedUnlinkBefore, stagedUnlinkAfter
    case stagingRemoveBefore, stagingRemoveAfter
    case spoolBefore, spoolAfter
    case publishBefore, publishRenameBefore, publishRenameAfter, publishSyncBefore, publishAfter

    // Messages.
    case mailWriteBefore, mailWriteAfter, mailRenameBefore, mailRenameAfter, mailMarkBefore, mailMarkAfter

    // The payment program.
    case paymentAskBefore, paymentAnswered

    #if DEBUG
        /// Ends the process here if the environment says so (``CrashPlan``).
        public static func reach(_ point: CrashPoint) { CrashPlan.ofProcess.reach(point) }
    #else
        /// Nothing: points are compiled into debug builds alone.
        @_transparent
        public static func reach(_ point: CrashPoint) {}
    #endif
}
