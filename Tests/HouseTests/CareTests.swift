import Testing

@Suite("Care")
struct CareTests {
    @Test("Nothing in Sources can trap on input: no force unwrap, try!, as! or fatalError")
    func traps() { report(House.sources.flatMap(Care.traps)) }

    @Test("No test stops all others by a force unwrap")
    func testTraps() { report(House.tests.filter { !$0.path.hasPrefix("Tests/HouseTests/") }.flatMap(Care.traps)) }

    @Test("Every unchecked promise to the compiler says why it holds")
    func promises() { report(House.all.flatMap(Care.promises)) }

    @Test("No test sleeps, and every expectation can fail")
    func idleTests() { report(House.tests.flatMap(Care.idleTests)) }

    @Test("No type is a manager, a helper or another word that says nothing")
    func names() { report(House.all.flatMap(Care.names)) }

    @Test("No file is longer than one sitting")
    func length() { report(House.all.flatMap(Care.length)) }
}
