import Kernel
import Model

/// People who read the site.
extension HarbourCoffee {
    private static let paths = ["/", "/", "/beans", "/for-offices", "/visit", "/signal"]

    /// A day's readers, more of them lately.
    func welcomeVisitors(_ age: Int) async throws {
        let count = random.number(3...8) + max(0, 30 - age) / 4
        let visits = (0..<count).map { _ in (visitor: String(random.next(), radix: 16), path: random.pick(Self.paths), source: random.pick(HarbourPeople.sources)) }
        let day = LocalDateTime(clock.now, secondsFromUTC: 3_600).date
        try await write(as: nil) { tx in
            guard let site = try tx.first(Query(Site.self).where(Site.slug == "harbour")) else { return }
            var records = visits.map { visit -> AnyRecord in
                var record = tx.new(Model.Visit.self)
                record[Model.Visit.site] = site.key
                record[Model.Visit.visitor] = "demo-" + visit.visitor
                record[Model.Visit.path] = visit.path
                record[Model.Visit.source] = visit.source
                record[Model.Visit.day] = day
                return record.any
            }
            _ = try tx.saveEach(&records)
        }
    }

    /// Somebody finds the form an hour ago and sends it, as any visitor would.
    func visitAndAsk() async throws {
        let form = "/forms/book-a-tasting"
        let headers = ["host": "localhost", "user-agent": "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0"]
        let page = await front.answer(Incoming(method: .get, target: form, headers: headers, address: "192.0.2.7"))
        guard page.status == 200, let stamp = Self.value(of: "stamp", in: String(decoding: page.body, as: UTF8.self)) else { return }
        clock.advance(by: .seconds(42))
        let fields = [("name", "Sofia Brandt"), ("email", "sofia.brandt@seefeld.test"), ("phone", "+41 44 555 01 77"), ("consent", "true"), ("page", form), ("stamp", stamp)]
        let body = fields.map { "\($0)=\(Incoming.encode($1))" }.joined(separator: "&")
        let posting = headers.merging(["content-type": "application/x-www-form-urlencoded"]) { first, _ in first }
        _ = await front.answer(Incoming(method: .post, target: form, headers: posting, body: Array(body.utf8), address: "192.0.2.7"))
    }

    /// The value of a hidden field.
    private static func value(of name: String, in html: String) -> String? {
        guard let field = html.firstRange(of: "name=\"\(name)\"") ?? html.firstRange(of: "name=\(name) ") else { return nil }
        guard let start = html[field.upperBound...].firstRange(of: "value=\"")?.upperBound, let end = html[start...].firstIndex(of: "\"") else { return nil }
        return String(html[start..<end])
    }
}
