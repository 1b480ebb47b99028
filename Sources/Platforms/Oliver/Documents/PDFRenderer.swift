import FoundationEssentials
import Kernel

/// Makes PDFs of our own HTML with WeasyPrint, in a process of its own.
///
/// The process gets at most 60 seconds, 2 GB and 20 MB of output, and everything it would fetch is refused, whatever the
/// document names: fonts travel inside of it as `data:`.
struct PDFRenderer: Sendable {
    let python: String

    private static let script = """
        import os, sys
        os.closerange(3, 65536)
        from weasyprint import HTML, default_url_fetcher
        def fetch(url, *arguments, **options):
            if url.startswith("data:"):
                return default_url_fetcher(url)
            raise ValueError("nothing is fetched")
        source = sys.stdin.buffer.read().decode("utf-8")
        sys.stdout.buffer.write(HTML(string=source, url_fetcher=fetch).write_pdf())
        """

    /// - Throws: `Refusal` where there is no WeasyPrint or it fails; the same document may work later.
    func render(_ html: HTML) async throws -> [UInt8] {
        let process = ChildProcess(
            program: "/bin/sh", arguments: ["-c", "ulimit -v 2000000 -t 60; exec \"$0\" -I -c \"$1\"", python, Self.script],
            environment: ["LANG=C.UTF-8", "HOME=/nonexistent", "PATH=/usr/bin:/bin", "OPENBLAS_NUM_THREADS=1", "SOURCE_DATE_EPOCH=0"], timeout: 60, outputLimit: 20 << 20)
        do {
            let pdf = try await process.run(input: html.bytes)
            guard pdf.starts(with: "%PDF".utf8) else { throw ChildProcessError.failed(code: 0, message: "It wrote no PDF.") }
            return pdf
        } catch let error as ChildProcessError { throw Self.refusal(error) }
    }

    private static func refusal(_ error: ChildProcessError) -> Refusal {
        switch error {
        case .cannotStart, .failed(127, _), .failed(126, _):
            Refusal(Explanation(.unavailable, says: "PDFs cannot be made: there is no Python with WeasyPrint.", advice: "Install weasyprint on the server."))
        case .timedOut(let seconds):
            Refusal(Explanation(.unavailable, says: "Making the PDF took longer than \(seconds) seconds.", advice: "Try again when the server has less to do."))
        case .tooMuchOutput:
            Refusal(Explanation(.tooLarge, says: "The PDF is larger than 20 MB.", advice: "Split the invoice."))
        case .failed(_, let message):
            Refusal(Explanation(.unavailable, says: "The PDF could not be made: \(message.split(separator: "\n").last ?? "no reason was given")", advice: "Install weasyprint on the server, or report this."))
        }
    }

    /// Our typeface inside the document; it needs nothing from the computer then.
    static let fonts: HTML = {
        let cuts = [("inter-regular.woff2", 400), ("inter-semibold.woff2", 600)]
        return cuts.html { name, weight in
            guard let asset = Asset.named(name) else { return "" }
            return "@font-face{font-family:Inter;font-weight:\(weight);src:url(data:font/woff2;base64,\(raw: Data(asset.bytes).base64EncodedString())) format(\"woff2\")}"
        }
    }()
}
