import CallModel
import CrashPoints
import FoundationEssentials
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
    /// The longest answer that is read.
    private static let answerByteCountMax = 64 * 1024

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

    /// Asks for a payment.
    ///
    /// - Returns: The program's reference if the payment is approved, `nil` if it is declined.
    /// - Throws: ``RunFault/payment(program:reason:)`` on any other answer, a non-zero exit, or none in time.
    func ask(_ request: PaymentRequest) async throws(RunFault) -> String? {
        CrashPoint.reach(.paymentAskBefore)
        let output: (status: TerminationStatus, text: String?)
        do {
            output = try await answer(try question(request))
        } catch let fault as RunFault {
            throw fault
        } catch {
            throw fault("it cannot be run (\(error))")
        }
        CrashPoint.reach(.paymentAnswered)
        switch output.status {
        case .exited(0): break
        case .exited(let code): throw fault("it ended with status \(code)")
        default: throw fault("a signal ended it")
        }
        guard let text = output.text, let answer = try? JSONDecoder().decode(Answer.self, from: Data(text.utf8)) else {
            throw fault("its answer is not a JSON object with “approved”")
        }
        return answer.approved ? answer.reference ?? "" : nil
    }

    private func question(_ request: PaymentRequest) throws -> String {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        let question = Question(
            idempotencyKey: request.idempotencyKey, organization: request.organization, amount: request.amount.text(decimals: request.decimals),
            currency: request.currency, at: request.at.description)
        return String(decoding: try encoder.encode(question), as: UTF8.self) + "\n"
    }

    /// Runs the program against the clock: whichever ends first ends the other.
    private func answer(_ question: String) async throws -> (status: TerminationStatus, text: String?) {
        try await withThrowingTaskGroup(of: (status: TerminationStatus, text: String?)?.self) { group in
            group.addTask {
                var options = PlatformOptions()
                // A Ctrl-C that ends the run must not end a payment halfway: its answer is still recorded.
                options.processGroupID = 0
                let input = try standardInput(question)
                let result = try await run(
                    .path(FilePath(path)), platformOptions: options, input: .fileDescriptor(input, closeAfterSpawningProcess: true),
                    output: .string(limit: PaymentProgram.answerByteCountMax), error: .discarded)
                return (result.terminationStatus, result.standardOutput)
            }
            group.addTask {
                try await Task.sleep(for: patience)
                return nil
            }
            defer { group.cancelAll() }
            guard let first = try await group.next(), let answer = first else {
                throw fault("it did not answer within \(patience.components.seconds) seconds")
            }
            return answer
        }
    }

    /// A pipe that holds the question already: a program that does not read it is no fault, and nobody writes to one that has ended.
    private func standardInput(_ question: String) throws -> FileDescriptor {
        let ends = try FileDescriptor.pipe()
        defer { try? ends.writeEnd.close() }
        let bytes = Array(question.utf8)
        // More than a pipe holds would wait for a reader that has not begun.
        if bytes.count > PaymentProgram.questionByteCountMax {
            try ends.readEnd.close()
            throw fault("its question would be longer than \(PaymentProgram.questionByteCountMax) bytes")
        }
        try ends.writeEnd.writeAll(bytes)
        return ends.readEnd
    }

    private func fault(_ reason: String) -> RunFault { .payment(program: path, reason: reason) }
}
