import Kernel
import Model

/// What stands before the first customer comes, and what is set up when business runs.
extension HarbourCoffee {
    func openShop() async throws {
        go(to: 0, hour: 7)
        _ = try await front.house.create(Self.slug, name: "Harbour Coffee", owner: DemoCommand.owner, ownerName: "Ana Keller", password: DemoCommand.password)
        try await front.house.join("ben@harbour.test", name: "Ben Frei", password: DemoCommand.password, workspace: Self.slug, role: "Manager")
        try await front.house.join("mia@harbour.test", name: "Mia Roth", password: DemoCommand.password, workspace: Self.slug, role: "Member")
        let users = try await workspace().read(as: .system) { db in
            Dictionary(try db.fetch(Query(User.self)).map { ($0[User.email], $0.key.id) }) { first, _ in first }
        }
        (ana, ben, mia) = (users[DemoCommand.owner], users["ben@harbour.test"], users["mia@harbour.test"])
        try await act("spark.pipeline.set_up", [:], as: ana)
        try await write(as: ana) { tx in
            try Self.letterhead(tx)
            try Self.products(tx)
            try Self.template(tx)
            try Self.site(tx)
            try Self.audience(tx)
        }
    }

    /// Workflows and the dashboard begin to work now; what happened before does not start them.
    func automate() async throws {
        try await act("stella.dashboard.install", [:], as: ana)
        for input: JSONObject in [["recipe": "form", "form": "book-a-tasting"], ["recipe": "won", "template": "Coffee corner"]] {
            let draft = try await act("argus.recipe.install", input, as: ana)
            if let id = draft.record?.id { try await act("argus.workflow.activate", ["workflow": .string(AnyKey(id).text)], as: ana) }
        }
        try await front.settle()
    }

    /// Tasks that are late, due and coming, a project under way, and a deal won this morning.
    func planTheWeek() async throws {
        let tasks: [(String, Int, Int64?)] = [
            ("Call about the grinder service", -3, ana), ("Send the tasting notes", -1, ben), ("Confirm Thursday's delivery", 0, ana), ("Order cups, 12 oz", 0, mia),
            ("Taste the new Ethiopian lot", 1, mia), ("Write December's Signal", 4, mia), ("Stocktaking", 9, ben),
        ]
        for (index, (title, days, owner)) in tasks.enumerated() {
            var input: JSONObject = ["title": .string(title), "due_on": .string(today.adding(days: days).description)]
            if index < contacts.count { input["contact"] = .string(contacts[contacts.count - 1 - index].key.text) }
            if let owner { input["assignee"] = .string(AnyKey(owner).text) }
            try await act("oliver.task.create", input, as: owner)
        }
        guard let contact = contacts.last else { return }
        try await act("oliver.project.start", ["name": "Coffee corner for Juniper Studio", "template": "Coffee corner", "contact": .string(contact.key.text)], as: ben)
        let deal = try await act("spark.deal.create", ["name": "Coffee corner for twelve", "contact": .string(contact.key.text), "amount": Self.francs(4_800)], as: ana)
        if let id = deal.record?.id { try await act("spark.deal.win", ["deal": .string(AnyKey(id).text)], as: ana) }
        try await front.settle()
    }

    private static func letterhead(_ tx: Transaction) throws {
        var letterhead = tx.new(Letterhead.self)
        letterhead[Letterhead.name] = "Harbour Coffee GmbH"
        letterhead[Letterhead.address] = "Seestrasse 1\n8002 Zürich\nSwitzerland"
        letterhead[Letterhead.email] = "hello@harbour.test"
        letterhead[Letterhead.account] = "CH93 0076 2011 6238 5295 7"
        letterhead[Letterhead.terms] = "Payable within 30 days, without deduction."
        try tx.save(letterhead)
    }

