import Liquid
import Testing

@Suite("Errors")
struct ErrorTests {
    @Test("Errors say where, what and what to do", arguments: [
        ("a\n  {{ b | upcas }}", 2, 10, "There is no filter 'upcas'. Did you mean 'upcase'?"),
        ("ä\nö {% fro x %}", 2, 3, "There is no tag 'fro'. Did you mean 'for'?"),
        ("{% if a %}\n{% for b in c %}\n{% endif %}", 3, 1, "'endif' does not belong to the open 'for'. Close that with {% endfor %} first."),
        ("x\n{% if a %}y", 2, 1, "This 'if' is never closed. Close it with {% endif %}."),
        ("{% endif %}", 1, 1, "'endif' closes nothing: no block is open here. Remove it."),
        ("{{ a", 1, 1, "This '{{' has no '}}'. Close it with '}}'."),
        ("{{ 'a }}", 1, 4, "This text has no closing quote. Close it with the quote it opens with."),
        ("{{ a + 1 }}", 1, 6, "'+' has no meaning here. Remove it; calculations are written with filters, such as 'a | plus: b'."),
        ("{{ a b }}", 1, 6, "'b' is not expected here. Remove it, or join values with a filter or an operator."),
        ("{{ a | truncate: 1, 2, 3 }}", 1, 8, "The filter 'truncate' got 3 arguments, and takes 0 to 2. Remove what is too much."),
        ("{% if a = b %}{% endif %}", 1, 9, "'=' is not an operator. Compare with ==, !=, <, >, <=, >= or contains, and join with 'and' or 'or'."),
        ("\n\n{{ 1 | divided_by: 0 }}", 3, 8, "A division by zero: '0' counts as 0. Test the divisor with 'if' first."),
        ("\n {% render 'x' %}", 2, 2, "There is no partial 'x'. Create it, or correct the name."),
    ])
    func positions(source: String, line: Int, column: Int, sentence: String) throws {
        let error = try failure(source)

        #expect(error.line == line)
        #expect(error.column == column)
        #expect("\(error.says) \(error.advice)" == sentence)
    }

    @Test("An error in a partial names the partial and the line in it")
    func partial() throws {
        let error = try failure("a\n{% render 'card' %}", partials: ["card": "\n\n{{ 'x' | slice: 'y' }}"])

        #expect(error.partial == "card")
        #expect(error.line == 3)
        #expect(error.description == "card, line 3, column 10: The offset is 'y', not a whole number. Give a whole number.")
    }

    @Test("Undefined variables write nothing, or fail by name when asked to be strict")
    func undefined() throws {
        let strict = RenderOptions(escape: .none, undefined: .strict)
        let context: LiquidValue = ["contact": ["name": "Ada", "nick": nil]]

        #expect(try render("[{{ contact.nmae }}]", context) == "[]")
        let error = try failure("Dear {{ contact.nmae }}", context, options: strict)
        #expect(error.kind == .undefinedVariable)
        #expect(error.says == "'contact.nmae' has no value.")
        #expect(error.column == 9)
    }

    @Test("Strict rendering allows what tests for a value", arguments: [
        "{{ nobody | default: 'you' }}", "{% if nobody %}{% else %}you{% endif %}", "{% unless nobody == 'x' %}you{% endunless %}",
        "{% assign nobody = 'you' %}{{ nobody }}", "{{ nick }}you",
    ])
    func strictTests(source: String) throws {
        let context: LiquidValue = ["nick": nil]

        #expect(try render(source, context, options: RenderOptions(escape: .none, undefined: .strict)) == "you")
    }

    @Test("An error of a custom filter gets the place where the filter stands")
    func customFilter() throws {
        let money = LiquidFilter(arguments: 1...1) { (_, _) throws(LiquidError) in
            throw LiquidError(.argument, says: "No such currency.", advice: "Use EUR.")
        }
        let template = try Template(parsing: "\n{{ 1 | money: 'X' }}", filters: ["money": money])

        let error = #expect(throws: LiquidError.self) { try template.render(.object([:])) }

        #expect(error?.description == "line 2, column 8: No such currency. Use EUR.")
    }
}
