import Testing

@Suite("Statement budgets")
struct BudgetTests {
    @Test("Every page has a test that says how many statements it costs")
    func everyPage() {
        let addresses = House.tests.flatMap(Budgets.measured)
        let pages = House.sources.flatMap(Budgets.pages)
        #expect(pages.count > 10, "Only \(pages.count) pages were found, so this test no longer reads the routes.")
        let measured = Set(addresses.compactMap { Budgets.page(of: $0, among: pages)?.path })
        for page in pages {
            let isMeasured = measured.contains(page.path)
            if !isMeasured, !Budgets.awaited.contains(page.path) {
                report([Breach(page.file, line: page.line, "no test asks for \(page.path) and looks at `.statements`; a page without a budget grows a query in a loop one day.")])
            }
            if isMeasured, Budgets.awaited.contains(page.path) {
                let says = Breach(page.file, line: page.line, "\(page.path) has its budget now; take it out of Budgets.awaited, so that it stays so.")
                Issue.record("\(says.description)", severity: .warning)
            }
        }
        let gone = Budgets.awaited.subtracting(pages.map(\.path))
        #expect(gone.isEmpty, "Budgets.awaited names pages that no longer exist: \(gone.sorted().joined(separator: ", ")).")
    }
}
