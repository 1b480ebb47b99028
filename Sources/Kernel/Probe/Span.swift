/// A named stretch of a trace.
public struct Span: Sendable {
    /// A constant: `render`, `mail.sign`. Facts go into the log, not the name.
    public let name: String
    /// Since the start of the trace.
    public let startNanoseconds: Int64
    public let nanoseconds: Int64
    /// Whether the work ended by throwing.
    public let failed: Bool
    public let callSite: CallSite
}

extension Trace {
    /// Runs `body` and records how long it took, also when it throws.
    public func span<T, Failure: Error>(
        _ name: String, fileID: StaticString = #fileID, line: Int = #line,
        _ body: () throws(Failure) -> T
    ) throws(Failure) -> T {
        let begin = ContinuousClock.now
        do throws(Failure) {
            let value = try body()
            finish(name, begin, failed: false, CallSite(fileID: fileID, line: line))
            return value
        } catch {
            finish(name, begin, failed: true, CallSite(fileID: fileID, line: line))
            throw error
        }
    }

    /// Runs `body` and records how long it took, waiting included, also when it throws.
    public nonisolated(nonsending) func span<T, Failure: Error>(
        _ name: String, fileID: StaticString = #fileID, line: Int = #line,
        _ body: nonisolated(nonsending) () async throws(Failure) -> T
    ) async throws(Failure) -> T {
        let begin = ContinuousClock.now
        do throws(Failure) {
            let value = try await body()
            finish(name, begin, failed: false, CallSite(fileID: fileID, line: line))
            return value
        } catch {
            finish(name, begin, failed: true, CallSite(fileID: fileID, line: line))
            throw error
        }
    }

    private func finish(_ name: String, _ begin: ContinuousClock.Instant, failed: Bool, _ callSite: CallSite) {
        finish(
            Span(
                name: name, startNanoseconds: (begin - start).wholeNanoseconds,
                nanoseconds: (ContinuousClock.now - begin).wholeNanoseconds, failed: failed, callSite: callSite))
    }
}

extension Duration {
    /// Whole nanoseconds, saturating at the ends of `Int64` (292 years).
    public var wholeNanoseconds: Int64 {
        let (seconds, attoseconds) = components
        let (whole, overflow) = seconds.multipliedReportingOverflow(by: 1_000_000_000)
        guard !overflow else { return seconds < 0 ? .min : .max }
        let (sum, carried) = whole.addingReportingOverflow(attoseconds / 1_000_000_000)
        return carried ? (seconds < 0 ? .min : .max) : sum
    }
}
