import Kernel
import Model

extension Campaigns {
    struct Send: Action {
        static let name = "spark.campaign.send"
        static let title = "Send"
        static let permission = Permission(.update, Campaign.self)
        static let parameters: [Parameter] = [.record("campaign", Campaign.self)]

        let campaign: Key<Campaign>

        func run(in tx: Transaction) throws -> Outcome {
            var record = try tx.require(campaign, including: ["segment"])
            guard record[Campaign.status] == "draft" else {
                throw Refusal(Explanation(.conflict, says: "“\(record.title)” was sent already.", advice: "Write a new campaign."))
            }
            guard let segment = record.included(Campaign.segment) else {
                throw Refusal(Explanation(.conflict, says: "“\(record.title)” has no segment.", advice: "Choose who shall get it, then send it."))
            }
            _ = try PersonalText(subject: record[Campaign.subject], body: record[Campaign.body])
            let count = try tx.count(Segments.contacts(where: segment[Segment.condition]))
            record[Campaign.status] = "sending"
            try tx.save(record)
            try tx.enqueue(job, ["campaign": .string(campaign.text)], key: campaign.text)
            return Outcome("Sending “\(record.title)” to those of \(count == 1 ? "1 contact" : "\(count) contacts") who agreed to the newsletter.", record: Subject(campaign))
        }
    }

    static let job = "spark.campaign"
    static let pageSize = 100

    /// Writes the mails of one page of the segment and, in the same commit, orders the next page: each contact counts once.
    static let pageJob = JobKind(job) { run in
        guard let key = run.payload["campaign"]?.stringValue.flatMap({ Key<Campaign>($0) }) else { throw JobError.permanent("The job names no campaign.") }
        let cursor = run.payload["cursor"]?.stringValue
        try await run.finish { tx in
            guard let campaign = try tx.find(key, including: ["segment"]), campaign[Campaign.status] == "sending" else { return }
            guard let segment = campaign.included(Campaign.segment) else { return try end(campaign, in: tx) }
            let next = try writePage(of: campaign, segment[Segment.condition], from: cursor, in: tx)
            if let next {
                try tx.enqueue(job, ["campaign": .string(key.text), "cursor": .string(next)], key: key.text)
            } else {
                try end(campaign, in: tx)
            }
        }
    }

    /// - Returns: where the next page begins.
    private static func writePage(of campaign: Record<Campaign>, _ condition: String, from cursor: String?, in tx: Transaction) throws -> String? {
        var query = Segments.contacts(where: condition)
        query.order = [.init("id")]
        query.includes = ["company"]
        query.limit = pageSize
        query.cursor = cursor
        let page = try tx.page(query)
        let people = page.elements.map { Record<Contact>($0) }
        let keys = people.map(\.key)
        let given = try Set(tx.fetch(
            Query(Consent.self).where(Consent.contact.isOneOf(keys) && Consent.channel == "newsletter" && Consent.state == "given").limit(pageSize)).map { $0[Consent.contact] })
        let written = try Set(tx.fetch(
            Query(Message.self).where(Message.campaign == campaign.key && Message.contact.isOneOf(keys.map { Optional($0) })).limit(pageSize)).compactMap { $0[Message.contact] })
        let text = try PersonalText(subject: campaign[Campaign.subject], body: campaign[Campaign.body])
        for person in people where given.contains(person.key) && !written.contains(person.key) && person[Contact.email] != nil {
            var message = try text.message(to: person, in: tx)
            message[Message.campaign] = campaign.key
            try tx.save(&message)
            try Messages.enqueue(message.key, in: tx)
        }
        return page.next
    }

    private static func end(_ record: Record<Campaign>, in tx: Transaction) throws {
        var campaign = record
        campaign[Campaign.status] = "sent"
        campaign[Campaign.sentAt] = tx.now
        campaign[Campaign.recipients] = try tx.count(Query(Message.self).where(Message.campaign == campaign.key))
        try tx.save(campaign)
    }
}
