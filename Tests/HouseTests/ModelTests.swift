import Testing

@Suite("The one data model")
struct ModelTests {
    @Test("Every object lists each of its fields once, since Swift cannot enumerate them")
    func fields() {
        var objects = 0
        for source in House.sources {
            for object in source.conforming(to: "ObjectType") {
                objects += 1
                report(Model.fieldBreaches(object, source))
            }
        }
        #expect(objects > 20, "Only \(objects) objects were found, so this test no longer reads the model.")
    }

    @Test("Every object and event of the Model is in DataModel's lists; what is not has no table, page or timeline")
    func lists() {
        let model = House.sources.filter { $0.path.hasPrefix("Sources/Model/") }
        guard let lists = model.first(where: { $0.path == "Sources/Model/DataModel.swift" }) else { return report([Breach("Sources/Model/DataModel.swift", "is not there.")]) }
        let named = Set(lists.words.map(\.text))
        for source in model {
            for type in source.conforming(to: "ObjectType") + source.conforming(to: "Event") where !named.contains(type.name) {
                report([Breach(source.path, line: type.line, "\(type.name) stands in no list of DataModel.swift, so the suite does not know it.")])
            }
        }
    }

    @Test("Event names are platform.object.happened, and each stands for one kind")
    func events() {
        let events = House.sources.flatMap { source in source.conforming(to: "Event").map { (source, $0) } }
        #expect(events.count > 10, "Only \(events.count) events were found, so this test no longer reads them.")
        report(Model.nameBreaches(events, what: "event", platformFirst: true))
    }

    @Test("Action names are platform.object.verb, and each stands for one action")
    func actions() {
        let actions = House.sources.flatMap { source in source.conforming(to: "Action").map { (source, $0) } }
        #expect(actions.count > 10, "Only \(actions.count) actions were found, so this test no longer reads them.")
        report(Model.nameBreaches(actions, what: "action", platformFirst: true))
    }
}

@Suite("Routes")
struct RouteTests {
    @Test("Every route says whom it needs")
    func needs() {
        let routes = House.sources.flatMap(Model.routes)
        #expect(routes.count > 20, "Only \(routes.count) routes were found, so this test no longer reads them.")
        report(routes.filter { !$0.hasNeed }.map { Breach($0.path, line: $0.line, "a route without `needs:` is open to everybody; say .nobody where that is meant.") })
    }

    @Test("A route's need has no default that somebody could forget to change")
    func noDefault() throws {
        let route = try #require(House.sources.first { $0.path == "Sources/Kernel/Web/Serving/Route.swift" }, "Route.swift has moved.")
        let code = route.codeLines.joined(separator: " ")
        #expect(code.contains(/needs need: Need\s*,/), "`needs:` must be asked for in every call of Route.init, without a default.")
        #expect(!code.contains(/needs need: Need\s*[=?]/), "`needs:` must have no default and not be optional.")
    }
}

/// Rules of objects, events, actions and routes.
enum Model {
    static func fieldBreaches(_ object: Declaration, _ source: SwiftSource) -> [Breach] {
        let fields = source.fields(of: object)
        guard let listed = source.fieldList(of: object) else {
            return [Breach(source.path, line: object.line, "\(object.name) has no `static var fields` list.")]
        }
        let missing = fields.filter { !listed.contains($0) }
        let repeated = Dictionary(grouping: listed, by: \.self).filter { $0.value.count > 1 }.keys.sorted()
        return missing.map { Breach(source.path, line: object.line, "\(object.name).\($0) is not in `fields`, so it has no column, form field or API name.") }
            + repeated.map { Breach(source.path, line: object.line, "\(object.name).\($0) stands twice in `fields`.") }
    }

    static func nameBreaches(_ types: [(source: SwiftSource, type: Declaration)], what: String, platformFirst: Bool) -> [Breach] {
        var owners: [String: String] = [:]
        return types.flatMap { source, type -> [Breach] in
            guard let name = source.string(of: "name", in: type) else {
                return [Breach(source.path, line: type.line, "\(type.name) has no `static let name = \"…\"` to read.")]
            }
            var breaches: [Breach] = []
            if !name.contains(/^[a-z]+\.[a-z_]+\.[a-z_]+$/) {
                breaches.append(Breach(source.path, line: type.line, "“\(name)” is not three words in small letters, platform.object.\(what == "event" ? "happened" : "verb")."))
            }
            let folder = source.path.split(separator: "/").dropFirst(source.path.hasPrefix("Sources/Platforms/") || source.path.hasPrefix("Sources/Model/") ? 2 : 99)
            let place = source.path.hasPrefix("Sources/Platforms/") || source.path.hasPrefix("Sources/Model/") ? folder.first?.lowercased() : nil
            if let place, House.platforms.contains(where: { $0.lowercased() == place }), !name.hasPrefix(place + ".") {
                breaches.append(Breach(source.path, line: type.line, "the \(what) “\(name)” belongs to \(place) by its folder and to another by its name; guess the path and be right."))
            }
            if let other = owners[name] { breaches.append(Breach(source.path, line: type.line, "\(type.name) has the name “\(name)” of \(other); stored events and programs would mix them up.")) }
            owners[name] = type.name
            return breaches
        }
    }

    struct RouteCall {
        let path: String
        let line: Int
        let hasNeed: Bool
    }

    static func routes(_ source: SwiftSource) -> [RouteCall] {
        let words = source.words
        return words.enumerated().compactMap { index, word in
            guard word.text == "Route", word.end < source.code.count, source.code[word.end] == UInt8(ascii: "(") else { return nil }
            let call = word.end..<source.closing(word.end)
            let inside = words[(index + 1)...].prefix { call.contains($0.offset) }
            let hasNeed = inside.contains { $0.text == "needs" && $0.end < source.code.count && source.code[$0.end] == UInt8(ascii: ":") }
            return RouteCall(path: source.path, line: source.line(of: word.offset), hasNeed: hasNeed)
        }
    }
}
