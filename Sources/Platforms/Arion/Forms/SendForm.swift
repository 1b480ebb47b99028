import Kernel
import Model

/// Takes a sent form: the only place where the public writes.
struct SendForm {
    let site: SiteRequest
    let form: Record<Form>
    let secrets: SiteSecrets.Secrets

    private var questions: [FormQuestion] { FormQuestion.list(form[Form.asks]) }

    static func take(_ request: Request, _ sites: PublicSites) async throws -> Answer {
        guard request.request.headers["content-type"]?.lowercased().hasPrefix("application/x-www-form-urlencoded") == true else {
            throw Refusal(Explanation(.unsupported, says: "A form is sent as application/x-www-form-urlencoded.", advice: "Send it from the page, or label the body so."))
        }
        guard let place = try await sites.place(request) else { throw RecordError.notFound(object: Form.object.name) }
        let site = SiteRequest(request, place, try await sites.cache.index(of: place.site.key, in: request.workspace))
        guard let form = try await PublicForm.find(request.path("form"), on: site) else { return NotFoundPage.document(site).uncached }
        let secrets = try await sites.secrets.current(in: request.workspace)
        let visitor = request.visitor(on: place, salt: secrets.visits)
        if let wait = sites.limit.wait(visitor, at: request.now) { return tooMany(site, wait) }
        return try await SendForm(site: site, form: form, secrets: secrets).take(Posted(request.request.form), visitor, sites)
    }

    /// What was posted, by name.
    private struct Posted {
        let values: [String: String]

        init(_ form: Kernel.Posted) { values = Dictionary(form.fields.map { ($0.name, $0.value) }, uniquingKeysWith: { _, last in last }) }

        subscript(_ name: String) -> String? { values[name] }

        /// The path of the page with the form; only remembered, never followed.
        var page: String? { values["page"].flatMap { $0.hasPrefix("/") && $0.utf8.count <= 300 && !$0.unicodeScalars.contains { $0.value < 0x20 } ? $0 : nil } }
    }

    private func take(_ posted: Posted, _ visitor: String, _ sites: PublicSites) async throws -> Answer {
        let names = Set(questions.map(\.name)).union(FormQuestion.reserved).union(["forgery"])
        let unknown = posted.values.keys.filter { !names.contains($0) }.sorted()
        guard unknown.isEmpty else { return refused(posted, error: "This form does not ask for \(unknown.map { "“\($0.prefix(40))”" }.joined(separator: ", ")).") }
        // A program filled in what no person sees. It is thanked, and nothing is kept.
        guard posted["website"]?.isEmpty ?? true else { return thanks }
        if let error = timeProblem(posted) { return refused(posted, error: error) }
        var answers: [String: String] = [:], problems: [String: String] = [:]
        for question in questions {
            do { answers[question.name] = try question.check(posted[question.name] ?? "") } catch { problems[question.name] = error.message }
        }
        guard problems.isEmpty else { return refused(posted, problems: problems, error: problems.count == 1 ? "One answer needs your attention." : "\(problems.count) answers need your attention.") }
        await sites.queue.flush(site.request.workspace)
        let submission = Submission(
            form: form, site: site.site.key, answers: answers, questions: questions, hasConsented: posted["consent"] == "true", page: posted.page,
            visitor: site.request.asksForPrivacy ? nil : visitor)
        try await site.request.workspace.write(as: .onBehalf(of: nil)) { try submission.save(in: $0) }
        return thanks
    }

    /// Forms sent faster than people write, later than a day, or with a time that we did not sign.
    private func timeProblem(_ posted: Posted) -> String? {
        guard let stamp = FormStamp(posted["stamp"] ?? "", form: form.key, key: secrets.forms), stamp.age(at: site.now) <= FormStamp.longest else {
            return "This form had been open for too long. Your answers are still here; please send it again."
        }
        if stamp.age(at: site.now) < FormStamp.shortest { return "That was faster than people write. Please send it again." }
        if form[Form.consentWording] != nil, stamp.subject.version != form[Form.consentVersion] {
            return "The wording that you are asked to agree to has changed meanwhile. Please read it and send the form again."
        }
        return nil
    }

    private var thanks: Answer { Answer.redirect(site.place.url("/forms/\(form[Form.slug])/thanks")) }

    /// The form again, with everything that was typed. The consent is to be given anew.
    private func refused(_ posted: Posted, problems: [String: String] = [:], error: String) -> Answer {
        let stamp = FormStamp(of: FormStamp.Subject(form), at: site.now).signed(with: secrets.forms)
        let view = PublicForm.view(form, page: posted.page ?? "/forms/\(form[Form.slug])", of: site, stamp: stamp, answers: posted.values, problems: problems, error: error)
        let frame = SiteFrame(site: site, title: form[Form.name], path: "/forms/\(form[Form.slug])", isHidden: true)
        return SiteDocument(frame.document("<section class=listing>\(view)</section>"), status: 422).uncached
    }

    private static func tooMany(_ site: SiteRequest, _ wait: Duration) -> Answer {
        let frame = SiteFrame(site: site, title: "Please wait a minute", path: "/", isHidden: true)
        let view = ErrorView(
            status: 429, what: "Those were many forms in one minute.", advice: "Please wait a minute, go back and send it again; what you typed is still there.",
            actions: [Button("Go to the front page", to: site.place.url("/"))], isInShell: true)
        return SiteDocument(frame.document(view.html), status: 429).uncached.adding("Retry-After", "\(max(1, wait.components.seconds + 1))")
    }
}

extension SiteDocument {
    /// For one visitor only.
    var uncached: Answer {
        Answer(status, headers: [("Content-Type", type), ("Cache-Control", "no-store"), ("Content-Security-Policy", Self.policy)], body: bytes)
    }
}
