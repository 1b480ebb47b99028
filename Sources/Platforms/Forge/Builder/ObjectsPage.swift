import Kernel
import Model

/// Every object of the workspace, with how many fields it has.
enum ObjectsPage {
    static func answer(_ visit: Kernel.Visit) -> Answer {
        let objects = visit.catalog.objects.filter { !$0.object.isInternal }.sorted { ($0.isCustom ? 0 : 1, $0.object.title) < ($1.isCustom ? 0 : 1, $1.object.title) }
        let table = TableView(
            "Objects", columns: [.init("Object"), .init("Platform"), .init("Name"), .number("Fields"), .number("Your own")],
            rows: objects.map { row($0, visit) })
        return visit.page(
            "Builder", on: .forge, crumbs: [NavLink("Builder", to: Builder.base)],
            HTML(Head("Builder", truth: "Every object of your business. Choose one to add a field; it is in the form, the list, the filter and the API at once.", actions: [Button("New object", to: "\(Builder.base)/new", style: .primary, key: "c")]), table))
    }

    private static func row(_ object: ObjectDefinition, _ visit: Kernel.Visit) -> TableView.Row {
        let brand = object.object.owner.brand
        let own = object.ownFields.filter(\.isCustom).count
        let list = visit.suite.listURL(of: object.name, in: visit.catalog)
        return .init([
            .link(object.object.title, to: Builder.url(object)), .chip(object.isCustom ? "your own" : brand.title, .platform(brand)), .html("<a href=\"\(url: list)\"><code>\(object.name)</code></a>"),
            .numberLink("\(object.ownFields.filter { !$0.isHidden }.count)", to: Builder.url(object)), own == 0 ? .none : .numberLink("\(own)", to: Builder.url(object)),
        ], url: Builder.url(object))
    }
}