    private static func products(_ tx: Transaction) throws {
        let products: [(String, String, String, Int64)] = [
            ("Harbour blend, kilogram", "HB-1000", "Beans", 3_450), ("Night ferry decaf, kilogram", "NF-1000", "Beans", 3_800), ("Barista course", "C-01", "Courses", 24_500),
            ("Espresso machine, hired a month", "M-01", "Machines", 30_000), ("Grinder service", "S-01", "Service", 14_000),
        ]
        for (name, sku, line, price) in products {
            var product = tx.new(Product.self)
            product[Product.name] = name
            product[Product.sku] = sku
            product[Product.line] = line
            product[Product.price] = Money(minor: price, .chf)
            try tx.save(product)
        }
    }

    private static func template(_ tx: Transaction) throws {
        var template = tx.new(ProjectTemplate.self)
        template[ProjectTemplate.name] = "Coffee corner"
        template[ProjectTemplate.tasks] = "0 | Thank the customer\n2 | Measure the room\n5 | Order the machine\n12 | Install and dial in\n14 | Train the team"
        try tx.save(template)
    }

    private static func site(_ tx: Transaction) throws {
        var site = tx.new(Site.self)
        site[Site.name] = "Harbour Coffee"
        site[Site.slug] = "harbour"
        site[Site.tagline] = "Roasted by the water, in Zürich."
        site[Site.navigation] = "Beans | /beans\nFor offices | /for-offices\nSignal | /signal\nVisit | /visit\nBook a tasting | /forms/book-a-tasting"
        try tx.save(&site)
        var form = tx.new(Form.self)
        form[Form.site] = site.key
        form[Form.name] = "Book a tasting"
        form[Form.slug] = "book-a-tasting"
        form[Form.asks] = "name*\nemail*\nphone"
        form[Form.button] = "Book a tasting"
        form[Form.thanks] = "Thank you. We will call you within a day to find a time."
        form[Form.consentWording] = consent
        try tx.save(&form)
        for (slug, title, lead, body, asks) in pages {
            var page = tx.new(Page.self)
            page[Page.site] = site.key
            page[Page.slug] = slug
            page[Page.title] = title
            page[Page.lead] = lead
            page[Page.body] = body
            page[Page.form] = asks ? form.key : nil
            page[Page.status] = "published"
            try tx.save(page)
        }
    }

    private static let pages: [(slug: String, title: String, lead: String, body: String, asks: Bool)] = [
        ("", "Coffee that is roasted the week you drink it", "Small batches from our roastery by the lake, delivered by bicycle in Zürich and by post everywhere else.",
         "## Three coffees, always fresh\n\nThe Harbour blend for milk, the Night ferry for the evening, and one lot that changes with the season.\n\n## Come and taste\n\nEvery Thursday at four we put five cups on the table. Book a place; it costs nothing.", true),
        ("beans", "Our beans", "Three coffees, roasted on Mondays and Thursdays.",
         "| coffee | tastes of | a kilogram |\n|---|---|---|\n| Harbour blend | hazelnut, cocoa | CHF 34.50 |\n| Night ferry decaf | caramel, plum | CHF 38.00 |\n| Season's lot | ask us | CHF 42.00 |", false),
        ("for-offices", "Good coffee at work", "A machine, beans every month, and somebody who comes when it drips.",
         "We measure the room, install the machine and train whoever likes to. You pay for what you drink.", true),
        ("visit", "Visit us", "Seestrasse 1, 8002 Zürich. Tuesday to Saturday, eight to six.", "Take tram 7 to the last stop but one and follow the smell.", false),
    ]

    private static func audience(_ tx: Transaction) throws {
        var segment = tx.new(Segment.self)
        segment[Segment.name] = "Customers in Zürich"
        segment[Segment.condition] = "stage == \"customer\" && city == \"Zürich\""
        try tx.save(&segment)
        var campaign = tx.new(Campaign.self)
        campaign[Campaign.name] = "Season's lot, autumn"
        campaign[Campaign.subject] = "A new coffee is on the table"
        campaign[Campaign.body] = "Dear {{ contact.first_name | default: contact.name }},\n\nthe autumn lot has arrived. Come and taste it on Thursday at four.\n\nAna and Mia\n"
        campaign[Campaign.segment] = segment.key
        try tx.save(campaign)
    }
}
