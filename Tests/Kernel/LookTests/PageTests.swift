import Look
import Markup
import Testing

@Suite("Pages")
struct PageTests {
    private func shell(_ platform: PlatformBrand?) -> Shell {
        Shell(title: "Contacts · Harbour", workspace: .init("Harbour"), person: .init("Ana", role: "Owner"), platform: platform,
              sections: [NavLink("Contacts", to: "/app/spark/contacts", isCurrent: true)],
              crumbs: [NavLink("Spark", to: "/app/spark"), NavLink("Contacts", to: "#")], content: "<h1>Contacts</h1>")
    }

    @Test("A whole page carries the nonce on every script and the forgery token for them")
    func document() {
        let text = PageDocument(title: "Contacts", body: shell(.spark), nonce: "n0", forgery: Forgery("t0"), theme: .dark).html.text
        #expect(text.hasPrefix("<!doctype html><html lang=\"en\" data-theme=\"dark\">"))
        #expect(text.contains("<meta name=forgery content=\"t0\">"))
        let scripts = text.components(of: "<script ")
        #expect(scripts == Asset.productScripts.count)
        #expect(text.components(of: "nonce=\"n0\"") == scripts)
    }

    @Test("A partial page holds what navigation swaps, and no frame")
    func partial() {
        let text = shell(.spark).partial.text
        for id in ["id=main", "id=crumbs", "id=platforms", "id=strip", "id=toasts", "<title>Contacts · Harbour</title>"] {
            #expect(text.contains(id), "\(id) is missing")
        }
        #expect(!text.contains("class=rail") && !text.contains("<html"))
    }

    @Test("The rail marks the platform where the person is, and only that one")
    func current() {
        let text = shell(.spark).html.text
        #expect(text.contains("<a href=\"/app/spark\" aria-current=\"true\" data-go=s>"))
        #expect(text.components(of: "aria-current=\"true\"") == 1)
    }

    @Test("A list says how it is sorted, aligns figures and names its checkboxes")
    func table() {
        let text = TableView(
            "Contacts", columns: [.init("Name", sort: .init(to: "?sort=-name", order: .ascending)), .number("Paid")],
            rows: [.init([.link("Ana", to: "/1"), .number("CHF 1.00")], key: "k1")],
            selection: .init([.init("Delete", to: "/delete")], forgery: Forgery("t"))).html.text
        #expect(text.contains("aria-sort=\"ascending\""))
        #expect(text.contains("<td class=\"short number\">CHF 1.00</td>"))
        #expect(text.contains("name=key value=\"k1\" aria-label=\"Ana\""))
    }

    @Test("An empty list says one sentence and offers one action")
    func empty() {
        let text = TableView("Contacts", columns: [.init("Name")], rows: [], empty: EmptyState("No contacts yet.", action: Button("Import", to: "/import"))).html.text
        #expect(text.contains("No contacts yet.") && text.contains("Import"))
        #expect(!text.contains("<table"))
    }

    @Test("Rows with more or fewer cells than columns print without harm")
    func raggedRows() {
        let text = TableView("x", columns: [.init("a"), .init("b")], rows: [.init(["1"]), .init(["1", "2", "3"])], total: ["s", "t", "u"]).html.text
        #expect(text.components(of: "<td") == 7)
    }

    @Test("A build path counts its ticks from its steps")
    func checklist() {
        let steps = [SetupChecklist.Step("a", detail: "", to: "#", action: "Do", isDone: true), .init("b", detail: "", to: "#", action: "Do", isDone: false)]
        #expect(SetupChecklist(.brand, steps).html.text.contains("1 of 2"))
    }

    @Test("Bars stay between nothing and everything", arguments: [(-1.0, "0%"), (0.456, "46%"), (7, "100%"), (.nan, "0%"), (.infinity, "0%")])
    func bars(share: Double, width: String) {
        #expect(BarList([.init("a", share: share, figure: "1")]).html.text.contains("<rect width=\"\(width)\""))
    }

    @Test("The keys after g are one letter each, all different")
    func keys() {
        #expect(Set(PlatformBrand.allCases.map(\.key)).count == PlatformBrand.allCases.count)
    }
}

extension String {
    /// How often `piece` occurs.
    fileprivate func components(of piece: String) -> Int {
        var count = 0
        var rest = self[...]
        while let found = rest.firstRange(of: piece) {
            count += 1
            rest = rest[found.upperBound...]
        }
        return count
    }
}
