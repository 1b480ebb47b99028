import Kernel
import Model

/// A finished answer of the public site, the same for every visitor.
struct SiteDocument: Sendable {
    var status = 200
    var type = "text/html; charset=utf-8"
    let bytes: [UInt8]
    /// Names the content; strong unless a form's time is written in on the way out.
    let tag: String
    /// The form whose signed time stands where the bytes have ``FormStamp/placeholder``.
    var form: FormStamp.Subject?
    private let placeholder: Range<Int>?

    init(_ html: HTML, status: Int = 200, type: String = "text/html; charset=utf-8", form: FormStamp.Subject? = nil) {
        self.status = status
        self.type = type
        self.form = form
        bytes = html.bytes
        placeholder = form == nil ? nil : FormStamp.place(in: bytes)
        let hash = "\"\(Secret.hash(html.text).prefix(32))\""
        tag = placeholder == nil ? hash : "W/" + hash
    }

    init(_ text: String, type: String) { self.init(HTML.raw(text), type: type) }

    /// The answer to this request: 304 where the browser has it already.
    func answer(to request: Incoming, stamp: (FormStamp.Subject) -> String) -> Answer {
        let common = [("Cache-Control", "public, max-age=0, must-revalidate"), ("ETag", tag)]
        if status == 200, request.has(tag) { return Answer(304, headers: common) }
        var body = bytes
        if let form, let placeholder { body.replaceSubrange(placeholder, with: Array(stamp(form).utf8)) }
        return Answer(status, headers: [("Content-Type", type)] + common + (type.hasPrefix("text/html") ? [("Content-Security-Policy", Self.policy)] : []), body: body)
    }

    /// Nothing inline, nothing foreign: the pages are the same for everybody, so they cannot carry a nonce.
    static let policy = """
        default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; font-src 'self'; connect-src 'self'; \
        form-action 'self'; base-uri 'none'; frame-ancestors 'self'
        """
}

extension Incoming {
    /// `If-None-Match` (RFC 9110 §13.1.2), which compares weakly.
    func has(_ tag: String) -> Bool {
        guard let wanted = headers["if-none-match"] else { return false }
        func opaque(_ tag: some StringProtocol) -> String { String(tag.hasPrefix("W/") ? tag.dropFirst(2) : tag[...]) }
        return wanted.split(separator: ",").map(\.trimmed).contains { $0 == "*" || opaque($0) == opaque(tag) }
    }
}
