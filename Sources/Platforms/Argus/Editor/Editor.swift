import Kernel
import Model

/// The workflow drawn as a list of steps, to be changed.
enum Editor {
    static let feature = Feature(
        "editor",
        routes: [
            Route(.get, "/app/argus/workflows/new", needs: .permission(Permission(.create, Workflow.self))) { visit in try await EditorPage.open(visit) },
            Route(.post, "/app/argus/workflows/new", needs: .permission(Permission(.create, Workflow.self))) { visit in try await EditorPage.submit(visit) },
            Route(.get, "/app/argus/workflows/{id}/editor", needs: .permission(Permission(.read, Workflow.self))) { visit in try await EditorPage.open(visit) },
            // The general form would ask for the steps as JSON.
            Route(.get, "/app/argus/workflows/{id}/edit", needs: .permission(Permission(.update, Workflow.self))) { visit in try await EditorPage.open(visit) },
            Route(.post, "/app/argus/workflows/{id}/editor", needs: .permission(Permission(.update, Workflow.self))) { visit in try await EditorPage.submit(visit) },
        ])
}
