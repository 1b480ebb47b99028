/// The six platforms and Home: name, line, address, colour, key.
public enum PlatformBrand: String, Sendable, CaseIterable, Hashable {
    case home, arion, spark, oliver, stella, forge, argus

    /// The six platforms in their order, without Home.
    public static let suite: [PlatformBrand] = [.arion, .spark, .oliver, .stella, .forge, .argus]

    /// "Arion", for menus and sentences.
    public var title: String {
        switch self {
        case .home: "Home"
        case .arion: "Arion"
        case .spark: "Spark"
        case .oliver: "Oliver"
        case .stella: "Stella"
        case .forge: "Forge"
        case .argus: "Argus"
        }
    }

    /// What it is for, in a few words.
    public var purpose: String {
        switch self {
        case .home: "What matters today"
        case .arion: "Digital Presence & Branding"
        case .spark: "Marketing & Growth Systems"
        case .oliver: "Operations, Admin & Execution"
        case .stella: "Data Intelligence & Analytics"
        case .forge: "Custom Apps & Integrations"
        case .argus: "Automation & Orchestration"
        }
    }

    /// One sentence that says what a person gets.
    public var line: String {
        switch self {
        case .home: "One login, one data model, six platforms."
        case .arion: "Your site, pages, journal, brand kit, forms and the visits they bring."
        case .spark: "Turn contacts into loyal customers with automated, data-driven marketing."
        case .oliver: "Tasks, processes, calendar, quotes, invoices, expenses and approvals."
        case .stella: "Metrics, dashboards, funnels, cohorts, forecasts and reports you can trust."
        case .forge: "Build exactly what the business needs, connected to every tool it uses."
        case .argus: "The intelligence layer connecting every platform, automatically."
        }
    }

    /// Where it lives: `/app` for Home, `/app/<name>` for a platform.
    public var url: String { self == .home ? "/app" : "/app/\(rawValue)" }

    /// The letter after `g` that goes there.
    public var key: String {
        switch self {
        case .home: "h"
        case .arion: "a"
        case .spark: "s"
        case .oliver: "o"
        case .stella: "t"
        case .forge: "f"
        case .argus: "r"
        }
    }

    /// The build path that begins here; none for Home.
    public var path: BuildPath? {
        switch self {
        case .home: nil
        case .arion, .spark: .brand
        case .oliver: .foundation
        case .stella: .clarity
        case .forge, .argus: .engine
        }
    }

    /// The class that gives an element the platform's colour as `--c`.
    public var className: String { rawValue }
}

/// The four guided set-ups.
public enum BuildPath: String, Sendable, CaseIterable, Hashable {
    case brand, foundation, clarity, engine

    /// "Build Your Brand".
    public var title: String {
        switch self {
        case .brand: "Build Your Brand"
        case .foundation: "Build Your Foundation"
        case .clarity: "Build Your Clarity"
        case .engine: "Build Your Engine"
        }
    }

    /// What the path leads to.
    public var line: String {
        switch self {
        case .brand: "Presence, visibility & growth"
        case .foundation: "Operations, process & workflows"
        case .clarity: "Reporting, KPIs & data strategy"
        case .engine: "Integrations, automation & tech"
        }
    }

    /// The platforms that the path sets up.
    public var platforms: [PlatformBrand] {
        switch self {
        case .brand: [.arion, .spark]
        case .foundation: [.oliver]
        case .clarity: [.stella]
        case .engine: [.forge, .argus]
        }
    }
}
