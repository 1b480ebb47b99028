import Kernel
import Model

/// Sales in the making: pipelines, their board, and what moves on it.
enum Deals {
    static let feature = Feature(
        "Deals",
        routes: [
            Route(.get, "/app/spark/board", needs: .permission(Permission(.read, Deal.self))) { try await BoardPage.load($0).answer($0) },
            Route(.post, "/app/spark/board", needs: .permission(Permission(.update, Deal.self)), BoardPage.move),
            Route(.post, "/app/spark/pipelines/standard", needs: .permission(Permission(.create, Pipeline.self)), BoardPage.setUp),
        ],
        actions: [AnyAction(Create.self), AnyAction(Move.self), AnyAction(Win.self), AnyAction(Lose.self), AnyAction(SetUpPipeline.self)],
        sections: [Section("Board", to: "/app/spark/board", needs: Permission(.read, Deal.self))],
        panels: [contactPanel, companyPanel],
        offers: [Offer(Win.self, isMain: true) { $0.text("outcome") == "open" }, Offer(Lose.self) { $0.text("outcome") == "open" }],
        digests: [weightedDigest],
        checks: [
            Check(.brand, "A pipeline", detail: "The way a deal takes, as columns of a board.", to: "/app/spark/board", action: "Set up a pipeline") { db in
                try db.first(Query(Pipeline.self)) != nil
            },
            Check(.brand, "First deal won", detail: "Move a card to the last column.", to: "/app/spark/board", action: "Open the board") { db in
                try db.first(Query(Deal.self).where(Deal.outcome == "won")) != nil
            },
        ])
}
