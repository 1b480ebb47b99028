import Kernel
import Model
import Spark
import TestKit
import Testing

@testable import sextant

/// The kernel has a `Visit` too: one request.
typealias PageView = Model.Visit

@Suite("A visitor becomes a paying customer", .enabled(if: MailSink.isAvailable, "aiosmtpd is not installed"))
struct StoryTests {
    @Test("From an article to a paid invoice and a chart, on one timeline", .timeLimit(.minutes(3)), arguments: World.Engine.available)
    func story(engine: World.Engine) async throws {
        let sink = try MailSink()
        let mail = try MailSettings(url: "smtp://127.0.0.1:\(sink.port)", requiresTLS: false, sender: "hello@harbour.test", senderName: "Harbour Coffee")
        let world = try await World(.sextant(mail: mail), on: engine)
        try await prepare(world)
        let ana = try await world.login()

        // ARION: the visitor reads an article that a search engine led to, goes to the landing page and sends its form.
        let visitor = world.visitor()
        let article = await visitor.get("/signal/why-the-list-was-slow")
        #expect(article.status == 200, "\(article.text.prefix(500))")
        #expect(article.text.contains("Why the list was slow"))
        #expect(await visitor.post("/visit", ["path": "/signal/why-the-list-was-slow", "referrer": "https://www.google.com/"]).status == 204)
        let landing = await visitor.get("/tasting")
        #expect(landing.status == 200)
        #expect(await visitor.post("/visit", ["path": "/tasting", "referrer": "http://harbour.test/signal/why-the-list-was-slow"]).status == 204)
        let stamp = try #require(Self.value(of: "stamp", in: landing.text))
        world.clock.advance(by: .seconds(20))
        let sent = await visitor.post("/forms/tasting", [
            "name": "Mirjam Oberholzer", "email": "m.oberholzer@limmat.test", "consent": "true", "stamp": stamp, "page": "/tasting", "website": "",
        ])
        #expect(sent.status == 303, "\(sent.text.prefix(800))")

        // SPARK has the contact, with first touch and consent; the anonymous visits are joined to it.
        let contact = try #require(try await world.read { try $0.first(Query(Contact.self).where(Contact.email == "m.oberholzer@limmat.test")) })
        #expect(contact[Contact.firstSource] == "Search")
        let consent = try #require(try await world.read { try $0.first(Query(Consent.self).where(Consent.contact == contact.key)) })
        #expect(consent[Consent.wording] == "Yes, write to me about coffee.")
        #expect(try await world.read { try $0.count(Query(PageView.self).where(PageView.contact == contact.key)) } == 2)

        // ARGUS creates a deal and a task and sends the welcome mail, with the person's name.
        try await world.settle()
        let deal = try #require(try await world.read { try $0.first(Query(Deal.self).where(Deal.contact == contact.key)) })
        #expect(try await world.read { try $0.count(Query(ToDo.self).where(ToDo.contact == contact.key)) } == 1)
        let welcome = try #require(try sink.messages().first)
        #expect(welcome.contains("Mirjam"))

        // The deal is given its amount and won on the board; the workflow starts the project and drafts the invoice.
        let program = try await world.program()
        #expect(await program.patch("/api/v1/deals/\(deal.key.text)", ["amount": ["amount": "1284.50", "currency": "CHF"]]).status == 200)
        let board = await ana.get("/app/spark/board")
        #expect(board.status == 200 && board.text.contains(deal.title))
        let won = try #require(try await world.read { try $0.first(Query(Stage.self).where(Stage.outcome == "won")) })
        let moved = await ana.post("/app/spark/board", ["card": deal.key.text, "to": won.key.text])
        #expect(moved.status < 400, "\(moved.text.prefix(500))")
        try await world.settle()
        let project = try #require(try await world.read { try $0.first(Query(Project.self).where(Project.deal == deal.key)) })
        #expect(try await world.read { try $0.count(Query(ToDo.self).where(ToDo.project == project.key)) } == 2)
        let draft = try #require(try await world.read { try $0.first(Query(Invoice.self).where(Invoice.deal == deal.key)) })
        #expect(draft[Invoice.status] == "draft" && draft[Invoice.number] == nil)

        // OLIVER issues it, mails it as PDF, and takes the payment.
        for action in ["oliver.invoice.issue", "oliver.invoice.mail"] {
            let done = await ana.post("/app/actions/\(action)", ["invoice": draft.key.text])
            #expect(done.status == 303, "\(action): \(done.text.prefix(800))")
            try await world.settle()
        }
        let mailed = try #require(try sink.messages().last)
        #expect(mailed.contains("application/pdf"))
        let paid = await ana.post("/app/actions/oliver.payment.record", ["invoice": draft.key.text, "method": "bank"])
        #expect(paid.status == 303, "\(paid.text.prefix(800))")
        try await world.settle()
        let invoice = try #require(try await world.read { try $0.find(draft.key) })
        #expect(invoice[Invoice.status] == "paid")
        #expect(invoice[Invoice.number]?.hasSuffix("0001") == true)
        #expect(invoice[Invoice.total] == Money(minor: 128_450, .chf))

        // STELLA shows revenue by first touch, and the bar leads to the invoice.
        let dashboard = await ana.get("/app/stella/d/money")
        #expect(dashboard.status == 200)
        #expect(dashboard.text.contains("Search") && dashboard.text.contains("1,284.50"))
        let door = try #require(Self.link(containing: "first_source", in: dashboard.text))
        let behind = await ana.get(door)
        #expect(behind.status == 200 && behind.text.contains(invoice.title), "\(door)")

        // FORGE adds a field to contacts, and it is at once in form, list, filter, API and its description.
        let added = await ana.post("/app/forge/builder/contact", ["title": "Roast", "name": "roast", "kind": "choice", "choices": "Light\nMedium\nDark"])
        #expect(added.status == 303, "\(added.text.prefix(800))")
        #expect(await ana.get("/app/spark/contacts/new").text.contains("Roast"))
        #expect(await ana.get("/app/spark/contacts").text.contains("Roast"))
        #expect(await program.patch("/api/v1/contacts/\(contact.key.text)", ["roast": "Medium"]).status == 200)
        let filtered = await ana.get("/app/spark/contacts?filter=" + Incoming.encode("roast == \"Medium\""))
        #expect(filtered.text.contains("Mirjam Oberholzer"))
        #expect(await program.get("/api/v1/openapi.json").text.contains("\"roast\""))

        // All of it stands on the contact's one timeline.
        let page = await ana.get("/app/spark/contacts/\(contact.key.text)")
        for words in ["Read 2 pages", "“Book a tasting”", "Agreed to the newsletter", "Welcome, Mirjam", " won", project.title, "issued", "mailed", " paid", "Roast"] {
            #expect(page.text.contains(words), "The timeline lacks “\(words)”.")
        }
        await world.close()
    }

