import ArgumentParser
import Kernel
import Model

/// A Markdown file becomes an article.
struct PublishCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(commandName: "publish", abstract: "Publishes a Markdown file with front matter as an article.")

    @Argument(help: "The Markdown file.")
    var file: String

    @Option(help: "The workspace.")
    var workspace: String

    @Option(help: "The slug of the site; the workspace's first site when left out.")
    var site: String?

    @OptionGroup var place: Place

    func run() async throws {
        try await place.run(Errand(.publish, ["workspace": workspace, "site": site, "markdown": try GivenFile.text(file), "file": file]))
    }
}

extension Errand {
    func publish(_ front: Front) async throws -> ErrandResult {
        let workspace = try await front.workspace(self["workspace"])
        let action = try front.suite.action(named: "arion.article.import")
        let markdown = self["markdown"], slug = arguments["site"]
        let outcome = try await workspace.write(as: .system) { tx in
            var input: JSONObject = ["markdown": .string(markdown)]
            if let slug {
                guard let site = try tx.first(Query(Site.self).where(Site.slug == slug)) else {
                    let known = try tx.fetch(Query(Site.self).order(by: Site.slug)).map { $0[Site.slug] }
                    throw RecordError.invalid([FieldProblem("site", "There is no site “\(slug)”. Sites: \(known.joined(separator: ", ")).")])
                }
                input["site"] = .string(site.key.text)
            }
            return try action.run(input, in: tx)
        }
        return ErrandResult(stdout: outcome.says + "\n")
    }
}
