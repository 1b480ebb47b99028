import Kernel
import Model

/// What visits say about articles: how many read one, and what they read besides.
enum Readership {
    /// Distinct visitors a day by path; a visitor's name changes every day, so counting names counts visitor-days. One statement.
    static func views(of paths: [String], on site: Key<Site>, since: LocalDate? = nil, in db: Database) throws -> [String: Int] {
        guard !paths.isEmpty, try db.mayReadVisits else { return [:] }
        var query = Query(PageView.self).where(PageView.site == site && PageView.path.isOneOf(paths))
        if let since { query = query.where(PageView.day >= since) }
        let lines = try db.aggregate(Aggregate(query.any, .distinct(PageView.visitor.name), by: PageView.path.name))
        return Dictionary(lines.compactMap { line in line.name.map { ($0, line.count) } }, uniquingKeysWith: { first, _ in first })
    }

    /// How many of a path's 200 latest readers also read another path. Two statements.
    static func alsoRead(by path: String, on site: Key<Site>, in db: Database) throws -> [String: Int] {
        guard try db.mayReadVisits else { return [:] }
        var readers = Query(PageView.self).where(PageView.site == site && PageView.path == path).limit(200)
        readers.any.fields = [PageView.visitor.name]
        readers.any.order = [.init("id", descending: true)]
        let visitors = Set(try db.fetch(readers).map { $0[PageView.visitor] })
        guard !visitors.isEmpty else { return [:] }
        let others = Query(PageView.self).where(PageView.site == site && PageView.visitor.isOneOf(visitors.sorted()) && PageView.path != path)
        let lines = try db.aggregate(Aggregate(others.any, .distinct(PageView.visitor.name), by: PageView.path.name))
        return Dictionary(lines.compactMap { line in line.name.map { ($0, line.count) } }, uniquingKeysWith: { first, _ in first })
    }
}

extension Database {
    var mayReadVisits: Bool { get throws { access.allows(.read, try catalog.require(PageView.object.name), in: catalog) } }
}

extension Aggregate.Line {
    /// The group's value where it is a text.
    var name: String? { String.load(group, group) }

    /// The measure as a whole number.
    var count: Int { value.isFinite && value >= 0 && value < 1e15 ? Int(value) : 0 }
}
