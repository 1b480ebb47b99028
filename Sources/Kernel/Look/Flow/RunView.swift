public import Markup

/// One run of an automation: its steps with states and times.
public struct RunView: Component {
    /// How a step stands.
    public enum Status: String, Sendable, CaseIterable {
        case done, running, waiting, failed, skipped, planned

        var title: String {
            switch self {
            case .done: "done"
            case .running: "running"
            case .waiting: "waiting"
            case .failed: "failed"
            case .skipped: "skipped"
            case .planned: "not yet"
            }
        }

        var tone: Tone {
            switch self {
            case .done: .good
            case .running: .accent
            case .waiting: .warn
            case .failed: .bad
            case .skipped, .planned: .neutral
            }
        }
    }

    /// One step of the run.
    public struct Step: Sendable {
        var title: HTML
        var platform: PlatformBrand
        var status: Status
        var time: String?
        var detail: HTML?
        var error: String?
        var log: String?

        /// - Parameters:
        ///   - time: start and length as the person reads them ("14:05:31 · 0.4 s").
        ///   - detail: what it did, with doors ("created <a …>HC-2026-0142</a>").
        ///   - error: what failed and what to do.
        ///   - log: input and output for the curious.
        public init(_ title: HTML, platform: PlatformBrand, status: Status, time: String? = nil, detail: HTML? = nil, error: String? = nil, log: String? = nil) {
            self.title = title
            self.platform = platform
            self.status = status
            self.time = time
            self.detail = detail
            self.error = error
            self.log = log
        }
    }

    var steps: [Step]
    var live: String?

    /// - Parameter live: the name of the live region while it runs.
    public init(_ steps: [Step], live: String? = nil) {
        self.steps = steps
        self.live = live
    }

    public var html: HTML {
        """
        <ol class="steps run"\(attribute: "data-live", live)>\(steps, { step in
            "<li class=\"step \(step.platform.className) is-\(step.status.rawValue)\"><div class=step-body><div class=step-head>\(Dot(.platform(step.platform)))<b>\(step.title)</b> \(Chip(step.status.title, step.status.tone))<span class=\"small soft more\">\(step.time)</span></div>\(step.detail.map { detail -> HTML in "<p class=\"small soft\">\(detail)</p>" })\(step.error.map { error -> HTML in "<p class=error>\(error)</p>" })\(step.log.map { log -> HTML in "<details><summary class=\"small soft\">Input and output</summary>\(CodeBlock(log, label: "Input and output"))</details>" })</div></li>"
        })</ol>
        """
    }
}
