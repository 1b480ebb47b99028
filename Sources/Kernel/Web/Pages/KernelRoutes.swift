import Records

/// The routes that serve every object of the catalog, and the house itself.
enum KernelRoutes {
    static let all: [Route] = entry + home + objects + api

    private static let entry: [Route] = [
        Route(.get, "/login", needs: .nobody, LoginPage.show),
        Route(.post, "/login", needs: .nobody, bodyLimit: 10_000, LoginPage.logIn),
        Route(.post, "/logout", needs: .nobody, bodyLimit: 10_000, LoginPage.logOut),
        Route(.get, "/app/switch/{workspace}", needs: .signedIn, LoginPage.switchWorkspace),
    ]

    private static let home: [Route] = [
        Route(.get, "/app", needs: .signedIn, HomePage.show),
        Route(.get, "/app/ecosystem", needs: .signedIn, EcosystemPage.show),
        Route(.get, "/app/palette", needs: .signedIn, Palette.answer),
        Route(.get, "/app/search", needs: .signedIn, SearchPage.show),
        Route(.get, "/app/lookup/{object}", needs: .signedIn, Lookup.answer),
        // Live updates are not built yet: 204 tells an EventSource to stop asking (HTML, server-sent events).
        Route(.get, "/app/live", needs: .signedIn) { _ in Answer(204) },
        Route(.get, "/app/actions/{action}", needs: .signedIn, ActionPage.show),
        Route(.post, "/app/actions/{action}", needs: .signedIn, ActionPage.run),
        Route(.get, "/app/{platform}", needs: .signedIn, PlatformPage.show),
    ]

    private static let objects: [Route] = [
        Route(.get, "/app/{platform}/{objects}", needs: .object(.read), ListPage.show),
        Route(.get, "/app/{platform}/{objects}/new", needs: .object(.create), FormPage.new),
        Route(.post, "/app/{platform}/{objects}", needs: .object(.create), FormPage.create),
        Route(.get, "/app/{platform}/{objects}/{id}", needs: .object(.read), RecordPage.show),
        Route(.get, "/app/{platform}/{objects}/{id}/edit", needs: .object(.update), FormPage.edit),
        Route(.post, "/app/{platform}/{objects}/{id}", needs: .object(.update), FormPage.update),
        Route(.post, "/app/{platform}/{objects}/{id}/delete", needs: .object(.delete), FormPage.delete),
    ]

    private static let api: [Route] = [
        Route(.get, "/api/v1/openapi.json", needs: .token, OpenAPI.answer),
        Route(.post, "/api/v1/actions/{action}", needs: .token, ActionAPI.run),
        Route(.get, "/api/v1/{objects}", needs: .tokenObject(.read), ObjectAPI.list),
        Route(.post, "/api/v1/{objects}", needs: .tokenObject(.create), ObjectAPI.create),
        Route(.get, "/api/v1/{objects}/{id}", needs: .tokenObject(.read), ObjectAPI.get),
        Route(.patch, "/api/v1/{objects}/{id}", needs: .tokenObject(.update), ObjectAPI.update),
        Route(.delete, "/api/v1/{objects}/{id}", needs: .tokenObject(.delete), ObjectAPI.delete),
    ]
}
