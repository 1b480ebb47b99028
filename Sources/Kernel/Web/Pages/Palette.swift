import Events
import JSON
import Look
import Markup
@_spi(Kernel) import Records
import Store
import Timekeeping

/// What Ctrl-K offers: pages, actions, and every record that matches.
enum Palette {
    static func answer(_ visit: Visit) async throws -> Answer {
        let asked = visit.request.query("q") ?? ""
        let words = asked.lowercased()
        func matches(_ title: String) -> Bool { words.isEmpty || words.split(separator: " ").allSatisfy { title.lowercased().contains($0) } }
        var entries: [JSON] = []
        if words.count >= 2 { entries += try await found(visit, asked, limit: 8) }
        for brand in PlatformBrand.allCases {
            let pages = [NavLink(brand.title, to: brand.url)] + visit.suite.sections(of: brand, for: visit)
            for page in pages where matches(page.title) { entries.append(entry("Go to", page.title, brand.title, page.url, "GET")) }
        }
        for object in visit.catalog.objects where !object.object.isInternal && object.object.parent == nil && visit.allows(.create, object.name) {
            let title = "New \(object.object.title.lowercased())"
            if matches(title) { entries.append(entry("Do", title, object.object.owner.brand.title, visit.suite.listURL(of: object.name, in: visit.catalog) + "/new", "GET")) }
        }
        for action in visit.suite.actions where visit.allows(action.permission.verb, action.permission.object) && matches(action.title) {
            entries.append(entry("Do", action.title, String(action.name.prefix { $0 != "." }).capitalized, "/app/actions/\(action.name)", "GET"))
        }
        if matches("Explore the full ecosystem") { entries.append(entry("Go to", "Explore the full ecosystem", "Home", "/app/ecosystem", "GET")) }
        return .json(.array(Array(entries.prefix(40))))
    }

    static func found(_ visit: Visit, _ words: String, limit: Int) async throws -> [JSON] {
        try await visit.read { try $0.search(words, limit: limit) }.map { record in
            entry(record.object.object.plural, record.title, record.object.object.owner.brand.title, visit.url(record), "GET")
        }
    }

    private static func entry(_ group: String, _ title: String, _ hint: String, _ url: String, _ method: String) -> JSON {
        ["group": .string(group), "title": .string(title), "hint": .string(hint), "url": .string(url), "method": .string(method)]
    }
}

extension String {
    var capitalized: String { prefix(1).uppercased() + dropFirst() }
}

/// Suggestions for reference fields.
enum Lookup {
    static func answer(_ visit: Visit) async throws -> Answer {
        let object = try visit.catalog.require(visit.path("object"))
        guard visit.allows(.read, object.name) else { throw RecordError.unknownObject(object.name) }
        let words = visit.request.query("q") ?? ""
        let records = try await visit.read { db in
            var query = AnyQuery(object.name)
            query.search = words.isEmpty ? nil : words
            query.order = [.init("-updated_at")]
            query.limit = 12
            return try db.fetch(query)
        }
        return .json(.array(records.map { ["key": .string($0.key.text), "title": .string($0.title), "hint": .string($0.object.object.title)] }))
    }
}

/// Everything that contains the words, whatever it is.
enum SearchPage {
    static func show(_ visit: Visit) async throws -> Answer {
        let words = visit.request.query("q") ?? ""
        let records = words.isEmpty ? [] : try await visit.read { try $0.search(words, limit: 100) }
        let table = TableView(
            "Results", columns: [.init("Name"), .init("What"), .init("Last change")],
            rows: records.map { record in
                TableView.Row([
                    .link(record.title, to: visit.url(record)), .chip(record.object.object.title, .platform(record.object.object.owner.brand)),
                    .soft(record.updatedAt.formatted(in: visit.zone, .relative(to: visit.now))),
                ], url: visit.url(record))
            },
            empty: EmptyState(words.isEmpty ? "Type what you look for." : "Nothing contains “\(words)”."))
        let bar = FilterBar(to: "/app/search", fields: [], search: words)
        return visit.page("Search", on: .home, HTML(Head("Search", truth: "Every object of all six platforms that you may see"), bar, table))
    }
}
