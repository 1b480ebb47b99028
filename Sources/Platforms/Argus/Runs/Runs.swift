import Kernel
import Model

/// Passages through workflows: what does their steps, and where they are seen.
enum Runs {
    static let feature = Feature(
        "runs",
        actions: [AnyAction(RetryRun.self)],
        jobs: [RunJob.job],
        panels: [RunPanel.panel, ContactRunsPanel.panel],
        offers: [Offer(RetryRun.self, isMain: true) { $0.text("status") == "failed" }],
        digests: [RunsDigest.digest])
}
