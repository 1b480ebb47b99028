import Kernel
import Model

/// A year of a small coffee roaster, lived through day by day so that every record, event and figure has its time.
final class HarbourCoffee {
    static let slug = "harbour-coffee"
    static let days = 360

    let front: Front
    let clock: ManualClock
    let end: Instant
    var random = SplitMix64(seed: 1_872)
    var ana: Int64?, ben: Int64?, mia: Int64?
    var contacts: [(key: Key<Contact>, company: Key<Company>, owner: Int64?)] = []
    var companies: [Key<Company>] = []
    /// What will happen on a later day.
    var later: [Int: [@Sendable (HarbourCoffee) async throws -> Void]] = [:]

    init(_ front: Front, _ clock: ManualClock, end: Instant) {
        self.front = front
        self.clock = clock
        self.end = end
    }

    var today: LocalDate { LocalDateTime(end, secondsFromUTC: 3_600).date }

    func make() async throws {
        try await openShop()
        for day in 0...Self.days {
            go(to: day, hour: 9)
            try await live(day)
            for happening in later.removeValue(forKey: day) ?? [] { try await happening(self) }
        }
        clock.set(to: end - .hours(3))
        try await front.settle()
        try await automate()
        clock.set(to: end - .hours(2))
        try await planTheWeek()
        clock.set(to: end - .hours(1))
        try await visitAndAsk()
        try await front.settle()
        clock.set(to: end)
    }

    // MARK: Days

    private func live(_ day: Int) async throws {
        let age = Self.days - day
        if day % 6 == 0, day / 6 < 60 { try await meet(day / 6, age) }
        if day % 13 == 5, contacts.count > 2 { try await offer(age) }
        if day % 30 == 20 { try await deliver(age) }
        if day % 9 == 4, !contacts.isEmpty {
            let contact = random.pick(contacts)
            try await act("spark.contact.log_call", ["contact": .string(contact.key.text), "note": .string(random.pick(HarbourPeople.notes))], as: contact.owner)
        }
        for article in HarbourArticles.all where article.daysAgo == age {
            try await act("arion.article.import", ["markdown": .string(article.markdown)], as: mia)
        }
        if age < 60 { try await welcomeVisitors(age) }
    }

    /// A new person, mostly of a business that is known.
    private func meet(_ index: Int, _ age: Int) async throws {
        let business = HarbourPeople.businesses[index % HarbourPeople.businesses.count]
        let first = HarbourPeople.firstNames[index % HarbourPeople.firstNames.count], last = HarbourPeople.lastNames[(index * 5) % HarbourPeople.lastNames.count]
        let job = random.pick(HarbourPeople.jobs), source = random.pick(HarbourPeople.sources), owner = random.pick([ana, ben, mia])
        let known = index < HarbourPeople.businesses.count ? nil : companies[index % HarbourPeople.businesses.count]
        let (contact, company) = try await write(as: owner) { tx in
            let company = try known ?? tx.save(business.record(in: tx))
            var contact = tx.new(Contact.self)
            contact[Contact.name] = "\(first) \(last)"
            contact[Contact.firstName] = first
            contact[Contact.lastName] = last
            contact[Contact.email] = "\(first).\(last)@\(business.domain)".lowercased().replacing("ä", with: "ae").replacing("ü", with: "ue")
            contact[Contact.phone] = business.phone
            contact[Contact.jobTitle] = job
            contact[Contact.company] = company
            contact[Contact.firstSource] = source
            contact[Contact.score] = 10 + index % 8 * 10
            contact[Contact.address] = business.address
            contact[Contact.postalCode] = business.postalCode
            contact[Contact.city] = business.city
            contact[Contact.country] = "Switzerland"
            return (try tx.save(&contact), company)
        }
        if known == nil { companies.append(company) }
        contacts.append((contact, company, owner))
        guard index % 3 != 1 else { return }
        try await act("spark.consent.give", [
            "contact": .string(contact.text), "channel": "newsletter", "wording": .string(Self.consent), "version": 1, "source": "Form “Book a tasting”",
        ], as: nil)
    }

