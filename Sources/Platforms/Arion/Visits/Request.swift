import Kernel

/// The kernel's `Visit`, under a name that the model's own `Visit` (a page that was read) does not claim as well.
typealias Request = Visit
