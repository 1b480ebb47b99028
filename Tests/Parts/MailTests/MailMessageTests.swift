import Foundation
import Mail
import Testing

func address(_ text: String) throws -> EmailAddress { try #require(EmailAddress(text)) }

func message(
    to: [Mailbox]? = nil, subject: String = "Hello", text: String = "Hi", html: String? = nil,
    attachments: [MailMessage.Attachment] = [], headers: [MailMessage.Header] = []
) throws -> MailMessage {
    let recipient = try Mailbox("Bo", address("bo@example.org"))
    return try MailMessage(
        from: Mailbox("Ana Keller", address("ana@example.com")), to: to ?? [recipient], subject: subject, text: text,
        html: html, attachments: attachments, headers: headers, messageID: "1@example.com",
        date: MailDate(secondsSince1970: 1_795_374_799, offsetMinutes: 60))
}

@Suite("Mail message")
struct MailMessageTests {
    @Test("A plain message is these bytes")
    func bytes() throws {
        let bytes = try message(text: "Hi = é\n.\nFrom here \n").encoded()
        #expect(
            String(decoding: bytes, as: UTF8.self) == """
                Date: Sun, 22 Nov 2026 20:13:19 +0100\r
                From: Ana Keller <ana@example.com>\r
                To: Bo <bo@example.org>\r
                Subject: Hello\r
                Message-ID: <1@example.com>\r
                MIME-Version: 1.0\r
                Content-Type: text/plain; charset=utf-8\r
                Content-Transfer-Encoding: quoted-printable\r
                \r
                Hi =3D =C3=A9\r
                =2E\r
                =46rom here=20\r
                \r

                """)
    }

    static let subjects = [
        "Hello", "", "Grüße aus Zürich – Ihre Rechnung 2026-114", String(repeating: "発送のお知らせ", count: 20),
        String(repeating: "word ", count: 60) + "end", String(repeating: "x", count: 2000), "=?utf-8?Q?not=20encoded?=", "two  spaces",
        " lead and trail ", "😀👩‍👩‍👧‍👦 family", "tab\tinside", "a_b=c?d", String(repeating: "é ", count: 200), "\"quoted\" (comment), <x>",
    ]

    @Test("Any subject comes back from Python's parser as it went in, in lines of at most 78", .enabled(if: Python.path != nil, "python3 is not installed"), arguments: subjects)
    func subject(subject: String) throws {
        let bytes = try message(subject: subject).encoded()
        expectWireFormat(bytes, limit: 78)
        let read = try Python.read(bytes)
        #expect(read.headers["Subject"] == subject)
        #expect(read.defects == [])
    }

    @Test("Names, texts, attachments and dates come back as they went in", .enabled(if: Python.path != nil, "python3 is not installed"))
    func roundTrip() throws {
        let names = ["Ana Keller", "Zoë Ångström", "Keller, Ana \"Anna\" \\ (x)", String(repeating: "Björk ", count: 20) + "B", "a.b@c", ""]
        let boxes = try names.enumerated().map { try Mailbox($1, address("p\($0)@example.org")) }
        let content = (0..<100_000).map { UInt8(truncatingIfNeeded: $0 &* 31) }
        var mail = try message(
            to: boxes, text: "Zeile eins\r\nZwei\rDrei\n" + String(repeating: "lang ä ", count: 300) + "\n\n.\n..\nend\t",
            html: "<p>漢字漢字漢字漢字漢字漢字</p>\n",
            attachments: [
                .init(filename: "Rechnung \"1\".pdf", contentType: "application/pdf", content: content),
                .init(filename: String(repeating: "Übersicht 2026 ", count: 12) + ".csv", contentType: "text/csv", content: []),
                .init(filename: "logo.png", contentType: "image/png", content: [1, 2, 3], contentID: "logo@example.com"),
            ], headers: [.init("List-Unsubscribe", "<https://example.com/u/1>, <mailto:u@example.com>")])
        mail.cc = [try Mailbox(nil, address("cc@example.org"))]
        mail.replyTo = [try Mailbox("Büro", address("office@example.com"))]
        let bytes = try mail.encoded()
        expectWireFormat(bytes, limit: 78)
        let read = try Python.read(bytes)
        #expect(read.defects == [])
        // Python before 3.13 puts a space between neighbouring encoded words of a name, against RFC 2047 §6.2.
        #expect(read.mailboxes["To"]?.map { $0[0].filter { $0 != " " } } == names.map { $0.filter { $0 != " " } })
        #expect(read.mailboxes["To"]?[1] == ["Zoë Ångström", "p1@example.org"])
        #expect(read.mailboxes["Cc"] == [["", "cc@example.org"]])
        #expect(read.mailboxes["Reply-To"] == [["Büro", "office@example.com"]])
        #expect(read.headers["List-Unsubscribe"] == "<https://example.com/u/1>, <mailto:u@example.com>")
        #expect(read.date == 1_795_374_799)
        #expect(
            read.parts.map(\.type) == [
                "multipart/mixed", "multipart/related", "multipart/alternative", "text/plain", "text/html", "image/png",
                "application/pdf", "text/csv",
            ])
        let text = String(decoding: read.parts[3].content, as: UTF8.self)
        #expect(text.replacing("\r\n", with: "\n") == mail.text.replacing("\r\n", with: "\n").replacing("\r", with: "\n"))
        #expect(String(decoding: read.parts[4].content, as: UTF8.self) == mail.html)
        #expect(read.parts[5].id == "<logo@example.com>")
        #expect(read.parts[6].content == Data(content))
        #expect(read.parts.suffix(3).map(\.filename) == [mail.attachments[2], mail.attachments[0], mail.attachments[1]].map(\.filename))
    }

    @Test("Nobody can add a header", arguments: ["a\r\nBcc: x@y.z", "a\nb", "a\rb", "a\0b", "a\u{7F}b", "a\u{B}b"])
    func injection(value: String) throws {
        let box = try Mailbox(value, address("a@example.com"))
        #expect(throws: MailError.forbiddenCharacter(header: "Subject")) { try message(subject: value).encoded() }
        #expect(throws: MailError.forbiddenCharacter(header: "To")) { try message(to: [box]).encoded() }
        #expect(throws: MailError.forbiddenCharacter(header: "X-A")) { try message(headers: [.init("X-A", value)]).encoded() }
        #expect(throws: MailError.forbiddenCharacter(header: "Content-Disposition")) {
            try message(attachments: [.init(filename: value, contentType: "a/b", content: [])]).encoded()
        }
        #expect(throws: MailError.invalidContentType(value, filename: "f")) {
            try message(attachments: [.init(filename: "f", contentType: value, content: [])]).encoded()
        }
        #expect(throws: MailError.invalidHeaderName(value)) { try message(headers: [.init(value, "x")]).encoded() }
        var mail = try message()
        mail.messageID = value
        #expect(throws: MailError.invalidMessageID(value)) { try mail.encoded() }
    }

    @Test("Headers that the message writes are refused", arguments: ["Bcc", "FROM", "Content-Type", "subject", "Mime-Version"])
    func reserved(name: String) throws {
        #expect(throws: MailError.reservedHeader(name)) { try message(headers: [.init(name, "x")]).encoded() }
    }

    @Test("A word longer than a line may be is refused, not broken")
    func longWord() throws {
        #expect(throws: Never.self) { try message(headers: [.init("X-A", "<\(String(repeating: "x", count: 900))>")]).encoded() }
        #expect(throws: MailError.lineTooLong(header: "X-A")) {
            try message(headers: [.init("X-A", String(repeating: "x", count: 1000))]).encoded()
        }
    }

    @Test(
        "Dates read as the calendar says",
        arguments: [
            (0, 0, "Thu, 1 Jan 1970 00:00:00 +0000"), (951_782_400, -330, "Mon, 28 Feb 2000 18:30:00 -0530"),
            (-1, 0, "Wed, 31 Dec 1969 23:59:59 +0000"), (253_402_214_399, 0, "Thu, 30 Dec 9999 23:59:59 +0000"),
        ] as [(Int64, Int, String)])
    func dates(seconds: Int64, offset: Int, expected: String) throws {
        var mail = try message()
        mail.date = MailDate(secondsSince1970: seconds, offsetMinutes: offset)
        #expect(try String(decoding: mail.encoded(), as: UTF8.self).hasPrefix("Date: \(expected)\r\n"))
        mail.date.secondsSince1970 = .max
        #expect(throws: MailError.invalidDate) { try mail.encoded() }
    }

    /// Seven bits, CRLF only, no line beyond the limit.
    private func expectWireFormat(_ bytes: [UInt8], limit: Int) {
        #expect(bytes.allSatisfy { $0 < 0x80 && $0 != 0 })
        let lines = String(decoding: bytes, as: UTF8.self).components(separatedBy: "\r\n")
        #expect(lines.allSatisfy { $0.utf8.count <= limit && !$0.utf8.contains(0x0A) && !$0.utf8.contains(0x0D) })
        #expect(lines.last == "")
    }
}

