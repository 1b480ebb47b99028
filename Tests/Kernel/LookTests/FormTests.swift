import Look
import Markup
import Testing

@Suite("Forms")
struct FormTests {
    @Test("A refused form keeps what was typed, says beside the field what is wrong and leads there from the top")
    func refused() {
        let field = FormField("email", label: "E-mail", .email, value: "pierre@", help: "Work address", error: "An address needs a domain.", isRequired: true)

        let text = FormView(to: "/save", [field], submit: "Save", forgery: Forgery("t")).html.text

        #expect(text.contains("value=\"pierre@\""))
        #expect(text.contains("aria-invalid=\"true\" aria-describedby=\"field-email-help field-email-error\""))
        #expect(text.contains("<p class=error id=\"field-email-error\">An address needs a domain.</p>"))
        #expect(text.contains("<a href=\"#field-email\">E-mail</a>"))
        #expect(text.contains("name=forgery value=\"t\""))
    }

    @Test("A form without errors has no summary")
    func clean() {
        #expect(!FormView(to: "/save", [FormField("a", label: "A")], submit: "Save", forgery: Forgery("t")).html.text.contains("data-summary"))
    }

    @Test("A form with a file is multipart")
    func file() {
        let text = FormView(to: "/save", [FormField("a", label: "A", .file(accept: "image/*"))], submit: "Save", forgery: Forgery("t")).html.text
        #expect(text.contains("enctype=\"multipart/form-data\""))
    }

    @Test("A value that is no longer among the choices is kept and shown, not silently replaced by the first")
    func unknownChoice() {
        let text = FormField("stage", label: "Stage", .choice([.init("lead", "Lead")]), value: "archived").html.text
        #expect(text.contains("<option value=\"archived\" selected>archived</option>"))
    }

    @Test("Text that begins with a line break keeps it")
    func leadingNewline() {
        #expect(FormField("a", label: "A", .longText(rows: 3), value: "\nx").html.text.contains(">\n\nx</textarea>"))
    }

    @Test("A filter without JavaScript posts field, operator and value with every operator named")
    func filter() {
        let text = FilterBar(to: "/list", fields: [.init("stage", title: "Stage", kind: .text)], expression: "a == 1").html.text
        for sign in FilterBar.Operator.allCases { #expect(text.contains("value=\(sign.rawValue) ")) }
        #expect(text.contains("name=filter") && text.contains("a == 1</textarea>"))
    }

    @Test("The steps of an automation post their ids and kinds in order, and their fields under their ids")
    func steps() throws {
        let text = StepList(
            to: "/w", trigger: .init(id: "trigger", kind: "event", title: "When", platform: .spark),
            steps: [.init(id: "s1", kind: "a.b", title: "One", platform: .oliver, fields: [FormField("title", label: "Title", value: "x")]),
                    .init(id: "s2", kind: "c.d", title: "Two", platform: .argus)],
            kinds: [], forgery: Forgery("t")).html.text
        let first = try #require(text.firstRange(of: "name=step value=\"s1:a.b\""))
        let second = try #require(text.firstRange(of: "name=step value=\"s2:c.d\""))
        #expect(first.lowerBound < second.lowerBound)
        #expect(text.contains("name=\"s1.title\""))
        #expect(text.contains("name=do value=\"up:s2\""))
    }
}
