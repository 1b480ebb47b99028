import Kernel

/// Tables from elsewhere become records, by a mapping.
enum Imports {
    static let feature = Feature("imports")
}
