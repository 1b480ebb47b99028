import Kernel
import Model

/// Objects and fields of one's own, made at run time and there on every surface at once.
enum Builder {
    static let base = "\(PlatformBrand.forge.url)/builder"
    private static let configure = Permission(.create, CustomField.self)

    static let feature = Feature(
        "builder",
        routes: [
            Route(.get, base, needs: .permission(configure)) { visit in ObjectsPage.answer(visit) },
            Route(.get, "\(base)/new", needs: .permission(Permission(.create, CustomObject.self))) { visit in NewObjectPage.answer(visit, NewObjectPage.Typed()) },
            Route(.post, "\(base)/new", needs: .permission(Permission(.create, CustomObject.self))) { visit in try await NewObjectPage.submit(visit) },
            Route(.get, "\(base)/{object}", needs: .permission(configure)) { visit in try FieldsPage.answer(visit, [:], []) },
            Route(.post, "\(base)/{object}", needs: .permission(configure)) { visit in try await FieldsPage.submit(visit) },
        ],
        actions: [AnyAction(AddField.self), AnyAction(AddObject.self)],
        sections: [Section("Builder", to: base, needs: configure)],
        panels: [OwnFieldsPanel.panel],
        checks: [
            Check(.engine, "A field of your own", detail: "The data model fits your business.", to: base, action: "Add a field") { db in
                try db.count(Query(CustomField.self)) > 0
            },
        ])

    static func url(_ object: ObjectDefinition) -> String { "\(base)/\(object.name)" }

    /// A name for programs made from a title for people: `Favourite roast` becomes `favourite_roast`.
    static func name(from title: String) -> String {
        var name = ""
        for character in title.lowercased() {
            if character.isASCII, character.isLetter || character.isNumber {
                name.append(character)
            } else if !name.isEmpty, name.last != "_" { name.append("_") }
        }
        while name.last == "_" { name.removeLast() }
        return name.first?.isNumber == true ? "n\(name)" : name
    }
}