@Suite("Email address")
struct EmailAddressTests {
    @Test("Addresses of the world are taken, the domain in lower case", arguments: [
        ("ana@example.com", "ana@example.com"), (" Ana.Keller+x@EXAMPLE.Com\n", "Ana.Keller+x@example.com"),
        ("o'brien@mail.example.co.uk", "o'brien@mail.example.co.uk"), ("a@xn--zrich-kva.ch", "a@xn--zrich-kva.ch"),
        ("root@localhost", "root@localhost"), ("_-_@1a.example", "_-_@1a.example"),
    ])
    func taken(text: String, expected: String) { #expect(EmailAddress(text)?.description == expected) }

    @Test("What cannot be an address is refused", arguments: [
        "", "@", "a@", "@b.c", "a", "a@b", "a b@c.de", "a@b..de", ".a@b.de", "a.@b.de", "a..b@c.de", "a@-b.de", "a@b-.de", "a@b.123",
        "a@[127.0.0.1]", "\"a b\"@c.de", "a@b.de\r\nBcc: x@y.z", "a\0@b.de", "a@b.de,c@d.ef", "<a@b.de>", "ü@b.de", "a@zürich.ch", "a@b@c.de",
        String(repeating: "a", count: 65) + "@b.de", "a@" + String(repeating: "a", count: 64) + ".de", "a@" + String(repeating: "abc.", count: 70) + "de",
    ])
    func refused(text: String) { #expect(EmailAddress(text) == nil) }
}
