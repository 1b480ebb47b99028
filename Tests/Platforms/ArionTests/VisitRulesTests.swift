import Kernel
import Testing

@testable import Arion

@Suite("Where visits come from")
struct ChannelTests {
    private func detect(_ referrer: String?, source: String? = nil, medium: String? = nil) -> Source? {
        Source.detect(referrer: referrer, utm: (source, medium, nil)) { $0 == "harbour.test" }
    }

    @Test("Referrers become channels", arguments: [
        ("https://www.google.co.uk/search", "Search"), ("https://duckduckgo.com/", "Search"), ("https://search.yahoo.com/x", "Search"),
        ("https://www.linkedin.com/feed", "Social"), ("https://t.co/abc", "Social"), ("https://m.facebook.com/", "Social"),
        ("https://mail.google.com/mail", "Newsletter"), ("https://blog.example.org/post?x=1", "Referral (blog.example.org)"),
        ("https://www.notgoogle.example/", "Referral (notgoogle.example)"), ("android-app://com.example", "Referral (com.example)"),
    ])
    func channels(referrer: String, label: String) {
        #expect(detect(referrer)?.label == label)
    }

    @Test("UTM parameters win over the referrer")
    func utm() {
        #expect(detect("https://mail.proton.me/", source: "november", medium: "email")?.label == "Newsletter")
        #expect(detect(nil, source: "google", medium: "cpc")?.label == "Search")
        #expect(detect(nil, source: "linkedin")?.label == "Social")
        #expect(detect(nil, source: "partner", medium: "banner")?.label == "Referral (partner)")
    }

    @Test("The site's own pages and no referrer at all say nothing, so the session keeps its source")
    func own() {
        #expect(detect("https://harbour.test/signal/why") == nil)
        #expect(detect("http://harbour.test:8080/") == nil)
        #expect(detect(nil) == nil)
        #expect(detect("not an address") == nil)
    }
}

@Suite("Visitors")
struct VisitorTests {
    @Test("A visitor has one name a day and site, and another the next day")
    func names() {
        let today = VisitorID.make(salt: "monday", site: "A", address: "192.0.2.7", agent: "Firefox")
        #expect(today == VisitorID.make(salt: "monday", site: "A", address: "192.0.2.7", agent: "Firefox"))
        #expect(today != VisitorID.make(salt: "tuesday", site: "A", address: "192.0.2.7", agent: "Firefox"))
        #expect(today != VisitorID.make(salt: "monday", site: "B", address: "192.0.2.7", agent: "Firefox"))
        #expect(today != VisitorID.make(salt: "monday", site: "A", address: "192.0.2.8", agent: "Firefox"))
        #expect(today.count == 32 && !today.contains("192"))
    }

    @Test("Programs are told from people", arguments: [
        ("Mozilla/5.0 (X11; Linux x86_64; rv:131.0) Gecko/20100101 Firefox/131.0", false),
        ("Mozilla/5.0 (iPhone; CPU iPhone OS 17_5 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/17.5 Mobile/15E148 Safari/604.1", false),
        ("Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/130.0.0.0 Safari/537.36 Edg/130.0.0.0", false),
        ("Mozilla/5.0 (compatible; Googlebot/2.1; +http://www.google.com/bot.html)", true),
        ("Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) HeadlessChrome/130.0.0.0 Safari/537.36", true),
        ("curl/8.11.0", true), ("python-requests/2.32.3", true), ("facebookexternalhit/1.1", true), ("", true),
    ])
    func bots(agent: String, isBot: Bool) {
        #expect(BotFilter.isBot(agent) == isBot)
    }
}

@Suite("Forms")
struct FormRulesTests {
    @Test("Questions are read line by line; the address is always asked for")
    func questions() {
        let questions = FormQuestion.list("first_name*\ncompany\nmessage*: What is it about?\n\nconsent\nfirst_name")
        #expect(questions.map(\.name) == ["first_name", "company", "message", "email"])
        #expect(questions.map(\.isRequired) == [true, false, true, true])
        #expect(questions.map(\.label) == ["First name", "Company", "What is it about?", "E-mail"])
        #expect(questions.map(\.isAboutContact) == [true, true, false, true])
    }

    @Test("Answers are checked where they are asked")
    func answers() throws {
        let email = try #require(FormQuestion.list("email").first)
        #expect(try email.check(" Ana@Harbour.TEST ") == "ana@harbour.test")
        #expect(throws: FieldProblem("email", "Please fill this in.")) { try email.check(" ") }
        #expect(throws: FieldProblem.self) { try email.check("ana") }
    }

    @Test("A stamp holds for its form and wording only")
    func stamps() throws {
        let now = Instant(seconds: 1_795_352_731), subject = FormStamp.Subject(form: Key(7), version: 3)
        let text = FormStamp(of: subject, at: now).signed(with: "key")
        let read = try #require(FormStamp(text, form: Key(7), key: "key"))
        #expect(read.subject == subject && read.age(at: now + .seconds(5)) == .seconds(5))
        #expect(FormStamp(text, form: Key(8), key: "key") == nil)
        #expect(FormStamp(text, form: Key(7), key: "other") == nil)
        #expect(FormStamp(text.replacing(".3.", with: ".4."), form: Key(7), key: "key") == nil)
        #expect(FormStamp("", form: Key(7), key: "key") == nil)
    }

    @Test("The sixth form in a minute has to wait, and only for that minute")
    func limit() {
        let limit = SubmissionLimit(), now = Instant(seconds: 1_795_352_731)
        for second in 0..<5 { #expect(limit.wait("a", at: now + .seconds(second)) == nil) }
        #expect(limit.wait("a", at: now + .seconds(5)) == .seconds(55))
        #expect(limit.wait("b", at: now + .seconds(5)) == nil)
        #expect(limit.wait("a", at: now + .seconds(61)) == nil)
    }
}

@Suite("Related posts")
struct RelatedPostsTests {
    private func line(_ id: Int64, _ tags: [String], day: Int64) -> ArticleLine {
        ArticleLine(key: Key(id), title: "Article \(id)", slug: "a\(id)", tags: tags, published: Instant(seconds: day * 86_400))
    }

    @Test("Shared tags come first, then what readers went on to, then the newest")
    func ranking() {
        let here = line(1, ["Python", "SQL"], day: 9)
        let all = [here, line(2, ["Coffee"], day: 8), line(3, ["python"], day: 1), line(4, ["SQL", "Python"], day: 2), line(5, [], day: 3), line(6, ["SQL"], day: 1)]
        #expect(RelatedPosts.rank(all, to: here, alsoRead: [:], limit: 5).map(\.key.id) == [4, 6, 3, 2, 5])
        #expect(RelatedPosts.rank(all, to: here, alsoRead: ["/signal/a3": 7, "/signal/a5": 9], limit: 5).map(\.key.id) == [4, 3, 6, 5, 2])
    }
}
