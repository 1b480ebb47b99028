/// The kernel under one name, for the Model and the platforms.
@_exported import Amounts
@_exported import Events
@_exported import Expressions
@_exported import Identity
@_exported import JSON
@_exported import Look
@_exported import Markup
@_exported import Records
@_exported import Timekeeping
@_exported import Web
