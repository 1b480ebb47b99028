import Kernel
import Model

/// What shall happen when something happens: workflows, and what starts them.
enum Workflows {
    static let feature = Feature(
        "workflows",
        actions: [AnyAction(ActivateWorkflow.self), AnyAction(StopWorkflow.self)],
        reactions: [StartReaction.reaction],
        panels: [WorkflowPanel.panel],
        offers: [Offer(ActivateWorkflow.self, isMain: true) { $0.text("status") != "active" }, Offer(StopWorkflow.self) { $0.text("status") == "active" }],
        checks: [
            Check(
                .engine, "First workflow is active", detail: "Something happens by itself when something happens.",
                to: "\(PlatformBrand.argus.url)/\(Workflow.object.path)", action: "Open workflows"
            ) { db in try db.count(Query(Workflow.self).where(Workflow.status == "active")) > 0 },
        ])
}
