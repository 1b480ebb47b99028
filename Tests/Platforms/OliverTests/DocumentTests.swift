import FoundationEssentials
import Kernel
import Testing

@testable import Oliver

@Suite("Invoices on paper")
struct DocumentTests {
    static let python = "/usr/bin/python3"
    static let hasWeasyPrint = FileManager.default.fileExists(atPath: "/usr/bin/weasyprint")
    static let hasPDFToText = FileManager.default.fileExists(atPath: "/usr/bin/pdftotext")

    let document = InvoiceDocument(
        number: "INV-2026-0142", isCancelled: false, seller: ["Harbour Coffee GmbH", "Kai 7"], recipient: ["Limmat <Studios> AG", "Mirjam Oberholzer"],
        issuedOn: LocalDate(year: 2026, month: 11, day: 22), dueOn: LocalDate(year: 2026, month: 12, day: 22),
        lines: [.init(description: "Espresso & beans", quantity: .one, unitPrice: FixedDecimal(1284), amount: Money(minor: 128_450, .chf))],
        total: Money(minor: 128_450, .chf), paid: .zero(.chf), terms: ["Please pay to CH93 0076 2011 6238 5295 7."], note: nil)

    @Test("What customers are called cannot become markup")
    func escaping() {
        let text = document.html(.print).text
        #expect(text.contains("Limmat &lt;Studios&gt; AG") && text.contains("Espresso &amp; beans"))
    }

    @Test("The PDF carries number and total", .enabled(if: hasWeasyPrint && hasPDFToText, "needs weasyprint and pdftotext"))
    func pdf() async throws {
        let pdf = try await PDFRenderer(python: Self.python).render(document.html(.print))
        #expect(pdf.starts(with: "%PDF".utf8))
        let text = String(decoding: try await ChildProcess(program: "/usr/bin/pdftotext", arguments: ["-", "-"], environment: [], timeout: 10, outputLimit: 1 << 20).run(input: pdf), as: UTF8.self)
        #expect(text.contains("INV-2026-0142") && text.contains("CHF 1,284.50") && text.contains("Limmat <Studios> AG"))
        #expect(String(decoding: pdf, as: UTF8.self).contains("Inter"))
    }

    @Test("Nothing is fetched, whatever a document names", .enabled(if: hasWeasyPrint, "needs weasyprint"))
    func fenced() async throws {
        let pdf = try await PDFRenderer(python: Self.python).render("<img src=\"file:///etc/passwd\"><link rel=stylesheet href=\"http://127.0.0.1:9/x.css\"><p>still here")
        #expect(pdf.starts(with: "%PDF".utf8))
    }

    @Test("Without Python the refusal says what to install")
    func missing() async throws {
        await #expect(throws: Refusal.self) { try await PDFRenderer(python: "/nonexistent/python").render("<p>") }
    }

    @Test("A program that never ends is killed at its timeout, with its children")
    func timeout() async throws {
        let process = ChildProcess(program: "/bin/sh", arguments: ["-c", "sleep 600 & sleep 600"], environment: [], timeout: 1, outputLimit: 10)
        await #expect(throws: ChildProcessError.timedOut(seconds: 1)) { try await process.run(input: []) }
    }

    @Test("A program that writes without end is killed at its limit")
    func flood() async throws {
        let process = ChildProcess(program: "/bin/cat", arguments: ["/dev/zero"], environment: [], timeout: 20, outputLimit: 100_000)
        await #expect(throws: ChildProcessError.tooMuchOutput(limit: 100_000)) { try await process.run(input: []) }
    }

    @Test("A megabyte goes in and comes out while both sides are busy; a program that reads nothing is no trap")
    func exchange() async throws {
        let input = [UInt8](repeating: 7, count: 1 << 20)
        #expect(try await ChildProcess(program: "/bin/cat", arguments: [], environment: [], timeout: 20, outputLimit: 2 << 20).run(input: input) == input)
        #expect(try await ChildProcess(program: "/bin/echo", arguments: ["hi"], environment: [], timeout: 20, outputLimit: 100).run(input: input) == Array("hi\n".utf8))
    }

    @Test("What a failing program said is kept")
    func failure() async throws {
        let process = ChildProcess(program: "/bin/sh", arguments: ["-c", "echo no paper >&2; exit 3"], environment: ["PATH=/bin"], timeout: 5, outputLimit: 10)
        await #expect(throws: ChildProcessError.failed(code: 3, message: "no paper\n")) { try await process.run(input: []) }
    }
}
