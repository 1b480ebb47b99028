import Kernel
import Model

/// Why a deal cannot go where somebody wants it.
enum DealError: Error, Equatable {
    case otherPipeline(stage: String)
    case noStage(outcome: String)
    case emptyPipeline
}

extension DealError: Explained {
    var explanation: Explanation {
        switch self {
        case .otherPipeline(let stage):
            Explanation(.conflict, says: "“\(stage)” belongs to another pipeline.", advice: "Pick a stage of the deal's own pipeline.")
        case .noStage(let outcome):
            Explanation(.conflict, says: "This pipeline has no stage for deals that are \(outcome).", advice: "Add a stage with the outcome “\(outcome)” to the pipeline.")
        case .emptyPipeline:
            Explanation(.conflict, says: "This pipeline has no stages yet.", advice: "Add a stage to the pipeline first.")
        }
    }
}

extension Record<Deal> {
    /// Puts the deal into another column.
    ///
    /// - Returns: false when it stands there already; nothing has changed then.
    mutating func move(to stage: Record<Stage>, at now: Instant) throws(DealError) -> Bool {
        guard stage[Stage.pipeline] == self[Deal.pipeline] else { throw .otherPipeline(stage: stage.title) }
        guard stage.key != self[Deal.stage] else { return false }
        let outcome = stage[Stage.outcome]
        if outcome != self[Deal.outcome] { self[Deal.closedAt] = outcome == "open" ? nil : now }
        self[Deal.stage] = stage.key
        self[Deal.outcome] = outcome
        return true
    }
}

extension Record<Contact> {
    /// What a deal's turn says about the person.
    ///
    /// Customers stay customers; a lead becomes an opportunity with a deal, and is lost with the last one.
    mutating func follow(_ outcome: String, otherOpenDeals: Int) {
        switch (self[Contact.stage], outcome) {
        case (_, "won"): self[Contact.stage] = "customer"
        case ("lead", "open"), ("lost", "open"): self[Contact.stage] = "opportunity"
        case ("opportunity", "lost") where otherOpenDeals == 0: self[Contact.stage] = "lost"
        default: break
        }
    }
}
