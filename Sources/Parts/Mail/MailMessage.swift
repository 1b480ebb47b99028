/// A mail before it is sent. Nothing here reads a clock or draws a number: date and ID are passed in,
/// so the same message is always the same bytes.
public struct MailMessage: Sendable {
    public struct Attachment: Sendable {
        public var filename: String
        /// `application/pdf`. Parameters are not taken.
        public var contentType: String
        public var content: [UInt8]
        /// With an ID (`logo@example.com`) the file is part of the HTML, which shows it as `cid:logo@example.com`.
        public var contentID: String?

        public init(filename: String, contentType: String, content: [UInt8], contentID: String? = nil) {
            self.filename = filename
            self.contentType = contentType
            self.content = content
            self.contentID = contentID
        }
    }

    public struct Header: Sendable, Hashable {
        public var name: String
        public var value: String

        public init(_ name: String, _ value: String) {
            self.name = name
            self.value = value
        }
    }

    public var from: Mailbox
    public var to: [Mailbox]
    public var cc: [Mailbox]
    public var replyTo: [Mailbox]
    public var subject: String
    public var text: String
    public var html: String?
    public var attachments: [Attachment]
    /// Further headers (`List-Unsubscribe`, `In-Reply-To`, …), written in this order.
    public var headers: [Header]
    /// `id@domain`, without angle brackets; unique forever.
    public var messageID: String
    public var date: MailDate

    public init(
        from: Mailbox, to: [Mailbox], cc: [Mailbox] = [], replyTo: [Mailbox] = [], subject: String, text: String,
        html: String? = nil, attachments: [Attachment] = [], headers: [Header] = [], messageID: String, date: MailDate
    ) {
        self.from = from
        self.to = to
        self.cc = cc
        self.replyTo = replyTo
        self.subject = subject
        self.text = text
        self.html = html
        self.attachments = attachments
        self.headers = headers
        self.messageID = messageID
        self.date = date
    }

    /// The addresses in To and Cc, each once. Blind copies are added to the envelope only.
    public var recipients: [EmailAddress] {
        var seen: Set<EmailAddress> = []
        return (to + cc).map(\.address).filter { seen.insert($0).inserted }
    }

    /// The message as it travels: RFC 5322 and MIME, seven bits, CRLF. Cost is linear in its size.
    ///
    /// Dots at line starts are not doubled; that is the transport's part.
    public func encoded() throws(MailError) -> [UInt8] {
        var writer = HeaderWriter()
        try writer.structured("Date", [date.encoded()])
        try writer.mailboxes("From", [from])
        if !replyTo.isEmpty { try writer.mailboxes("Reply-To", replyTo) }
        if to.isEmpty { try writer.structured("To", ["undisclosed-recipients:;"]) } else { try writer.mailboxes("To", to) }
        if !cc.isEmpty { try writer.mailboxes("Cc", cc) }
        try writer.unstructured("Subject", subject, encodesLongWords: true)
        try writer.structured("Message-ID", ["<\(Self.checkedID(messageID))>"])
        for header in headers {
            try Self.checkName(header.name)
            try writer.unstructured(header.name, header.value, encodesLongWords: false)
        }
        try writer.structured("MIME-Version", ["1.0"])
        return try writer.bytes + body().bytes()
    }

    private func body() throws(MailError) -> MIMEPart {
        var part = try MIMEPart.text(text, subtype: "plain")
        if let html { part = try .multipart("alternative", [part, .text(html, subtype: "html")]) }
        let inline = html == nil ? [] : attachments.filter { $0.contentID != nil }
        let separate = html == nil ? attachments : attachments.filter { $0.contentID == nil }
        if !inline.isEmpty { part = try .multipart("related", [part] + Self.files(inline)) }
        if !separate.isEmpty { part = try .multipart("mixed", [part] + Self.files(separate)) }
        return part
    }

    private static func files(_ attachments: [Attachment]) throws(MailError) -> [MIMEPart] {
        var parts: [MIMEPart] = []
        for attachment in attachments { parts.append(try .file(attachment)) }
        return parts
    }

    static func checkedID(_ id: String) throws(MailError) -> String {
        let halves = id.utf8.split(separator: UInt8(ascii: "@"), omittingEmptySubsequences: false)
        guard halves.count == 2, id.utf8.count <= 250, halves.allSatisfy({ $0.isDotAtom }) else {
            throw .invalidMessageID(id)
        }
        return id
    }

    private static func checkName(_ name: String) throws(MailError) {
        let isName = (1...60).contains(name.utf8.count)
            && name.utf8.allSatisfy { (0x21...0x7E).contains($0) && $0 != UInt8(ascii: ":") }
        guard isName else { throw .invalidHeaderName(name) }
        let lowercased = name.lowercased()
        let reserved = ["date", "from", "reply-to", "to", "cc", "bcc", "subject", "message-id", "mime-version"]
        if reserved.contains(lowercased) || lowercased.hasPrefix("content-") { throw .reservedHeader(name) }
    }
}
