import Kernel
import Model

/// An invoice on paper and on the screen.
enum InvoicePages {
    static func pdf(_ visit: Request, _ renderer: PDFRenderer) async throws -> Answer {
        let (key, document) = try await load(visit)
        let pdf = try await renderer.render(document.html(.print))
        return Answer(200, headers: [
            ("Content-Type", "application/pdf"), ("Content-Disposition", "inline; filename=\"\(document.number ?? "draft-\(key.text)").pdf\""), ("Cache-Control", "private, no-store"),
        ], body: pdf)
    }

    static func print(_ visit: Request) async throws -> Answer { .html(try await load(visit).document.html(.screen)) }

    private static func load(_ visit: Request) async throws -> (key: Key<Invoice>, document: InvoiceDocument) {
        let key = try visit.key("id", Invoice.self)
        guard let document = try await visit.read({ try InvoiceDocument.load(key, in: $0) }) else { throw RecordError.notFound(object: Invoice.object.name) }
        return (key, document)
    }
}
