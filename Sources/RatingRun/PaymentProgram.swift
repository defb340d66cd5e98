import CallModel
import CrashPoints
import FoundationEssentials
import Glibc
import Settlement
import Subprocess

#if canImport(System)
    import System
#else
    import SystemPackage
#endif

/// The program that is asked for payments (file-formats.md, "Payment command"): run without a shell, answered in JSON, within 30 seconds.
struct PaymentProgram: Sendable {
    /// The program's file.
    let path: String
    /// How long it may take.
    var patience = PaymentProgram.patience
    static let patience = Duration.seconds(30)
    /// How long a program that has to be ended has for ending by itself.
    private static let graceForEnding = Duration.seconds(1)
    /// How long to wait between two looks at what it has written.
    private static let lookInterval = Duration.milliseconds(20)

    /// The longest question that is asked: a pipe holds as much.
    private static let questionByteCountMax = 16 * 1024

    private struct Question: Encodable {
        let idempotencyKey: String
        let organization: String
        let amount: String
        let currency: String
        let at: String
    }

    private struct Answer: Decodable {
        let approved: Bool
        let reference: String?
        let reason: String?
    }

    /// What is to be asked for a request, written once and never again.
    ///
    /// - Throws: ``RunFault/payment(program:reason:)`` if the program cannot be run: then nothing was asked.
    func question(_ request: PaymentRequest) throws(RunFault) -> PaymentQuestion {
        if unsafe access(path, X_OK) != 0 { throw fault("it cannot be run (\(systemError()))") }
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        let question = Question(
            idempotencyKey: request.idempotencyKey, organization: request.organization, amount: request.amount.text(decimals: request.decimals),
            currency: request.currency, at: request.at.description)
        // Strings can always be encoded.
        guard let data = try? encoder.encode(question) else { preconditionFailure("the question cannot be encoded") }
        if data.count >= PaymentProgram.questionByteCountMax {
            throw fault("its question would be longer than \(PaymentProgram.questionByteCountMax) bytes")
        }
        return PaymentQuestion(
            organization: request.organization, attempt: request.attempt, amount: request.amount, currency: request.currency,
            text: String(decoding: data, as: UTF8.self))
    }

    /// Asks for a payment.
    ///
    /// - Returns: The program's reference if the payment is approved, `nil` if it is declined.
    /// - Throws: ``RunFault/payment(program:reason:)`` on any other answer, a non-zero exit, or none in time.
    func ask(_ question: PaymentQuestion) async throws(RunFault) -> String? {
        CrashPoint.reach(.paymentAskBefore)
        let output: (status: TerminationStatus, bytes: [UInt8])
        do {
            output = try await answer(question.text + "\n")
        } catch let fault as RunFault {
            throw fault
        } catch {
            throw fault("it cannot be run (\(String(describing: error).split(separator: "\n").joined(separator: " ")))")
        }
        CrashPoint.reach(.paymentAnswered)
        switch output.status {
        case .exited(0): break
        case .exited(let code): throw fault("it ended with status \(code)")
        default: throw fault("a signal ended it")
        }
        guard let answer = try? JSONDecoder().decode(Answer.self, from: Data(output.bytes)) else {
            throw fault("its answer is not a JSON object with “approved”")
        }
        return answer.approved ? answer.reference ?? "" : nil
    }

    /// Runs the program against the clock and the length of an answer: whichever ends first ends the others.
    private func answer(_ question: String) async throws -> (status: TerminationStatus, bytes: [UInt8]) {
        let answer = try PaymentAnswer()
        let status = try await withThrowingTaskGroup(of: TerminationStatus.self) { group in
            group.addTask { try await start(question, answer) }
            group.addTask {
                let end = ContinuousClock.now + patience
                while ContinuousClock.now < end {
                    try await Task.sleep(for: PaymentProgram.lookInterval)
                    if answer.takeWhatIsThere() { throw fault(PaymentProgram.tooLong) }
                }
                throw fault("it did not answer within \(patience.components.seconds) seconds")
            }
            defer { group.cancelAll() }
            guard let status = try await group.next() else { throw CancellationError() }
            return status
        }
        if answer.takeWhatIsThere() { throw fault(PaymentProgram.tooLong) }
        return (status, answer.taken)
    }

    private static let tooLong = "its answer is longer than \(PaymentAnswer.byteCountMax) bytes"

    /// Runs the program to its end; if this task is cancelled before, the program and what it started in its process group are ended.
    private func start(_ question: String, _ answer: PaymentAnswer) async throws -> TerminationStatus {
        var options = PlatformOptions()
        // A Ctrl-C that ends the run must not end a payment halfway: its answer is still recorded.
        options.processGroupID = 0
        options.teardownSequence = [.gracefulShutDown(toProcessGroup: true, allowedDurationToNextStep: PaymentProgram.graceForEnding)]
        let input = try standardInput(question)
        return try await run(
            .path(FilePath(path)), platformOptions: options, input: .fileDescriptor(input, closeAfterSpawningProcess: true),
            output: .fileDescriptor(answer.writeEnd, closeAfterSpawningProcess: true), error: .discarded
        ).terminationStatus
    }

    /// A pipe that holds the question already: a program that does not read it is no fault, and nobody writes to one that has ended.
    private func standardInput(_ question: String) throws -> FileDescriptor {
        let ends = try FileDescriptor.pipe()
        defer { try? ends.writeEnd.close() }
        // No more than a pipe holds: it would wait for a reader that has not begun.
        try ends.writeEnd.writeAll(Array(question.utf8))
        return ends.readEnd
    }

    private func fault(_ reason: String) -> RunFault { .payment(program: path, reason: reason) }
}
