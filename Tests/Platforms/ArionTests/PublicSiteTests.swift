import Kernel
import Model
import Store
import TestKit
import Testing

@testable import Arion

typealias World = TestKit.World

@Suite("The public site")
struct PublicSiteTests {
    @Test("A visitor reads an article, follows it to a page and sends the form: a contact with consent and first touch exists", arguments: World.Engine.available)
    func fromReaderToContact(engine: World.Engine) async throws {
        let world = try await Harbour.open(on: engine)
        let visitor = world.visitor()

        #expect(await visitor.reads("/signal/why-the-list-was-slow", from: "https://www.linkedin.com/feed").status == 204)
        #expect(await visitor.reads("/tasting", from: "http://harbour.test/signal/why-the-list-was-slow").status == 204)
        let page = await visitor.get("/tasting")
        #expect(page.status == 200)
        #expect(page.text.contains("Send me the newsletter, about once a month."))
        let stamp = try #require(page.stamp)
        world.clock.advance(by: .seconds(20))
        let sent = await visitor.post("/forms/tasting", [
            "name": "Jonas Frei", "email": "Jonas@Frei.test", "company": "Frei AG", "message": "Six people", "consent": "true", "website": "", "page": "/tasting", "stamp": stamp,
        ])
        #expect(sent.status == 303, "\(sent.text)")
        #expect(sent.header("Location") == "/forms/tasting/thanks")
        #expect(await visitor.get("/forms/tasting/thanks").text.contains("We will call you."))

        let (contact, consent, submission, visits) = try await world.read { db in
            (
                try db.fetch(Query(Contact.self)), try db.fetch(Query(Consent.self)), try db.fetch(Query(FormSubmission.self)),
                try db.fetch(Query(PageView.self))
            )
        }
        let person = try #require(contact.first)
        #expect(contact.count == 1 && person[Contact.email] == "jonas@frei.test")
        #expect(person[Contact.firstSource] == "Social" && person[Contact.firstPage] == "/signal/why-the-list-was-slow")
        #expect(consent.first?[Consent.wording] == "Send me the newsletter, about once a month.")
        #expect(consent.first?[Consent.wordingVersion] == 3)
        #expect(submission.first?[FormSubmission.answers].contains("Six people") == true)
        #expect(visits.count == 2 && visits.allSatisfy { $0[PageView.contact] == person.key })
        #expect(visits.allSatisfy { $0[PageView.source] == "Social" })
        let events = try await world.events()
        #expect(events.suffix(3).elementsEqual(["form_submission.created", "arion.pages.read", "arion.form.sent"]))
        #expect(events.contains("spark.consent.given"))
        await world.close()
    }