    private func prepare(_ world: World) async throws {
        try await world.write { tx in
            _ = try tx.act("spark.pipeline.set_up", JSONObject())
            var template = tx.new(ProjectTemplate.self)
            template[ProjectTemplate.name] = "Onboarding"
            template[ProjectTemplate.tasks] = "1 | Install the grinder\n7 | Ask how it tastes"
            try tx.save(&template)
            var site = tx.new(Site.self)
            site[Site.name] = "Harbour Coffee"
            site[Site.slug] = "harbour"
            try tx.save(&site)
            var form = tx.new(Form.self)
            form[Form.site] = site.key
            form[Form.name] = "Book a tasting"
            form[Form.slug] = "tasting"
            form[Form.asks] = "name*\nemail*"
            form[Form.consentWording] = "Yes, write to me about coffee."
            try tx.save(&form)
            var page = tx.new(Page.self)
            page[Page.site] = site.key
            page[Page.title] = "Book a tasting"
            page[Page.slug] = "tasting"
            page[Page.form] = form.key
            page[Page.status] = "published"
            try tx.save(&page)
            _ = try tx.act("arion.article.import", ["markdown": """
                ---
                title: "Why the list was slow"
                journal: Signal
                category: Signal
                tags: [PostgreSQL]
                author: Mia Roth
                ---

                One query became four hundred. [Book a tasting](/tasting) and hear the rest.
                """])
            _ = try tx.act("stella.dashboard.install", JSONObject())
            for (recipe, name, value) in [("form", "form", "tasting"), ("won", "template", "Onboarding")] {
                let made = try tx.act("argus.recipe.install", ["recipe": .string(recipe), name: .string(value)])
                _ = try tx.act("argus.workflow.activate", ["workflow": .string(AnyKey(made.record?.id ?? 0).text)])
            }
        }
        try await world.settle()
    }

    /// The value of a hidden field.
    static func value(of name: String, in html: String) -> String? {
        guard let start = html.firstRange(of: "name=\(name) value=\"") ?? html.firstRange(of: "name=\"\(name)\" value=\"") else { return nil }
        return String(html[start.upperBound...].prefix { $0 != "\"" })
    }

    /// The first link whose address contains some text.
    static func link(containing text: String, in html: String) -> String? {
        for part in html.split(separator: "href=\"") {
            let address = part.prefix { $0 != "\"" }
            if address.contains(text) { return String(address).replacing("&amp;", with: "&") }
        }
        return nil
    }
}
