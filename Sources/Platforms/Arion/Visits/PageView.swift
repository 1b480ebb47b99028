import Model

/// The model's `Visit`: one page read by one visitor.
typealias PageView = Visit
