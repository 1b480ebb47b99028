import Kernel
import Model
import TestKit
import Testing

@testable import Spark

@Suite("Sending mail")
struct MessageTests {
    func world(_ engine: World.Engine, _ sink: MailSink? = nil) async throws -> World {
        let mail = try sink.map { try MailSettings(url: $0.url, requiresTLS: false, sender: "office@harbour.test", senderName: "Harbour Coffee") }
        return try await World(Suite([SparkPlatform(mail: mail)], objects: DataModel.objects, events: DataModel.events), on: engine)
    }

    @Test("Without a server a mail waits and says so", arguments: World.Engine.available)
    func waiting(engine: World.Engine) async throws {
        let world = try await world(engine)
        let api = try await world.program()
        let contact = try await api.post("/api/v1/actions/spark.contact.upsert", ["email": "ben@harbour.test"]).json()["values"]?["contact"] ?? .null
        _ = await api.post("/api/v1/actions/spark.message.send", ["contact": contact, "subject": "Hi", "body": "Ho"])
        try await world.settle()

        let message = try await world.read { try $0.first(Query(Message.self)) }
        #expect(message?[Message.status] == "waiting" && message?[Message.reason] == Messages.noServer)
        let wrong = await api.post("/api/v1/actions/spark.message.send", ["contact": contact, "subject": "Hi {{ contact.", "body": "Ho"])
        #expect(wrong.status == 422 && wrong.text.contains("subject"))
        await world.close()
    }

    @Test("A mail reaches the server under the person's name and tells the timeline", .enabled(if: MailSink.isAvailable, "needs aiosmtpd"), arguments: World.Engine.available)
    func welcome(engine: World.Engine) async throws {
        let sink = try MailSink()
        let world = try await world(engine, sink)
        let api = try await world.program()
        let contact = try await api.post("/api/v1/actions/spark.contact.upsert", ["email": "M.Oberholzer@limmat.test", "name": "Mirjam Oberholzer"]).json()["values"]?["contact"] ?? .null
        _ = await api.post("/api/v1/actions/spark.message.send", ["contact": contact, "subject": "Welcome, {{ contact.first_name }}", "body": "Hello **{{ contact.name }}**"])
        try await world.settle()

        let mail = try #require(try sink.mails().first)
        #expect(mail.contains("Subject: Welcome, Mirjam") && mail.contains("To: Mirjam Oberholzer <m.oberholzer@limmat.test>"))
        #expect(mail.contains("<strong>Mirjam Oberholzer</strong>"))
        #expect(try await world.events().contains("spark.message.sent"))
        await world.close()
        try sink.close()
    }

    @Test(
        "A campaign reaches each who agreed once, over pages, and nobody else; refused addresses fail with their reason",
        .enabled(if: MailSink.isAvailable, "needs aiosmtpd"), arguments: World.Engine.available)
    func campaign(engine: World.Engine) async throws {
        let sink = try MailSink()
        let world = try await world(engine, sink)
        let api = try await world.program()
        try await addContacts(to: world)
        let segment = try await api.post("/api/v1/segments", ["name": "All", "condition": "score >= 0"]).json()["id"] ?? .null
        let campaign = try await api.post("/api/v1/campaigns", ["name": "News", "subject": "Hi {{ contact.name }}", "body": "Beans!", "segment": segment]).json()["id"] ?? .null

        #expect(await api.post("/api/v1/actions/spark.campaign.send", ["campaign": campaign]).status == 200)
        #expect(await api.post("/api/v1/actions/spark.campaign.send", ["campaign": campaign]).status == 409)
        try await world.settle()

        let messages = try await world.read { try $0.fetch(Query(Message.self).limit(500)) }
        #expect(messages.count == 175 && Set(messages.map { $0[Message.recipient] }).count == 175)
        #expect(messages.count { $0[Message.status] == "sent" } == 174)
        #expect(messages.first { $0[Message.status] == "failed" }?[Message.reason]?.contains("550") == true)
        #expect(try sink.mails().count == 174)
        #expect(try await world.read { try $0.first(Query(Campaign.self))?[Campaign.status] } == "sent")
        await world.close()
        try sink.close()
    }

    /// 250 people: every fifth never agreed, every tenth took it back.
    private func addContacts(to world: World) async throws {
        try await world.write { tx in
            for index in 0..<250 {
                var contact = tx.new(Contact.self)
                contact[Contact.name] = "Person \(index)"
                contact[Contact.email] = index == 7 ? "permanent@limmat.test" : "person\(index)@limmat.test"
                try tx.save(&contact)
                let key = JSON.string(contact.key.text)
                if index % 5 != 0 { _ = try tx.act("spark.consent.give", ["contact": key, "channel": "newsletter", "wording": "Yes", "version": 1, "source": "form"]) }
                if index % 10 == 1 { _ = try tx.act("spark.consent.withdraw", ["contact": key, "channel": "newsletter"]) }
            }
        }
    }

    @Test("A segment whose condition is wrong says where, and stops nothing else", arguments: World.Engine.available)
    func wrongSegment(engine: World.Engine) async throws {
        let world = try await world(engine)
        let api = try await world.program()
        let segment = try await api.post("/api/v1/segments", ["name": "Wrong", "condition": "stagee == \"lead\""]).json()["id"]?.stringValue ?? ""
        let page = await (try await world.login()).get("/app/spark/segments/\(segment)")
        #expect(page.status == 200 && page.text.contains("The filter is wrong"))
        #expect(await api.post("/api/v1/actions/spark.segment.check", ["segment": .string(segment)]).status == 422)
        await world.close()
    }
}
