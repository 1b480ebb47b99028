import Kernel
import Model

/// When a form was shown, and which wording: signed by the server, so that neither can be made up. Needs no cookie.
struct FormStamp: Sendable, Equatable {
    struct Subject: Sendable, Equatable {
        let form: Key<Form>
        /// The version of the consent's wording.
        let version: Int

        init(_ form: Record<Form>) { self.init(form: form.key, version: form[Form.consentVersion]) }

        init(form: Key<Form>, version: Int) {
            self.form = form
            self.version = version
        }
    }

    /// Stands in cached pages where each visitor's stamp goes; NUL cannot come from any text of a person.
    static let placeholder = "\u{0}"

    /// People need longer than this to fill in a form.
    static let shortest = Duration.seconds(2)
    static let longest = Duration.hours(24)

    let subject: Subject
    let seconds: Int64

    init(of subject: Subject, at now: Instant) {
        self.subject = subject
        seconds = now.seconds
    }

    func signed(with key: String) -> String { "\(seconds).\(subject.version).\(signature(key))" }

    /// - Returns: `nil` for what this server did not sign for this form.
    init?(_ text: String, form: Key<Form>, key: String) {
        let parts = text.split(separator: ".")
        guard parts.count == 3, let seconds = Int64(parts[0]), let version = Int(parts[1]) else { return nil }
        subject = Subject(form: form, version: version)
        self.seconds = seconds
        guard Secret.isEqual(signature(key), String(parts[2])) else { return nil }
    }

    private func signature(_ key: String) -> String { Secret.sign("form \(subject.form.text) \(subject.version) \(seconds)", with: key) }

    func age(at now: Instant) -> Duration { now - Instant(seconds: seconds) }

    /// Where the placeholder stands in a finished page.
    static func place(in bytes: [UInt8]) -> Range<Int>? { bytes.firstIndex(of: 0).map { $0..<($0 + 1) } }
}
