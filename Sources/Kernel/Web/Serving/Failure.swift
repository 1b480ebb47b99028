import Events
import Identity
import JSON
import Look
import Markup
import Records
import Store

/// Turns errors into answers: the one place where a failure becomes a status.
enum Failure {
    /// What a person may know of an error; `nil` for a mistake of ours, which becomes a trace number.
    static func explanation(of error: any Error) -> Explanation? {
        if let explained = error as? any Explained { return explained.explanation }
        guard let store = error as? StoreError else { return nil }
        switch store {
        case .full, .tooBig: return Explanation(.full, says: store.description)
        case .busy, .inUse, .unreachable, .refused, .outcomeUnknown, .failedDisk, .readOnly, .conflict, .timeout, .overloaded, .cancelled, .closed:
            return Explanation(.unavailable, says: store.description)
        case .invalidValue: return Explanation(.invalid, says: store.description)
        default: return nil
        }
    }

    static func status(_ kind: Explanation.Kind) -> Int {
        switch kind {
        case .invalid: 422
        case .unauthenticated: 401
        case .forbidden: 403
        case .notFound: 404
        case .conflict: 409
        case .gone: 410
        case .tooLarge: 413
        case .tooMany: 429
        case .precondition: 412
        case .unavailable: 503
        case .full: 507
        case .unsupported: 415
        }
    }

    /// RFC 9457. The same bytes for what is missing and what is hidden.
    ///
    /// - Parameter status: where the kind alone does not decide it; what the body says and what the answer has are one.
    static func problem(_ explanation: Explanation, trace: String, status: Int? = nil) -> Answer {
        let status = status ?? Self.status(explanation.kind)
        var problem: JSONObject = ["type": "about:blank", "title": .string(explanation.says), "status": .int(Int64(status))]
        if let advice = explanation.advice { problem["detail"] = .string(advice) }
        if !explanation.problems.isEmpty {
            problem["errors"] = .array(explanation.problems.map { ["field": .string($0.field), "message": .string($0.message)] })
        }
        var answer = Answer.json(.object(problem), status: status)
        answer.headers[0].value = "application/problem+json"
        if explanation.kind == .unauthenticated { answer = answer.adding("WWW-Authenticate", "Bearer") }
        if explanation.kind == .unavailable { answer = answer.adding("Retry-After", "5") }
        return answer
    }

    static let unexpected = "Something went wrong on our side."

    static func page(_ explanation: Explanation, trace: String, nonce: String, visit: Visit?, status: Int? = nil) -> Answer {
        let status = status ?? Self.status(explanation.kind)
        let actions: [any Component] = [Button("Go to the start", to: visit?.session == nil ? "/" : "/app")]
        let isInShell = visit?.session != nil
        let advice: HTML = "\(explanation.advice ?? "Go back and try again.")"
        let list = explanation.problems.filter { !$0.message.isEmpty }
        let why: HTML? = list.isEmpty ? nil : "\(list.map(\.message).joined(separator: " "))"
        let view = ErrorView(status: status, what: explanation.says, why: why, advice: advice, trace: trace, actions: actions, isInShell: isInShell)
        if let visit, isInShell { return visit.page(explanation.says, on: nil, status: status, view.html) }
        return Answer.html(PageDocument(title: explanation.says, body: view, nonce: nonce, scripts: []), status: status)
    }
}
