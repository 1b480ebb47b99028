import Identity
import Look
import Markup
import Records
import Timekeeping

/// What matters today, told by every platform.
enum HomePage {
    static func show(_ visit: Visit) async throws -> Answer {
        let digests = visit.suite.digests, links = visit.links, checks = visit.suite.checks
        let (tiles, paths) = try await visit.read { db in
            (try digests.flatMap { try $0.load(db, links) }, try EcosystemPage.paths(checks, db))
        }
        let open = paths.first { $0.steps.contains { !$0.isDone } }
        let name = visit.session?.name.split(separator: " ").first.map(String.init)
        let next: HTML = open.map { path -> HTML in
            "\(SetupChecklist(path.path, path.steps.map(\.view), open: 3, allURL: "/app/ecosystem#path-\(path.path.rawValue)"))"
        } ?? ""
        return visit.page(
            "Home", on: .home,
            HTML(
                Head(name.map { "Good to see you, \($0)" } ?? "Home", truth: "\(visit.now.formatted(in: visit.zone, .date)) · \(visit.zone.identifier)", actions: [Button("Explore the full ecosystem", to: "/app/ecosystem")]),
                Tiles(tiles), next))
    }
}

/// The six platforms, the four build paths, and how far this workspace has come on each.
enum EcosystemPage {
    struct Path: Sendable {
        let path: BuildPath
        let steps: [Step]
    }

    struct Step: Sendable {
        let check: Check
        let isDone: Bool

        var view: SetupChecklist.Step { .init(check.title, detail: check.detail, to: check.url, action: check.action, isDone: isDone) }
    }

    static func show(_ visit: Visit) async throws -> Answer {
        let checks = visit.suite.checks
        let paths = try await visit.read { try Self.paths(checks, $0) }
        let cards = PlatformBrand.suite.map { brand -> any Component in
            PlatformCard(brand, facts: Array(visit.suite.sections(of: brand, for: visit).prefix(5)))
        }
        return visit.page(
            "Explore the full ecosystem", on: .home,
            HTML(
                Head("Explore the full ecosystem", truth: "One login. One data model. Six platforms. Zero app-switching."),
                CardGrid(cards), CardGrid(paths.map { SetupChecklist($0.path, $0.steps.map(\.view)) })))
    }

    /// One statement a check; how many there are is fixed when the suite is built.
    static func paths(_ checks: [Check], _ db: Database) throws -> [Path] {
        try BuildPath.allCases.map { path in
            Path(path: path, steps: try checks.filter { $0.path == path }.map { Step(check: $0, isDone: try $0.isDone(db)) })
        }
    }
}


/// The front page of one platform: its sections, and what was touched last in each.
enum PlatformPage {
    static func show(_ visit: Visit) async throws -> Answer {
        guard let brand = PlatformBrand(rawValue: visit.path("platform")), brand != .home else {
            throw Refusal(Explanation(.notFound, says: "There is nothing at this address.", advice: "Check the address, or go to the start."))
        }
        let objects = visit.catalog.objects.filter {
            $0.object.owner.brand == brand && !$0.object.isInternal && $0.object.parent == nil && visit.access.allows(.read, $0, in: visit.catalog)
        }
        let recent = try await visit.read { db in
            try objects.map { object in
                var query = AnyQuery(object.name)
                query.order = [.init("-updated_at")]
                query.limit = 5
                return try db.fetch(query)
            }
        }
        let cards = zip(objects, recent).map { object, records -> any Component in
            let url = visit.suite.listURL(of: object.name, in: visit.catalog)
            let body: HTML = records.isEmpty
                ? "<p class=\"small soft\">None yet. <a\(attribute: "href", url + "/new")>New \(object.object.title.lowercased())</a></p>"
                : "<ul class=\"small\">\(records, { "<li><a\(attribute: "href", visit.url($0))>\($0.title)</a></li>" })</ul>"
            return Card(object.object.plural, platform: brand, more: "<a\(attribute: "href", url)>all</a>", body: body)
        }
        return visit.page(brand.title, on: brand, HTML(Head(brand.title, truth: "\(brand.purpose) · \(brand.line)"), CardGrid(cards)))
    }
}