    /// A sale, won or lost some weeks later, or still open.
    private func offer(_ age: Int) async throws {
        let contact = random.pick(contacts), offer = random.pick(HarbourPeople.offers)
        let outcome = try await act("spark.deal.create", [
            "name": .string(offer.name), "contact": .string(contact.key.text), "company": .string(contact.company.text), "amount": Self.francs(offer.francs),
        ], as: contact.owner)
        guard let deal = outcome.record?.id else { return }
        let key = AnyKey(deal).text, owner = contact.owner, day = Self.days - age, fate = random.number(1...10)
        plan(day + 6) { try await $0.move(key, to: "Qualified", as: owner) }
        if fate > 2 { plan(day + 15) { try await $0.move(key, to: "Offer", as: owner) } }
        if fate <= 6, fate > 2 {
            plan(day + 28) { harbour in
                try await harbour.act("spark.deal.win", ["deal": .string(key)], as: owner)
                try await harbour.bill(["deal": .string(key)], as: owner)
            }
        } else if fate > 8 {
            plan(day + 35) { try await $0.act("spark.deal.lose", ["deal": .string(key)], as: owner) }
        }
    }

    /// The monthly beans of those who have an account with us.
    private func deliver(_ age: Int) async throws {
        for (index, contact) in contacts.prefix(3).enumerated() {
            let kilos = Int64(6 + index * 4 + (Self.days - age) / 90)
            let lines: JSON = [["description": "Harbour blend, kilogram", "quantity": .int(kilos), "unit_price": "34.50"], ["description": "Delivery", "quantity": 1, "unit_price": "12.00"]]
            try await bill(["contact": .string(contact.key.text), "company": .string(contact.company.text), "lines": lines, "currency": "CHF"], as: ben)
        }
    }

    private func bill(_ input: JSONObject, as actor: Int64?) async throws {
        let draft = try await act("oliver.invoice.draft", input, as: actor)
        guard let id = draft.record?.id else { return }
        let invoice = JSON.string(AnyKey(id).text)
        try await act("oliver.invoice.issue", ["invoice": invoice], as: actor)
        let day = Self.days - LocalDate.days(from: LocalDateTime(clock.now, secondsFromUTC: 3_600).date, to: today)
        // Most pay in two to four weeks; a few have to be reminded.
        guard random.number(1...9) > 1 else { return }
        plan(day + random.number(9...27)) { try await $0.act("oliver.payment.record", ["invoice": invoice, "method": "bank"], as: actor) }
    }

    // MARK: Doing

    func plan(_ day: Int, _ happening: @escaping @Sendable (HarbourCoffee) async throws -> Void) { later[day, default: []].append(happening) }

    private func move(_ deal: String, to name: String, as actor: Int64?) async throws {
        let stage = try await workspace().read(as: .system) { db in try db.first(Query(Stage.self).where(Stage.name == name))?.key }
        guard let stage else { return }
        try await act("spark.deal.move", ["deal": .string(deal), "stage": .string(stage.text)], as: actor)
    }

    func workspace() async throws -> Workspace { try await front.workspace(Self.slug) }

    @discardableResult
    func act(_ name: String, _ input: JSONObject, as actor: Int64?) async throws -> Outcome {
        let action = try front.suite.action(named: name)
        return try await write(as: actor) { try action.run(input, in: $0) }
    }

    func write<T: Sendable>(as actor: Int64?, _ body: @escaping @Sendable (Transaction) throws -> T) async throws -> T {
        try await workspace().write(as: .onBehalf(of: actor), body)
    }

    /// Mornings of the year; the last day ends where the demo does.
    func go(to day: Int, hour: Int) {
        guard let time = LocalTime(hour: hour, minute: 0) else { return }
        let moment = LocalDateTime(today.adding(days: day - Self.days), time).instant(secondsFromUTC: 3_600)
        clock.set(to: min(moment, end - .hours(4)))
    }

    static let consent = "Yes, send me Signal, the journal of Harbour Coffee, about once a month. I can stop at any time."

    static func francs(_ amount: Int64) -> JSON { ["amount": .string("\(amount).00"), "currency": "CHF"] }
}

extension HarbourPeople.Business {
    func record(in tx: Transaction) -> Record<Company> {
        var company = tx.new(Company.self)
        company[Company.name] = name
        company[Company.domain] = domain
        company[Company.phone] = phone
        company[Company.address] = address
        company[Company.postalCode] = postalCode
        company[Company.city] = city
        company[Company.country] = "Switzerland"
        return company
    }
}
