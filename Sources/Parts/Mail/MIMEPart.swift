/// One part of a message: its headers and its content, encoded (RFC 2045, 2046).
struct MIMEPart {
    private let header: [UInt8]
    private let content: [UInt8]

    func bytes() -> [UInt8] { header + TransferEncoding.CRLF + content + TransferEncoding.CRLF }

    /// Text in UTF-8: quoted-printable, or base64 where more than a third is not ASCII.
    static func text(_ text: String, subtype: String) throws(MailError) -> MIMEPart {
        var writer = HeaderWriter()
        try writer.structured("Content-Type", ["text/\(subtype);", "charset=utf-8"])
        let foreign = text.utf8.count { $0 >= 0x80 }
        let usesBase64 = foreign > text.utf8.count / 3
        try writer.structured("Content-Transfer-Encoding", [usesBase64 ? "base64" : "quoted-printable"])
        return MIMEPart(
            header: writer.bytes,
            content: usesBase64
                ? TransferEncoding.base64Lines(Array(text.utf8)) : TransferEncoding.quotedPrintable(text))
    }

    static func file(_ attachment: MailMessage.Attachment) throws(MailError) -> MIMEPart {
        let type = attachment.contentType.split(separator: "/", omittingEmptySubsequences: false)
        guard type.count == 2, type.allSatisfy({ (1...100).contains($0.utf8.count) && $0.utf8.allSatisfy(\.isToken) })
        else { throw .invalidContentType(attachment.contentType, filename: attachment.filename) }
        try HeaderWriter.check(attachment.filename, header: "Content-Disposition")
        var writer = HeaderWriter()
        try writer.structured("Content-Type", [attachment.contentType])
        try writer.structured("Content-Transfer-Encoding", ["base64"])
        if let id = attachment.contentID {
            try writer.structured("Content-ID", ["<\(MailMessage.checkedID(id))>"])
        }
        let disposition = attachment.contentID == nil ? "attachment" : "inline"
        try writer.structured("Content-Disposition", parameter("filename", attachment.filename, after: disposition))
        return MIMEPart(header: writer.bytes, content: TransferEncoding.base64Lines(attachment.content))
    }

    /// The boundary begins with `=_`, which neither quoted-printable nor base64 can contain, so no
    /// content can end a part early, and no number has to be drawn.
    static func multipart(_ subtype: String, _ parts: [MIMEPart]) throws(MailError) -> MIMEPart {
        let boundary = "=_\(subtype)"
        var writer = HeaderWriter()
        try writer.structured("Content-Type", ["multipart/\(subtype);", "boundary=\"\(boundary)\""])
        var content: [UInt8] = []
        for part in parts {
            content += "--\(boundary)\r\n".utf8
            content += part.bytes()
        }
        content += "--\(boundary)--".utf8
        return MIMEPart(header: writer.bytes, content: content)
    }

    /// A parameter quoted where it is short ASCII, else percent-encoded in numbered pieces (RFC 2231).
    private static func parameter(_ name: String, _ value: String, after first: String) -> [String] {
        if value.utf8.allSatisfy(\.isPrintableASCII), value.utf8.count <= 50 {
            return ["\(first);", "\(name)=\(HeaderWriter.quoted(value))"]
        }
        var pieces = [""]
        for byte in value.utf8 {
            let isPlain = byte.isLetter || byte.isDigit || "-._".utf8.contains(byte)
            let unit = isPlain ? [byte] : [UInt8(ascii: "%"), TransferEncoding.hex(byte >> 4), TransferEncoding.hex(byte & 15)]
            if (pieces.last?.utf8.count ?? 0) + unit.count > 48 { pieces.append("") }
            pieces[pieces.count - 1] += String(decoding: unit, as: UTF8.self)
        }
        let written = pieces.enumerated().map { "\(name)*\($0)*=\($0 == 0 ? "utf-8''" : "")\($1)" }
        return ["\(first);"] + written.dropLast().map { $0 + ";" } + written.suffix(1)
    }
}

extension UInt8 {
    /// A `token` character of RFC 2045.
    fileprivate var isToken: Bool { isLetter || isDigit || "!#$&-^_.+".utf8.contains(self) }
}
