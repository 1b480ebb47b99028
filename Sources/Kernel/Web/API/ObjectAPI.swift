import JSON
@_spi(Kernel) import Records

/// `/api/v1/{objects}`: every object of the catalog, in one shape.
enum ObjectAPI {
    static func list(_ visit: Visit) async throws -> Answer {
        let object = try visit.object()
        var query = AnyQuery(object.name)
        let request = visit.request
        try checkParameters(request, ["filter", "sort", "fields", "expand", "limit", "cursor", "count", "q"])
        query.filter = request.query("filter")
        query.search = request.query("q")
        query.order = try sort(request.query("sort"))
        query.cursor = request.query("cursor")
        let fields = request.query("fields").map { $0.split(separator: ",").map(String.init) }
        query.includes = request.query("expand").map { $0.split(separator: ",").map(String.init) } ?? []
        query.fields = fields.map { $0 + query.includes }
        query.limit = try limit(request.query("limit"))
        let isCounted = request.query("count") == "exact"
        let asked = query
        let (page, total) = try await visit.read { db in (try db.page(asked), isCounted ? try db.count(asked) : nil) }
        var writer = JSONWriter(reservingCapacity: 512 * (page.elements.count + 1))
        writer.beginObject()
        writer.key("data")
        writer.beginArray()
        for record in page.elements { record.write(to: &writer, fields: fields) }
        writer.endArray()
        writer.key("next")
        writer.value(page.next)
        if let total {
            writer.key("total")
            writer.value(total)
        }
        writer.endObject()
        return .json(writer.bytes)
    }

    static func get(_ visit: Visit) async throws -> Answer {
        let object = try visit.object(), id = try visit.recordID(object)
        try checkParameters(visit.request, ["expand"])
        let expand = visit.request.query("expand").map { $0.split(separator: ",").map(String.init) } ?? []
        return answer(try await visit.read { try $0.require(object.name, id, including: expand) })
    }

    static func create(_ visit: Visit) async throws -> Answer {
        let object = try visit.object(), input = try input(visit)
        let record = try await visit.write { tx in
            var record = AnyRecord(new: object)
            try record.assign(input, as: tx.access, in: tx.catalog)
            try tx.saveGuarded(&record)
            return record
        }
        return answer(record, status: 201).adding("Location", "/api/v1/\(object.object.path)/\(record.key.text)")
    }

    static func update(_ visit: Visit) async throws -> Answer {
        let object = try visit.object(), id = try visit.recordID(object), input = try input(visit)
        let expected = visit.request.headers["if-match"]
        let record = try await visit.write { tx in
            var record = try tx.require(object.name, id)
            if let expected, expected != "*", expected != etag(record) {
                throw Refusal(Explanation(.precondition, says: "The record was changed since you read it.", advice: "Read it again and repeat your change with its new ETag."))
            }
            try record.assign(input, as: tx.access, in: tx.catalog)
            try tx.saveGuarded(&record)
            return record
        }
        return answer(record)
    }

    static func delete(_ visit: Visit) async throws -> Answer {
        let object = try visit.object(), id = try visit.recordID(object)
        try await visit.write { tx in try tx.deleteGuarded(try tx.require(object.name, id)) }
        return Answer(204)
    }

    private static func answer(_ record: AnyRecord, status: Int = 200) -> Answer {
        var writer = JSONWriter()
        record.write(to: &writer)
        return Answer.json(writer.bytes, status: status).adding("ETag", etag(record))
    }

    private static func etag(_ record: AnyRecord) -> String { "\"\(record.version)\"" }

    private static func input(_ visit: Visit) throws -> JSONObject {
        guard visit.request.headers["content-type"]?.lowercased().hasPrefix("application/json") == true else {
            throw Refusal(Explanation(.unsupported, says: "The body must be JSON.", advice: "Send it with Content-Type: application/json."))
        }
        guard let object = try visit.request.json().objectValue else { throw Refusal(Explanation(.invalid, says: "The body must be one JSON object.")) }
        return object
    }

    private static func limit(_ text: String?) throws -> Int {
        guard let text else { return 50 }
        guard let limit = Int(text), (1...AnyQuery.maxLimit).contains(limit) else { throw RecordError.badLimit(max: AnyQuery.maxLimit) }
        return limit
    }

    private static func sort(_ text: String?) throws -> [AnyQuery.Order] {
        guard let text, !text.isEmpty else { return [] }
        let terms = text.split(separator: ",").map { AnyQuery.Order($0) }
        guard terms.count <= 4 else { throw RecordError.invalid([FieldProblem("sort", "At most four fields.")]) }
        return terms
    }

    private static func checkParameters(_ request: Incoming, _ known: Set<String>) throws {
        let unknown = request.query.map(\.name).filter { !known.contains($0) }
        guard unknown.isEmpty else {
            throw RecordError.invalid(unknown.map { FieldProblem($0, "There is no parameter “\($0)”. Known: \(known.sorted().joined(separator: ", ")).") })
        }
    }
}