    @Test("An article shows what its fields say, and its structured data says the same", .enabled(if: SharedData.article != nil, "needs shared/data/article.md"), arguments: World.Engine.available)
    func articlePage(engine: World.Engine) async throws {
        let world = try await Harbour.open(on: engine)
        let source = try #require(SharedData.article)
        let outcome = try await world.write { try $0.act("arion.article.import", ["markdown": JSON(source)]) }
        #expect(outcome.values["path"] == "/signal/python-performance-why-your-code-is-slow-and-how-to-fix-it")
        let again = try await world.write { try $0.act("arion.article.import", ["markdown": JSON(source)]) }
        #expect(again.values["created"] == false)
        let path = "/signal/python-performance-why-your-code-is-slow-and-how-to-fix-it"
        for agent in ["Mozilla/5.0 (Macintosh) Firefox/131.0", "Mozilla/5.0 (Macintosh) Safari/605.1", "Mozilla/5.0 (Macintosh) Safari/605.1", "Googlebot/2.1 (+http://www.google.com/bot.html)"] {
            _ = await world.visitor().reads(path, agent: agent)
        }

        let page = await world.visitor().get(path)

        let title = "Python Performance: Why Your Code Is Slow and How to Fix It"
        #expect(page.status == 200)
        #expect(page.text.components(of: "<h1>").count == 2 && page.text.contains("<h1>\(title)</h1>"))
        for words in ["1 min read", "2 views", "Taylor Liu", "Cloud infrastructure lead.", "href=\"/signal/category/signal\"", "href=\"/signal/tags/postgresql\"", "Profile First, Optimize Second</h2>", "Related posts"] {
            #expect(page.text.contains(words), "\(words)")
        }
        #expect(page.text.contains("<link rel=canonical href=\"http://harbour.test\(path)\">"))
        for type in ["rss+xml", "atom+xml", "feed+json"] { #expect(page.text.contains("type=\"application/\(type)\"")) }
        let data = try JSON(parsing: Array(#require(page.text.between("<script type=\"application/ld+json\">", "</script>")).utf8))
        let posting = try #require(data[path: "@graph", 0]), crumbs = try #require(data[path: "@graph", 1, "itemListElement"]?.arrayValue)
        #expect(posting["@type"] == "BlogPosting" && posting["headline"]?.stringValue == title)
        #expect(posting[path: "author", "name"] == "Taylor Liu" && posting["timeRequired"] == "PT1M" && posting["articleSection"] == "Signal")
        #expect(posting["keywords"] == ["Observability", "PostgreSQL", "Python"])
        #expect(posting[path: "interactionStatistic", "userInteractionCount"] == 2)
        #expect(crumbs.compactMap { $0["name"]?.stringValue } == ["Home", "Signal", title])
        #expect(try #require(page.text.between("<nav class=crumbs", "</nav>")).contains("Signal"))
        await world.close()
    }

    @Test("A finished page costs no statement, changes with the content, and is not sent twice")
    func cache() async throws {
        let world = try await Harbour.open()
        let visitor = world.visitor(), path = "/signal/why-the-list-was-slow"
        _ = await visitor.get("/")
        let first = await visitor.get(path)
        #expect(first.statements <= 7, "\(first.statements)")
        let second = await visitor.get(path)
        #expect(second.statements == 0 && second.text == first.text)
        #expect(second.header("Cache-Control") == "public, max-age=0, must-revalidate")
        #expect(second.header("Content-Security-Policy")?.contains("script-src 'self'") == true)
        let tag = try #require(first.header("ETag"))
        let unchanged = await visitor.get(path, headers: ["if-none-match": "\"x\", W/\(tag)"])
        #expect(unchanged.status == 304 && unchanged.body.isEmpty)

        try await world.write { tx in
            var article = try #require(try tx.first(Query(Article.self).where(Article.slug == "why-the-list-was-slow")))
            article[Article.title] = "Why the list was fast"
            try tx.save(&article)
        }
        try await world.settle()
        let changed = await visitor.get(path, headers: ["if-none-match": tag])
        #expect(changed.status == 200 && changed.text.contains("<h1>Why the list was fast</h1>"))
        await world.close()
    }

    @Test("Drafts, articles of tomorrow and made-up addresses are not there, in the site's own design")
    func missing() async throws {
        let world = try await Harbour.open()
        try await world.write { tx in
            let site = try #require(try tx.first(Query(Site.self)))
            try Harbour.article("Draft", on: site.key, in: tx, status: "draft")
            try Harbour.article("Tomorrow", on: site.key, in: tx, at: tx.now + .days(1))
        }
        for path in ["/signal/draft", "/signal/tomorrow", "/nothing", "/signal/tags/nothing", "/signal/tags/nothing/feed.xml", "/forms/nothing", "/sites/nothing", "/sites/harbour/a/b/c/d/e"] {
            let answer = await world.visitor().get(path)
            #expect(answer.status == 404, "\(path)")
            if !path.hasPrefix("/sites/nothing") { #expect(answer.text.contains("Harbour Coffee") && answer.text.contains("noindex"), "\(path)") }
        }
        let map = await world.visitor().get("/sitemap.xml")
        #expect(!map.text.contains("tomorrow") && !map.text.contains("draft") && map.text.contains("/signal/why-the-list-was-slow"))
        #expect(try XMLReader.read(map.text).errors.isEmpty)
        world.clock.advance(by: .days(1) + .seconds(1))
        #expect(await world.visitor().get("/signal/tomorrow").status == 200)
        await world.close()
    }

    @Test("Lists, feeds, robots and the front page answer, at the root and below the site's name", arguments: ["", "/sites/harbour"])
    func addresses(base: String) async throws {
        let world = try await Harbour.open()
        for path in ["/", "/tasting", "/signal", "/signal/feed.xml", "/signal/atom.xml", "/signal/feed.json", "/signal/tags/sql", "/signal/tags/sql/feed.xml", "/signal/category/craft", "/signal/category/craft/atom.xml", "/robots.txt", "/forms/tasting"] {
            let answer = await world.visitor().get(base + path)
            #expect(answer.status == 200, "\(base + path)")
            if path.hasSuffix(".xml") { #expect(try XMLReader.read(answer.text).errors.isEmpty) }
        }
        let front = await world.visitor().get(base + "/")
        #expect(front.text.contains("<link rel=canonical href=\"http://harbour.test/\">"))
        for brand in PlatformBrand.suite { #expect(front.text.contains(brand.line), "\(brand)") }
        for path in BuildPath.allCases { #expect(front.text.contains(path.line.replacing("&", with: "&amp;"))) }
        #expect(front.text.contains("One login. One data model. Six platforms. Zero app-switching."))
        #expect(front.text.contains("href=\"\(base)/signal\""))
        await world.close()
    }

    @Test("The first article of an empty workspace makes its site, and stands where the answer says")
    func firstArticle() async throws {
        let world = try await World(Suite([ArionPlatform(), ContactsDouble()], objects: DataModel.objects, events: DataModel.events))
        let outcome = try await world.write { try $0.act("arion.article.import", ["markdown": "---\ntitle: Hello\n---\nWords."]) }
        let path = try #require(outcome.values["path"]?.stringValue)
        #expect(path == "/signal/hello")
        #expect(await world.visitor().get(path).text.contains("<h1>Hello</h1>"))
        #expect(try await world.events().contains("arion.article.published"))
        await #expect(throws: FrontMatterError(2, "There is no colon; write “key: value”.")) {
            try await world.write { try $0.act("arion.article.import", ["markdown": "---\nHello\n---\nWords."]) }
        }
        await world.close()
    }

    @Test("A site with a host name of its own answers there")
    func hosts() async throws {
        let world = try await Harbour.open()
        try await world.write { tx in
            var site = tx.new(Site.self)
            site[Site.name] = "Roastery"
            site[Site.slug] = "roastery"
            site[Site.host] = "roastery.test"
            try tx.save(&site)
        }
        world.clock.advance(by: .seconds(10))
        let answer = await world.visitor(host: "roastery.test").get("/")
        #expect(answer.status == 200 && answer.text.contains("Roastery"))
        #expect(answer.text.contains("<link rel=canonical href=\"http://roastery.test/\">"))
        #expect(await world.visitor().get("/").text.contains("Harbour Coffee"))
        await world.close()
    }

    @Test("A form that cannot be taken comes back with what was typed")
    func refusedForms() async throws {
        let world = try await Harbour.open()
        let visitor = world.visitor()
        let stamp = try #require(await visitor.get("/tasting").stamp)
        let hasty = await visitor.post("/forms/tasting", ["email": "a@b.test", "stamp": stamp])
        #expect(hasty.status == 422 && hasty.text.contains("faster than people write") && hasty.text.contains("value=\"a@b.test\""))
        world.clock.advance(by: .seconds(9))
        let wrong = await visitor.post("/forms/tasting", ["name": "<b>Jo", "email": "not an address", "stamp": stamp])
        #expect(wrong.status == 422 && wrong.text.contains("value=\"&lt;b&gt;Jo\"") && wrong.text.contains("field-email-error"))
        #expect(wrong.header("Cache-Control") == "no-store")
        let forged = await visitor.post("/forms/tasting", ["email": "a@b.test", "stamp": "1.3.0000"])
        #expect(forged.status == 422 && forged.text.contains("open for too long"))
        let extra = await visitor.post("/forms/tasting", ["email": "a@b.test", "score": "100", "stamp": stamp])
        #expect(extra.status == 422 && extra.text.contains("score"))
        let trapped = await visitor.post("/forms/tasting", ["email": "a@b.test", "website": "http://spam.test", "stamp": stamp])
        #expect(trapped.status == 303)
        let sixth = await visitor.post("/forms/tasting", ["email": "a@b.test", "stamp": stamp])
        #expect(sixth.status == 429 && sixth.header("Retry-After") == "52")
        let json = await visitor.send(.post, "/forms/tasting", headers: ["content-type": "application/json"], body: Array("{}".utf8))
        #expect(json.status == 415)
        #expect(try await world.read { try $0.count(Query(Contact.self)) } == 0)
        await world.close()
    }

    @Test("Who asks for privacy is counted and joined to nobody")
    func privacy() async throws {
        let world = try await Harbour.open()
        let visitor = world.visitor()
        _ = await visitor.reads("/tasting")
        let stamp = try #require(await visitor.get("/tasting").stamp)
        world.clock.advance(by: .seconds(9))
        #expect(await visitor.post("/forms/tasting", ["email": "a@b.test", "page": "/tasting", "stamp": stamp], headers: ["sec-gpc": "1"]).status == 303)
        let visits = try await world.read { try $0.fetch(Query(PageView.self)) }
        #expect(visits.count == 1 && visits[0][PageView.contact] == nil)
        #expect(try await !world.events().contains("arion.pages.read"))
        await world.close()
    }

    @Test("The salt is kept through the day, and destroyed the next")
    func salts() async throws {
        let world = try await Harbour.open()
        let secrets = SiteSecrets(), later = SiteSecrets()
        let today = try await secrets.current(in: world.workspace)
        #expect(try await later.current(in: world.workspace).visits == today.visits)
        world.clock.advance(by: .days(1))
        let tomorrow = try await secrets.current(in: world.workspace)
        #expect(tomorrow.visits != today.visits && tomorrow.forms == today.forms)
        #expect(try await world.read { try $0.fetch(Query(SiteSecret.self)).map { $0[SiteSecret.secret] } }.contains(today.visits) == false)
        await world.close()
    }

    @Test("Made-up paths, prefetches and times are no visits; too little is refused")
    func tracker() async throws {
        let world = try await Harbour.open()
        let visitor = world.visitor()
        _ = await visitor.reads("/signal/never-written")
        _ = await visitor.post("/visit", ["path": "/tasting"], headers: ["sec-purpose": "prefetch"])
        _ = await visitor.post("/visit", ["path": "/tasting", "seconds": "12"])
        #expect(await visitor.post("/visit", ["title": "x"]).status == 422)
        #expect(await visitor.send(.post, "/visit", headers: ["content-type": "text/plain"], body: Array(#"{"path":"/sites/harbour/tasting"}"#.utf8)).status == 204)
        _ = await visitor.get("/robots.txt")
        let visits = try await world.read { try $0.fetch(Query(PageView.self)) }
        #expect(visits.map { $0[PageView.path] } == ["/tasting"])
        await world.close()
    }

    @Test("The page of visits costs the same for 1 and for 300 visits", arguments: [1, 300])
    func visitsPage(visits: Int) async throws {
        let world = try await Harbour.open()
        for index in 0..<visits { _ = await world.visitor().reads("/signal/why-the-list-was-slow", agent: "Mozilla/5.0 (X11; Linux) \(index)") }
        let ana = try await world.login()
        _ = await ana.get("/app/arion/visits")
        let page = await ana.get("/app/arion/visits")
        #expect(page.status == 200 && page.text.contains("Why the list was slow"))
        #expect(page.statements <= 8, "\(page.statements)")
        await world.close()
    }
}

/// Harbour Coffee's site: an article, another one, a landing page and its form.
enum Harbour {
    static func open(on engine: World.Engine = .sqlite) async throws -> World {
        let world = try await World(Suite([ArionPlatform(), ContactsDouble()], objects: DataModel.objects, events: DataModel.events), on: engine)
        try await world.write { tx in
            var site = tx.new(Site.self)
            site[Site.name] = "Harbour Coffee"
            site[Site.slug] = "harbour"
            site[Site.tagline] = "Roasted by the water."
            site[Site.navigation] = "Signal | /signal\nBook a tasting | /tasting"
            try tx.save(&site)
            try article("Why the list was slow", on: site.key, in: tx, tags: "SQL, Python")
            try article("Dialling in a grinder", on: site.key, in: tx, tags: "SQL", at: tx.now - .days(3))
            var form = tx.new(Form.self)
            form[Form.site] = site.key
            form[Form.name] = "Book a tasting"
            form[Form.slug] = "tasting"
            form[Form.asks] = "name\nemail*\ncompany\nmessage"
            form[Form.thanks] = "We will call you."
            form[Form.consentWording] = "Send me the newsletter, about once a month."
            form[Form.consentVersion] = 3
            try tx.save(&form)
            var page = tx.new(Page.self)
            page[Page.site] = site.key
            page[Page.title] = "Taste with us"
            page[Page.slug] = "tasting"
            page[Page.body] = "Six coffees, one hour. <script>alert(1)</script>"
            page[Page.form] = form.key
            page[Page.status] = "published"
            try tx.save(&page)
        }
        // Reactions begin at the end of the log that they find.
        try await world.settle()
        return world
    }

    static func article(_ title: String, on site: Key<Site>, in tx: Transaction, tags: String = "", status: String = "published", at: Instant? = nil) throws {
        var article = tx.new(Article.self)
        article[Article.site] = site
        article[Article.title] = title
        article[Article.slug] = slug(title)
        article[Article.body] = "We measured.\n\n## One query\n\nIt became four hundred."
        article[Article.category] = "Craft"
        article[Article.tags] = tags
        article[Article.status] = status
        article[Article.publishedAt] = at ?? tx.now
        try tx.save(&article)
    }
}

extension Browser {
    /// What `tracker.js` does when a page was opened.
    @discardableResult
    func reads(_ path: String, from referrer: String = "", agent: String? = nil) async -> Seen {
        await post("/visit", ["path": path, "referrer": referrer], headers: agent.map { ["user-agent": $0] } ?? [:])
    }
}

extension Seen {
    var stamp: String? { text.between("name=\"stamp\" value=\"", "\"") }
}

extension String {
    func between(_ start: String, _ end: String) -> String? {
        guard let from = firstRange(of: start), let to = self[from.upperBound...].firstRange(of: end) else { return nil }
        return String(self[from.upperBound..<to.lowerBound])
    }

    func components(of separator: String) -> [Substring] { split(separator: separator, omittingEmptySubsequences: false) }
}
